"""The nightly job in Airflow 3: one task that starts the launcher and retries only what a retry can repair.

Copy it into the folder of DAGs of a worker that has the project in /opt/wowflow (or set WOWFLOW_ROOT there).
"""

import os
import subprocess
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowFailException
from airflow.sdk import dag, task

ROOT = os.environ.get("WOWFLOW_ROOT", "/opt/wowflow")
# local, standalone, yarn or kubernetes: one of the scripts of this folder.
PLACE = os.environ.get("WOWFLOW_PLACE", "yarn")

# Exit codes that a retry would only repeat.
NO_RETRY = {
    2: "wrong usage or configuration",
    3: "input invalid",
    4: "the output exists or is held by another run",
    5: "the flow diverged",
    6: "the flowed samples do not help: nothing was published",
}


@dag(
    dag_id="wowflow_nightly",
    schedule="30 2 * * *",
    start_date=datetime(2026, 11, 1, tzinfo=timezone.utc),
    catchup=False,
    # The output's lock would also refuse a second run, with code 4.
    max_active_runs=1,
)
def wowflow_nightly():
    @task(retries=2, retry_delay=timedelta(minutes=10), execution_timeout=timedelta(hours=6))
    def augment(ds=None):
        # A cleared task makes the partition of its own day again; a run started by hand has no day.
        environment = {**os.environ, "RUN_DATE": ds or "today"}
        ended = subprocess.run([f"{ROOT}/submit/nightly/{PLACE}"], env=environment, check=False)
        if ended.returncode in NO_RETRY:
            raise AirflowFailException(f"exit code {ended.returncode}: {NO_RETRY[ended.returncode]}")
        ended.check_returncode()

    augment()


wowflow_nightly()

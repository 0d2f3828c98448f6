"""Computes the figures of the experiments' tables, from the CSV and JSON files that their runs leave behind.

figures.py percent CSV COLUMN [NAME=VALUE ...]        mean and standard deviation, in percent: 63.6 ± 1.4
figures.py mean [--unit UNIT] CSV COLUMN DIGITS [NAME=VALUE ...]
                                                      mean with that many digits, of fractions in percent or of
                                                      seconds in minutes if UNIT is percent or minutes
figures.py trainings JSON[#against] ...               one line per training: its number, its accuracy in each file, or
                                                      that of the set that the file compares with
figures.py verdicts JSON ...                          mean difference of comparisons in points, each verdict and interval
figures.py stand-in MANIFEST                          one line of a stand-in: steps, copy share, then for linear and for
                                                      knn the accuracies of those trained on synthetic and on real samples
figures.py minutes FILE ...                           sum of the seconds in the files that exist, in minutes, rounded up
figures.py own CSV                                    fraction of the classes in a matching.csv that have their own label
figures.py inverse NUMBER                             1 / NUMBER, with six digits

NAME=VALUE keeps the rows whose column NAME contains VALUE. A dash stands for a figure without numbers: no row, or an
empty field in one. The standard deviation is that of a sample (n - 1), and is left out for a single number.
"""

import argparse
import csv
import json
import math
import os
import statistics
import sys

UNITS = {"one": 1, "percent": 100, "minutes": 1 / 60}


class Refusal(Exception):
    """Input that cannot be used; the message names the file."""


def column(path, name, conditions):
    """The numbers of a column, in the rows that meet all conditions; empty if one of the fields is."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for wanted in [name, *conditions]:
            if wanted not in (rows.fieldnames or []):
                raise Refusal(f"{path}: no column {wanted}; there are {', '.join(rows.fieldnames or [])}")
        fields = [row[name] for row in rows if all(row[key] == value for key, value in conditions.items())]
    if "" in fields:
        return []
    try:
        return [float(field) for field in fields]
    except (TypeError, ValueError) as problem:
        raise Refusal(f"{path}: a row without a number in column {name}: {problem}") from problem


def percent(numbers):
    if not numbers:
        return "-"
    text = f"{100 * statistics.fmean(numbers):.1f}"
    return text if len(numbers) == 1 else f"{text} ± {100 * statistics.stdev(numbers):.1f}"


def mean(numbers, digits, unit):
    return f"{statistics.fmean(numbers) * UNITS[unit]:.{digits}f}" if numbers else "-"


def repeats(path):
    """The accuracies in a file of evaluate, as they are written there; of the other set after #against."""
    name, _, side = path.partition("#")
    with open(name, encoding="utf-8") as file:
        content = json.load(file, parse_float=str, parse_int=str)
    try:
        return (content[side] if side else content)["accuracy"]["repeats"]
    except (KeyError, TypeError) as problem:
        raise Refusal(f"{path}: no accuracies of repeats: not a file of evaluate") from problem


def verdicts(paths):
    differences, words = [], []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
        try:
            found = content["verdict"]
            differences.append(found["difference"])
            interval = "" if found["low"] is None else f" [{found['low']:.1f}, {found['high']:.1f}]"
            words.append(found["word"] + interval)
        except (KeyError, TypeError) as problem:
            raise Refusal(f"{path}: no verdict: not a comparison of evaluate") from problem
    return f"{statistics.fmean(differences):+.1f}: {', '.join(words)}"


def trainings(paths):
    columns = [repeats(path) for path in paths]
    if len({len(accuracies) for accuracies in columns}) > 1:
        raise Refusal(f"{', '.join(paths)}: not the same number of repeats in each")
    return "\n".join(",".join([str(number), *row]) for number, row in enumerate(zip(*columns)))


def stand_in(path):
    with open(path, encoding="utf-8") as file:
        content = json.load(file)
    try:
        tests = content["comparison"]["train_on_synthetic_test_on_real"]
        # Too few held samples give no share.
        share = content["comparison"]["copying"]["share"]
        row = [content["outcome"]["steps"], "" if share is None else share]
        for classifier in ("linear", "knn"):
            row += [tests[classifier][f"trained_on_{side}"]["mean"] for side in ("synthetic", "real")]
    except (KeyError, TypeError) as problem:
        raise Refusal(f"{path}: not the manifest of a stand-in") from problem
    return ",".join(map(str, row))


def minutes(paths):
    seconds = 0.0
    for path in filter(os.path.exists, paths):
        with open(path, encoding="utf-8") as file:
            seconds += float(file.read())
    return str(math.ceil(seconds / 60))


def own(path):
    """The fraction of classes whose matched label is their own."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"source_class", "label"} <= rows[0].keys():
        raise Refusal(f"{path}: no rows with source_class and label: not a matching of a flow")
    return f"{statistics.fmean(row['source_class'] == row['label'] for row in rows):.6g}"


def condition(text):
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not NAME=VALUE")
    return name, value


def arguments():
    parser = argparse.ArgumentParser(description="Figures of the experiments' tables.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("percent", "mean"):
        command = commands.add_parser(name)
        command.add_argument("csv")
        command.add_argument("column")
        if name == "mean":
            command.add_argument("digits", type=int)
            command.add_argument("--unit", choices=UNITS, default="one", help="the numbers are fractions or seconds")
        command.add_argument("conditions", nargs="*", type=condition, metavar="NAME=VALUE")
    for name in ("trainings", "verdicts", "minutes"):
        commands.add_parser(name).add_argument("files", nargs="+")
    commands.add_parser("own").add_argument("csv")
    commands.add_parser("stand-in").add_argument("manifest")
    commands.add_parser("inverse").add_argument("number", type=float)
    return parser.parse_args()


def main():
    given = arguments()
    if given.command == "percent":
        return percent(column(given.csv, given.column, dict(given.conditions)))
    if given.command == "mean":
        return mean(column(given.csv, given.column, dict(given.conditions)), given.digits, given.unit)
    if given.command == "trainings":
        return trainings(given.files)
    if given.command == "verdicts":
        return verdicts(given.files)
    if given.command == "stand-in":
        return stand_in(given.manifest)
    if given.command == "minutes":
        return minutes(given.files)
    if given.command == "own":
        return own(given.csv)
    return f"{1 / given.number:.6g}"


if __name__ == "__main__":
    # The sign of a deviation, whatever the locale.
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        print(main())
    except (OSError, Refusal, json.JSONDecodeError) as problem:
        print(f"figures.py: {problem}", file=sys.stderr)
        sys.exit(1)

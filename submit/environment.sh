# What the scripts of this folder share: Java, the build, Spark. Sourced, with "root" the project's folder and "program" the
# name in messages.

readonly SPARK_LINE=4.2
readonly SCALA_LINE=2.13

job_jar=$root/spark-jobs/target/wowflow-job.jar
assembled=$root/spark-jobs/target/spark
learn_jars=$root/spark-jobs/target/learn

refuse() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 2
}

find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  if [[ -z $java ]]; then
    java=$(command -v java) || refuse "no java on the PATH: install Java 17 or newer, or set JAVA_HOME"
  fi
  [[ -x $java ]] || refuse "JAVA_HOME is $JAVA_HOME, but there is no $java"
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1) || true
  [[ ${version%%[.-]*} =~ ^[0-9]+$ ]] || refuse "$java does not say its version; Java 17 or newer is needed"
  ((${version%%[.-]*} >= 17)) || refuse "$java is Java $version; Java 17 or newer is needed: set JAVA_HOME"
}

build_if_missing() {
  [[ -f $job_jar && (-n ${SPARK_HOME:-} || -d $assembled/jars) && (-z ${learns:-} || -d $learn_jars) ]] && return
  command -v mvn >/dev/null ||
    refuse "$job_jar is not built and mvn is not on the PATH: install Maven, then run 'mvn package' in $root"
  echo "$program: building $job_jar, once" >&2
  (cd -- "$root" && mvn -q -B -DskipTests package) >&2
}

# Ours is compiled against one Spark line and one Scala line, and fails in odd ways on any other.
check_spark_home() {
  local core version
  core=$(find -L "$SPARK_HOME/jars" -maxdepth 1 -name 'spark-core_*.jar' 2>/dev/null | sort | head -n 1) || true
  [[ -n $core ]] || refuse "SPARK_HOME is $SPARK_HOME, but it has no jars/spark-core_*.jar: unset it, or point it to" \
    "Spark $SPARK_LINE with Scala $SCALA_LINE"
  version=${core##*/spark-core_}
  version=${version%.jar}
  [[ $version == "$SCALA_LINE-$SPARK_LINE".* ]] || refuse "SPARK_HOME is $SPARK_HOME with Spark ${version#*-} and" \
    "Scala ${version%%-*}, but this is built for Spark $SPARK_LINE and Scala $SCALA_LINE: unset SPARK_HOME or change it"
  [[ -x $SPARK_HOME/bin/spark-submit ]] || refuse "SPARK_HOME is $SPARK_HOME, but there is no bin/spark-submit in it"
}

# Spark's launcher prints the command line of a JVM for a main class: an empty record, its words, and the launcher's own
# exit code, each ended by a NUL. They end up in "words".
spark_command() {
  local word last
  words=()
  while IFS= read -r -d '' word; do words+=("$word"); done < <(
    code=0
    "$java" -Xmx128m -cp "$SPARK_HOME/jars/*" org.apache.spark.launcher.Main "$@" || code=$?
    printf '%d\0' "$code"
  )
  last=$((${#words[@]} - 1))
  ((words[last] == 0)) || exit "${words[last]}"
  words[1]=${words[1]#$'\n'}
  words=("${words[@]:1:last-1}")
}

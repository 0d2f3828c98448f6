# Java, the build and Spark, for the scripts of this folder. To be sourced, with "root" the folder of the project and
# "program" the name in messages.

readonly SPARK_LINE=4.2
readonly SCALA_LINE=2.13

job_jar=$root/spark-jobs/target/wowflow-job.jar
assembled=$root/spark-jobs/target/spark
learn_jars=$root/spark-jobs/target/learn

refuse() {
  printf '%s: %s\n' "$program" "$*" >&2
  exit 2
}

# Sets java.
find_java() {
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  if [[ -z $java ]]; then
    java=$(command -v java) || refuse "no java on the PATH: install Java 17 or newer, or set JAVA_HOME"
  fi
  [[ -x $java ]] || refuse "JAVA_HOME is $JAVA_HOME, but there is no $java"
  local version
  version=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1) || true
  [[ ${version%%[.-]*} =~ ^[0-9]+$ ]] || refuse "$java does not print its version; Java 17 or newer is needed"
  ((${version%%[.-]*} >= 17)) || refuse "$java is Java $version; Java 17 or newer is needed: set JAVA_HOME"
}

build_if_missing() {
  [[ -f $job_jar ]] || build "$job_jar"
  [[ -n ${SPARK_HOME:-} || -d $assembled/jars ]] || build "$assembled/jars"
}

# Builds everything, because the file or folder $1 is missing.
build() {
  command -v mvn >/dev/null ||
    refuse "$1 is not built and mvn is not on the PATH: install Maven, then run 'mvn package' in $root"
  echo "$program: building $1, once" >&2
  (cd -- "$root" && mvn -q -B -DskipTests package) >&2
}

# This project is compiled against one Spark line and one Scala line, and fails in odd ways on any other.
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

use_assembled_spark() {
  export SPARK_HOME=$assembled SPARK_CONF_DIR=${SPARK_CONF_DIR:-$root/conf}
}

# Runs a program that prints an empty record and then words, each ended by a NUL, and puts the words into "words". If the
# program fails, this script ends with the program's exit code.
read_words() {
  local word last
  words=()
  # The exit code comes last. A JVM may print its warnings before the empty record.
  while IFS= read -r -d '' word; do words+=("$word"); done < <(
    code=0
    "$@" || code=$?
    printf '%d\0' "$code"
  )
  last=$((${#words[@]} - 1))
  ((words[last] == 0)) || exit "${words[last]}"
  words=("${words[@]:1:last-1}")
}

# Puts into "words" the command line of a JVM for a main class of Spark and its arguments.
spark_command() {
  # The launcher builds the class path for the Scala line of this variable.
  export SPARK_SCALA_VERSION=$SCALA_LINE
  # Its own jar is enough, and starts in a quarter of the time that the class path of all jars needs.
  read_words "$java" -Xmx128m -XX:TieredStopAtLevel=1 -cp "$SPARK_HOME/jars/spark-launcher_$SCALA_LINE-$SPARK_LINE".*.jar \
    org.apache.spark.launcher.Main "$@"
  words[0]=${words[0]#$'\n'}
}

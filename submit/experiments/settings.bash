# The experiments' options, runs and figures, and the parts that all their tables have. To be sourced.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../.." && pwd)
wowflow=$here/../wowflow
# The options of a flow with a published number of steps, which makes all of them.
all_steps=(--stop-plateau off)

refuse() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

# Sets data, results, seeds, trainings, quick and the array words; and for each option that an experiment names in the
# array "own" the variable of its name, with _ for -.
read_options() {
  local option common='--data DIR, --results DIR, --seeds N, --trainings N, --quick'
  data='' results=$root/spark-jobs/target/experiments seeds=3 trainings=5 quick='' words=()
  for option in ${own[@]+"${own[@]}"}; do printf -v "${option//-/_}" %s ''; done
  while (($#)); do
    case $1 in
      --data | --results | --seeds | --trainings)
        (($# > 1)) || refuse "$1 needs a value"
        case $1 in
          --data) data=$2 ;;
          --results) results=$2 ;;
          --seeds) seeds=$2 ;;
          --trainings) trainings=$2 ;;
        esac
        shift
        ;;
      --quick) quick=yes ;;
      --*)
        option=${1#--}
        [[ " ${own[*]-} " == *" $option "* ]] ||
          refuse "unknown option $1; there are $common${own[*]:+ ${own[*]/#/--}}"
        (($# > 1)) || refuse "$1 needs a value"
        printf -v "${option//-/_}" %s "$2"
        shift
        ;;
      -*) refuse "unknown option $1; there are $common" ;;
      *) words+=("$1") ;;
    esac
    shift
  done
  command -v python3 >/dev/null || refuse "python3 is not on the PATH: install Python 3, which computes the figures"
  [[ -d $data ]] || refuse "--data DIR: the directory with MNIST, FashionMNIST and KMNIST is needed"
  [[ $seeds =~ ^[1-9][0-9]*$ ]] || refuse "--seeds $seeds is not a number of repeats"
  [[ $trainings =~ ^[1-9][0-9]*$ ]] || refuse "--trainings $trainings is not a number of trainings"
  [[ -z $quick ]] || results=$results-quick seeds=1 trainings=1
  mkdir -p -- "$results"
}

# Runs the command of cell $1, unless its result $2 exists; keeps its seconds and the version that made it.
make() {
  local cell=$1 made=$2 begin=$SECONDS
  shift 2
  [[ ! -e $made ]] || return 0
  echo "${0##*/}: $cell" >&2
  "$wowflow" "$@" >&2
  echo $((SECONDS - begin)) >"$results/$cell.seconds"
  "$wowflow" --version >"$results/$cell.version"
}

# Compares two training sets at equal budget into $2, the cell of $1; the words after them are those of evaluate.
compare() {
  local cell=$1 found=$2
  shift 2
  make "$cell" "$found" evaluate "$@" --repeats "$trainings" --output "$found"
}

# Trains the classifiers that watch flows onto digits, on $2 samples per class for $3 steps of seed $1; sets model.
train_watchers() {
  model=$results/adaptation-seed$1.x$trainings.model
  make "adaptation-seed$1.x$trainings" "$model" evaluate --train "$data/MNIST#train" --samples-per-class "$2" --test "$data/MNIST#test" \
    --classifier cnn --steps "$3" --repeats "$trainings" --seed "$1" --save-model "$model" --output "$model.json" --mode overwrite
}

# Runs figures.py, which computes every figure of a table and needs the standard library only.
figures() {
  python3 -I -S -- "$here/figures.py" "$@"
}

# The versions that made the cells whose files of seconds are given: another one may make their table.
versions() {
  local file
  for file; do
    cat -- "${file%.seconds}.version" 2>/dev/null || echo 'an unknown version'
  done | sort -u | paste -sd, - | sed 's/,/, /g'
}

# The end of a table, with all that is needed to make it again; the files of seconds are given.
describe_run() {
  local model
  model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1) || true
  printf 'Made with %s on %s cores (%s) in %s min; seeds %s, trainings of each: %s.\n' "$(versions "$@")" "$(nproc)" \
    "${model:-unknown}" "$(figures minutes "$@")" "0 to $((seeds - 1))" "$trainings"
  [[ -z $quick ]] || printf '\nA quick run with a fraction of the steps and samples: its numbers show only that everything works.\n'
}

# Writes all tables that were made into one file.
assemble() {
  {
    echo '# Results'
    echo
    echo 'Accuracies in percent. Every table is made by the command above it, which resumes where it was stopped.'
    for table in "$results"/*.table.md; do
      echo
      cat -- "$table"
    done
  } >"$results/results.md"
  echo "${0##*/}: $results/results.md" >&2
}

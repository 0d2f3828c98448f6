# Read by the experiments: their options, and what all tables say of a run.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -P -- "$here/../.." && pwd)
wowflow=$here/../wowflow

refuse() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

# Sets data, results, seeds, trainings, quick and the array words; and for each option that an experiment names in the array "own" the
# variable of its name, with _ for -.
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
  [[ -d $data ]] || refuse "--data DIR: the directory with MNIST, FashionMNIST and KMNIST is needed"
  [[ $seeds =~ ^[1-9][0-9]*$ ]] || refuse "--seeds $seeds is no number of repeats"
  [[ $trainings =~ ^[1-9][0-9]*$ ]] || refuse "--trainings $trainings is no number of trainings"
  [[ -z $quick ]] || results=$results-quick seeds=1 trainings=1
  mkdir -p -- "$results"
}

# The command of cell $1, unless its result $2 is there; the seconds that it took are kept, and the version that made it.
make() {
  local cell=$1 made=$2 begin=$SECONDS
  shift 2
  [[ ! -e $made ]] || return 0
  echo "${0##*/}: $cell" >&2
  "$wowflow" "$@" >&2
  echo $((SECONDS - begin)) >"$results/$cell.seconds"
  "$wowflow" --version >"$results/$cell.version"
}

# Trains what watches flows onto digits, on $2 samples of each class for $3 steps of seed $1; sets model.
train_watchers() {
  model=$results/adaptation-seed$1.x$trainings.model
  make "adaptation-seed$1.x$trainings" "$model" evaluate --train "$data/MNIST#train" --samples-per-class "$2" --test "$data/MNIST#test" \
    --classifier cnn --steps "$3" --repeats "$trainings" --seed "$1" --save-model "$model" --output "$model.json" --mode overwrite
}

# The accuracies of all trainings in a file of evaluate, a line each.
accuracies() {
  sed -n 's/^.*"repeats" : \[ \(.*\) \].*$/\1/p' "$1" | tr -d ' ' | tr ',' '\n'
}

# Mean and standard deviation in percent of the numbers on standard input; a dash if there are none.
percent() {
  awk '{ s += $1; q += $1 * $1; n++ }
    END {
      if (n == 0) {
        print "-"
        exit
      }
      m = s / n
      v = n > 1 ? (q - n * m * m) / (n - 1) : 0
      text = sprintf("%.1f", 100 * m)
      if (n > 1) text = text sprintf(" ± %.1f", 100 * sqrt(v > 0 ? v : 0))
      print text
    }'
}

spent() {
  cat -- "$@" 2>/dev/null | awk '{ s += $1 } END { printf "%d min", (s + 59) / 60 }'
}

# The versions that made the cells whose files of seconds are given: not always the one that makes the table of them.
versions() {
  local file
  for file; do
    cat -- "${file%.seconds}.version" 2>/dev/null || echo 'an unknown version'
  done | sort -u | paste -sd, - | sed 's/,/, /g'
}

# What a table needs to be made again.
describe_run() {
  local model
  model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1) || true
  printf 'Made with %s on %s cores (%s) in %s; seeds %s, trainings of each: %s.\n' "$(versions "$@")" "$(nproc)" "${model:-unknown}" \
    "$(spent "$@")" "0 to $((seeds - 1))" "$trainings"
  [[ -z $quick ]] || printf '\nA quick run with a fraction of the steps and samples: its numbers only show that everything works.\n'
}

# All tables that were made, as one file.
assemble() {
  {
    echo '# Results'
    echo
    echo 'Accuracies in percent. Every table is made by the command above it, which goes on where it was stopped.'
    for table in "$results"/*.table.md; do
      echo
      cat -- "$table"
    done
  } >"$results/results.md"
  echo "${0##*/}: $results/results.md" >&2
}

# Starts programs in the background, waits for conditions, ends what was started. Sourced by the scripts of bin/.

STARTED_PIDS=()

# start_process LOG COMMAND...: leaves the process id in STARTED_PID
start_process() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 </dev/null &
  STARTED_PID=$!
  STARTED_PIDS+=("$STARTED_PID")
}

# stop_processes SECONDS: ends what start_process started, last first; kills what does not end in time
stop_processes() {
  local index pid left
  for ((index = ${#STARTED_PIDS[@]} - 1; index >= 0; index--)); do
    pid=${STARTED_PIDS[index]}
    kill -TERM "$pid" 2>/dev/null || continue
    left=$(($1 * 5))
    while [ $left -gt 0 ] && kill -0 "$pid" 2>/dev/null; do
      sleep 0.2
      left=$((left - 1))
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  STARTED_PIDS=()
}

# wait_until SECONDS CONDITION...: calls the condition until it holds (0), can no longer hold (2) or the time is over (1)
wait_until() {
  local end=$((SECONDS + $1)) outcome
  shift
  while :; do
    outcome=0
    "$@" || outcome=$?
    case $outcome in
      0 | 2) return "$outcome" ;;
      *) [ "$SECONDS" -lt "$end" ] || return 1 ;;
    esac
    sleep 0.5
  done
}

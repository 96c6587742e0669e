#!/usr/bin/env bash
# Does the image work? Started as it will be (read-only, nobody's rights), filled, asked, stopped, started again, backed
# up, recovered. Leaves nothing behind. ENGINE and OPTIONS as this machine needs them:
#   ENGINE="podman --runtime runc" OPTIONS="--network host" docs/deploy/smoke.sh riqing
set -euo pipefail
image=${1:-riqing} port=${PORT:-8501} engine=${ENGINE:-podman} name=riqing-smoke-$$
options="--read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v $name:/data
    -e BOARD_CLOCK=replay:2022-04-06T18:05@0 -e BOARD_BACKUP=/data/backup ${OPTIONS:--p $port:$port}"
trap '$engine rm -f $name >/dev/null 2>&1 || true; $engine volume rm -f $name >/dev/null' EXIT
$engine volume create $name >/dev/null

once() { $engine run --rm $options "$image" python -m data_pipeline "$@"; }
answers() { python3 -c "import sys, urllib.request as u; sys.stdout.write(u.urlopen('http://127.0.0.1:$port$1', timeout=20).read().decode())"; }
start() {
    $engine run -d --name $name $options "$image" python -m streamlit run app.py \
        --server.port "$port" --server.address 0.0.0.0 --server.headless true >/dev/null
    for _ in $(seq 90); do answers /readyz >/dev/null 2>&1 && return; sleep 1; done
    $engine logs $name; exit 1
}
head_of() { answers /metrics | sed -n 's/^riqing_ledger_head //p'; }

once demo --days 1 --slot 8
start
[ "$(answers /readyz)" = ready ]
answers /export/command.csv | grep -q .
before=$(head_of)
$engine exec $name python -m data_pipeline backup
$engine stop -t 30 $name >/dev/null && $engine rm $name >/dev/null
start
[ "$(head_of)" = "$before" ] && [ "$before" != 0.0 ]
$engine exec $name python -m data_pipeline recover --to /data/again
$engine exec $name python -m data_pipeline verify
$engine exec $name sh -c '! touch /app/changed 2>/dev/null'
echo "The image works: ledger at line $before before and after a restart, backed up and recovered."

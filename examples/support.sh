# shellcheck shell=bash
# What the examples share. Each takes from the environment what bin/demo prints: the server of the demo, and its store.
# shellcheck disable=SC2034
root=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
# shellcheck source=bin/support.sh
. "$root/bin/support.sh"

here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
work=$(mktemp -d)
pids=()
clean() {
    end_now "${pids[@]}"
    rm -rf "$work"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

needs_demo() {
    local name
    for name; do
        [[ -n ${!name:-} ]] || give_up "$name is not set. Run bin/demo in another terminal, and here the export lines that it prints."
    done
}

# Waits until a command succeeds, for five minutes.
until_it_works() {
    local tries
    for ((tries = 0; tries < 1500; tries++)); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    say "this did not come: $*"
    return 1
}

# Sets the environment for a server beside that of the demo, with data of its own and the demo's bucket.
own_server() {
    needs_demo R2_ENDPOINT R2_ACCESS_KEY_ID R2_SECRET_ACCESS_KEY
    port=$(free_port 8090)
    export DROMEDARY_PORT=$port DROMEDARY_DATA=$work/data DROMEDARY_ALLOW_HOSTS=${R2_ENDPOINT#http://}
    DROMEDARY_API_KEY=$(random_hex 20)
    export DROMEDARY_API_KEY ITTYBIT_API_URL=http://127.0.0.1:$port ITTYBIT_API_KEY=$DROMEDARY_API_KEY
}

answers_or_is_gone() {
    ! kill -0 "$server_pid" 2>/dev/null \
        || curl -fs -H "Authorization: Bearer $ITTYBIT_API_KEY" "$ITTYBIT_API_URL/jobs?limit=1"
}

# Runs it, and waits until it accepts jobs.
start() {
    "$@" >"$work/server.log" 2>&1 </dev/null &
    server_pid=$!
    pids+=("$server_pid")
    until_it_works answers_or_is_gone
    curl -fs -o /dev/null -H "Authorization: Bearer $ITTYBIT_API_KEY" "$ITTYBIT_API_URL/jobs?limit=1" \
        || { grep -v "^	at" "$work/server.log" | tail -n 30 >&2; exit 1; }
}

connect() {
    "$root/bin/ittybit" connections add s3 --name my-r2 --endpoint "$R2_ENDPOINT" --region auto \
        --access-key-id "$R2_ACCESS_KEY_ID" --secret-access-key "$R2_SECRET_ACCESS_KEY"
}

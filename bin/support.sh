# Functions of bin/demo, bin/test and the scripts in bench/. Source it in bash, with $root set.
# shellcheck shell=bash

# shellcheck disable=SC2154 # set by whoever sources this
target=$root/target
java=java
[[ -z ${JAVA_HOME:-} ]] || java=$JAVA_HOME/bin/java

# Messages for people go to standard error, and say what to do.
say() {
    echo "${0##*/}: $*" >&2
}

give_up() {
    say "$@"
    exit 2
}

# need program=debian-package ...: installs missing programs as root on Debian, otherwise says what to install.
need() {
    local wish missing=() packages=()
    for wish in "$@"; do
        if ! has "${wish%%=*}"; then
            missing+=("${wish%%=*}")
            packages+=("${wish##*=}")
        fi
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    local install="apt-get install -y --no-install-recommends ${packages[*]}"
    if ! command -v apt-get >/dev/null; then
        give_up "missing: ${missing[*]}. Install them (Debian and Ubuntu call the packages ${packages[*]}) and run this again."
    elif [[ $(id -u) != 0 ]]; then
        give_up "missing: ${missing[*]}. Install them with 'sudo $install' and run this again."
    fi
    say "installing ${packages[*]} ..."
    local log
    log=$(mktemp)
    if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive $install; } </dev/null >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        give_up "'$install' failed; its last lines stand above."
    fi
    rm -f "$log"
}

has() {
    case $1 in
        python3-requests) python3 -c 'import requests' >/dev/null 2>&1 ;;
        # Debian's package works only with Debian's Python.
        python3-seccomp) /usr/bin/python3 -c 'import seccomp' >/dev/null 2>&1 ;;
        gocode-validator) [[ -d /usr/share/gocode/src/gopkg.in/validator.v2 ]] ;;
        # Users do not have this folder in their path.
        pgbouncer) [[ -x /usr/sbin/pgbouncer ]] ;;
        *) command -v "$1" >/dev/null ;;
    esac
}

need_java() {
    command -v "$java" >/dev/null || give_up "cannot find $java. Install a JDK of version 17 or newer" \
        "(Debian, Ubuntu: apt-get install openjdk-17-jdk-headless), or set JAVA_HOME to one."
}

# stale [SOURCES]: is a source newer than the build in target/? Test classes count too, as the demo's store is one of them;
# with a folder of sources, these alone.
stale() {
    [[ ! -f $target/.built || ! -f $target/dromedary.jar || ! -f $target/test-classpath.txt
        || -n $(find "$root/pom.xml" "${1:-$root/src}" -newer "$target/.built" -print -quit) ]]
}

# prepare [SOURCES]: prepares a demo or a measurement: the programs, and the product with its test classes.
prepare() {
    local build=()
    need_java
    ! stale "$@" || build=(mvn=maven)
    need ffmpeg=ffmpeg ffprobe=ffmpeg curl=curl "${build[@]}"
    ! stale "$@" || "$root/bin/build" </dev/null
}

# Runs a main class of the tests.
test_java() {
    exec "$java" -XX:TieredStopAtLevel=1 -Xshare:auto \
        -cp "$target/test-classes:$target/classes:$(<"$target/test-classpath.txt")" "$@"
}

random_hex() {
    head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'
}

is_free() {
    ! { : <>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null
}

# Says who has a port, as far as this user may see it: " by java (process 1234)", or nothing.
taken_by() {
    local seen=
    if command -v ss >/dev/null; then
        seen=$(ss -ltnpH "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/ by \1 (process \2)/p;' | head -n 1)
    elif command -v lsof >/dev/null; then
        seen=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN -Fpc 2>/dev/null | sed -n 's/^p//p;s/^c//p' | head -n 2 | paste -sd' ' \
            | sed -n 's/^\([0-9]*\) \(.*\)/ by \2 (process \1)/p')
    fi
    printf '%s' "$seen"
}

# Finds a free port: the requested one, or one below the range of client ports.
free_port() {
    local port=$1
    until is_free "$port"; do
        port=$((20000 + RANDOM % 12000))
    done
    echo "$port"
}

# ---------------------------------------------------------------- Processes, each ended by its id

store_pid=
server_pid=
endpoint=
url=
key=

# start_store <folder> <argument>...: runs the tests' double of R2 in a separate process; sets $endpoint.
start_store() {
    local folder=$1
    shift
    mkdir -p "$folder"
    : >"$folder/store.out"
    test_java io.dromedary.r2.R2DoubleMain --folder "$folder/objects" "$@" \
        </dev/null >"$folder/store.out" 2>"$folder/store.log" &
    store_pid=$!
    local tries
    for ((tries = 0; tries < 600; tries++)); do
        endpoint=$(sed -n 's/.*"endpoint": "\([^"]*\)".*/\1/p' "$folder/store.out")
        [[ -z $endpoint ]] || return 0
        kill -0 "$store_pid" 2>/dev/null || break
        sleep 0.05
    done
    tail -n 20 "$folder/store.log" >&2
    say "the store did not start; the end of its log stands above."
    return 1
}

# start_server <folder> <wished port>: waits until it accepts jobs; sets $url and $key. Settings come from the
# environment.
start_server() {
    local folder=$1 port=$2 attempt tries
    mkdir -p "$folder"
    key=$(random_hex 20)
    for ((attempt = 0; attempt < 5; attempt++)); do
        port=$(free_port "$port")
        url=http://localhost:$port
        : >"$folder/server.log"
        DROMEDARY_HOST=127.0.0.1 DROMEDARY_PORT=$port DROMEDARY_PUBLIC_URL=$url DROMEDARY_DATA=$folder/data \
            DROMEDARY_API_KEY=$key "$root/bin/dromedary" serve </dev/null >"$folder/server.log" 2>&1 &
        server_pid=$!
        for ((tries = 0; tries < 1200; tries++)); do
            # Asks with this server's key, as another server may have taken the port.
            if [[ $(status "http://127.0.0.1:$port/jobs?limit=1") == 200 ]]; then
                return 0
            fi
            if grep -qi 'already in use' "$folder/server.log"; then
                # Another process has taken the port: try the next one.
                end_server
                continue 2
            fi
            kill -0 "$server_pid" 2>/dev/null || break 2
            sleep 0.05
        done
        break
    done
    say "the server did not start."
    return 1
}

status() {
    curl -s -m 5 -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $key" "$1" || true
}

# Ends a process of this script, and waits for its end.
end_process() {
    local pid=$1 tries
    [[ -n $pid ]] && kill "$pid" 2>/dev/null || return 0
    for ((tries = 0; tries < 300; tries++)); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.05
    done
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
}

# Ends processes of this script at once: those that are not gone half a second after they were told to are killed.
end_now() {
    local pid tries
    for pid; do
        [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
    done
    for ((tries = 0; tries < 10; tries++)); do
        any_alive "$@" || break
        sleep 0.05
    done
    for pid; do
        [[ -z $pid ]] || kill -9 "$pid" 2>/dev/null || true
        [[ -z $pid ]] || wait "$pid" 2>/dev/null || true
    done
}

any_alive() {
    local pid
    for pid; do
        [[ -z $pid ]] || ! kill -0 "$pid" 2>/dev/null || return 0
    done
    return 1
}

end_server() {
    end_process "$server_pid"
    server_pid=
}

end_all() {
    end_server
    end_process "$store_pid"
    store_pid=
}

# field <name>: the first text field of that name in JSON on standard input; sufficient for this server's answers.
field() {
    tr ',{' '\n\n' | sed -n '/^ *"'"$1"'" *: *"/{s/^[^:]*: *"\([^"]*\)".*/\1/p;q}'
}

# npm_packages NAME: installs what src/test/NAME asks for, in target/NAME.
npm_packages() {
    local installed=$target/$1/node_modules/.package-lock.json
    if [[ ! -f $installed || $root/src/test/$1/package-lock.json -nt $installed ]]; then
        mkdir -p "$target/$1"
        cp "$root/src/test/$1"/package*.json "$target/$1"
        npm ci --prefix "$target/$1" --no-audit --no-fund --omit=optional --ignore-scripts --loglevel=error </dev/null
    fi
}

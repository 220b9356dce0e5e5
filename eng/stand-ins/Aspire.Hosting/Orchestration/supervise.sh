# supervise GRACE COMMAND...: runs COMMAND in a session of its own and ends it, with all that it started, when standard
# input closes: because the AppHost closed it, or because the AppHost is gone, however it went.
grace=$1
shift
exec 3<&0
setsid "$@" </dev/null 3<&- &
child=$!
# Ctrl+C at a terminal reaches this shell too; in which order resources stop is the AppHost's business.
trap : INT HUP
trap 'kill -s TERM -- "-$child"' TERM
(
    trap '' INT HUP TERM
    read -r _ <&3
    kill -s TERM -- "-$child"
    tenths=0
    while [ "$tenths" -lt "$grace" ] && kill -s 0 -- "-$child"; do
        sleep 0.1
        tenths=$((tenths + 1))
    done
    kill -s KILL -- "-$child"
) >/dev/null 2>&1 &
watch=$!
exec 3<&-
wait "$child"
code=$?
# A signal interrupts the wait; a code of a child that is still there is the signal's.
while kill -s 0 "$child" 2>/dev/null; do
    wait "$child"
    code=$?
done
kill -s KILL -- "-$child" 2>/dev/null
kill -s KILL "$watch" 2>/dev/null
exit "$code"

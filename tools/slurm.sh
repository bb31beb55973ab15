#!/usr/bin/env bash
# Runs a command beside a SLURM of one node, from Debian's packages, that lives in a folder of its own and ends with it.
# Usage: tools/slurm.sh COMMAND…
set -euo pipefail

here=$(dirname "$0")
bash "$here/debian_packages.sh" --required slurm-wlm munge

place=$(mktemp -d)
host=$(hostname -s)
memory=$(awk '/MemTotal/ { print int($2 / 1024 * 0.9) }' /proc/meminfo)
pids=()
finish() {
    status=$?
    for ((index = ${#pids[@]} - 1; index >= 0; index--)); do
        kill "${pids[$index]}" 2>/dev/null || true
        wait "${pids[$index]}" 2>/dev/null || true
    done
    if [ "$status" != 0 ]; then tail -n 30 "$place"/*.log >&2 || true; fi
    rm -rf "$place"
}
trap finish EXIT

mkdir "$place/state" "$place/spool"
dd if=/dev/urandom of="$place/munge.key" bs=1024 count=1 status=none
chmod 600 "$place/munge.key"
cat >"$place/slurm.conf" <<END
ClusterName=precheck
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
AuthType=auth/munge
AuthInfo=socket=$place/munge.socket
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
StateSaveLocation=$place/state
SlurmdSpoolDir=$place/spool
SlurmctldPidFile=$place/slurmctld.pid
SlurmdPidFile=$place/slurmd.pid
SlurmctldLogFile=$place/slurmctld.log
SlurmdLogFile=$place/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) RealMemory=$memory State=UNKNOWN
PartitionName=work Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$place/slurm.conf

munged --foreground --force --key-file="$place/munge.key" --socket="$place/munge.socket" \
    --pid-file="$place/munged.pid" --log-file="$place/munged.log" --seed-file="$place/munged.seed" \
    2>"$place/munged-start.log" &
pids+=($!)
for _ in $(seq 100); do [ -S "$place/munge.socket" ] && break; sleep 0.1; done
slurmctld -D 2>/dev/null &
pids+=($!)
slurmd -D -N "$host" 2>/dev/null &
pids+=($!)
for _ in $(seq 300); do
    if sinfo --noheader --format %T 2>/dev/null | grep -q '^idle$'; then break; fi
    sleep 0.1
done
sinfo
"$@"

"""Break the leader of a PostgreSQL cluster while people save, and count what is lost: `python -m bench.cluster`.

Three machines are made on this one, and configured by the files of docs/cluster.md. For each fault, 8 writers make at
least 1,000 saves while a machine breaks three times and comes back. The exit code is 1 if a save is lost or made
twice, if somebody is told something untrue, or waits for longer than 30 seconds.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.cluster.machines import ROOT, Cluster, Machine, Role, missing_packages
from bench.cluster.writers import Audit, audit, new_servers, save_while
from bench.ratios import replace_between_markers

TIMES: Final = 3
SAVES: Final = 1_000
LONGEST_WAIT_SECONDS: Final = 30
_QUIET_SECONDS: Final = 5.0  # of saving before each fault
Fault = tuple[Role, Callable[[Machine], None], Callable[[Machine], None]]
FAULTS: Final[dict[str, Fault]] = {
    "leader killed": ("leader", Machine.kill, Machine.start),
    "leader frozen": ("leader", Machine.freeze, Machine.thaw),
    "leader cut off": ("leader", Machine.disconnect, Machine.connect),
    "leader without Patroni": ("leader", Machine.kill_patroni, Machine.start_patroni),
    "leader cut off from the others only": ("leader", Machine.lose_the_others, Machine.find_the_others),
    "standby frozen": ("sync_standby", Machine.freeze, Machine.thaw),
}
_HEAD: Final = (
    "| Fault | saves | acknowledged | told “busy” | told “perhaps saved” | told “not saved” | lost | doubled | "
    "told untruly | shown late | longest wait, s | replaced after, s |"
)


def main() -> None:
    """Run the bench in namespaces of its own; exit with its code."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("faults", nargs="*", metavar="FAULT", help=f"{', '.join(FAULTS)}; default: all")
    parser.add_argument(
        "--asynchronous", action="store_true", help="without synchronous replication, to see what is lost"
    )
    parser.add_argument("--direct", action="store_true", help="all three machines in NetROI’s address, without HAProxy")
    parser.add_argument("--write", action="store_true", help="write the table into docs/cluster.md between its markers")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if unknown := set(options.faults) - FAULTS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    if options.folder is not None:
        _run_as_init(lambda: _run_inside(options))
    if packages := missing_packages():
        sys.exit(f"These packages are needed here: apt-get install --no-install-recommends {' '.join(packages)}")
    if os.geteuid() != 0:
        sys.exit("Only root may make the namespaces that stand for the machines: run sudo make cluster")
    sys.exit(_run_outside())


def _run_outside() -> int:
    """Run this program again in new namespaces, which end with it; return its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with TemporaryDirectory(prefix="cluster-") as folder:
        command = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable,
                   "-m", "bench.cluster", *sys.argv[1:], "--folder", folder]  # fmt: skip
        process = subprocess.Popen(command, cwd=ROOT)
        try:
            return process.wait()
        finally:
            process.kill()


def _run_as_init(act: Callable[[], int]) -> None:
    """Run an act in a child and exit with its code; meanwhile reap whatever ends, as the first process must."""
    child = os.fork()
    if child == 0:
        os._exit(act())
    while True:
        pid, status = os.wait()
        if pid == child:
            sys.exit(os.waitstatus_to_exitcode(status))


def _run_inside(options: argparse.Namespace) -> int:
    """Start the cluster in memory, break it, print the table; return the exit code."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", options.folder], check=True)
    cluster = Cluster(options.folder, is_synchronous=not options.asynchronous)
    cluster.start()
    address = cluster.address(through_haproxy=not options.direct)
    rows = [_HEAD, f"|---{'|---:' * (_HEAD.count('|') - 2)}|"]
    problems: list[str] = []
    servers = new_servers(address)
    for name in options.faults or FAULTS:
        seconds: list[float] = []
        saves = save_while(partial(_break, cluster, name, seconds), servers, name, SAVES)
        result = audit(saves, address)
        rows.append(_row(name, result, max(seconds)))
        problems += _problems(name, result)
    table = "\n".join(rows)
    print(table, *problems, sep="\n", flush=True)
    if options.write and not replace_between_markers(ROOT / "docs" / "cluster.md", table):
        print("docs/cluster.md has no markers for the table.", file=sys.stderr)
    return int(bool(problems))


def _break(cluster: Cluster, name: str, seconds: list[float]) -> None:
    """Break the machine in a role some times; add the seconds until another one had that role."""
    role, strike, heal = FAULTS[name]
    for number in range(1, TIMES + 1):
        time.sleep(_QUIET_SECONDS)
        machine = cluster.machine(role)
        if machine is None:
            raise RuntimeError(f"There is no {role} to break.")
        start = time.monotonic()
        strike(machine)
        cluster.wait_for_another(role, machine)
        seconds.append(time.monotonic() - start)
        heal(machine)
        cluster.wait_until_whole()
        print(
            f"{name}: {machine.name} ({number}), replaced after {seconds[-1]:.0f} s, whole again after "
            f"{time.monotonic() - start:.0f} s",
            flush=True,
        )
    time.sleep(_QUIET_SECONDS)


def _row(name: str, result: Audit, seconds: float) -> str:
    told = [result.told(outcome) for outcome in ("acknowledged", "busy", "perhaps saved", "not saved")]
    figures = [len(result.saves), *told, result.lost, result.doubled, result.untrue, result.stale]
    cells = [name, *map(str, figures), f"{result.longest_wait:.1f}", f"{seconds:.0f}"]
    return f"| {' | '.join(cells)} |"


def _problems(name: str, result: Audit) -> list[str]:
    """Return what must not be."""
    bounds = {
        "lost": (result.lost, 0),
        "doubled": (result.doubled, 0),
        "told untruly": (result.untrue, 0),
        "shown late": (result.stale, 0),
        "seconds for the longest wait": (result.longest_wait, LONGEST_WAIT_SECONDS),
    }
    return [
        f"{name}: {measured:g} {what}, at most {bound}"
        for what, (measured, bound) in bounds.items()
        if measured > bound
    ]


if __name__ == "__main__":
    main()

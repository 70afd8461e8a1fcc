"""Kill commands with -9 at random moments, fill their disk, take its writing away; count what was lost.

    scripts/kill_tests [--kills N] [--seed N] [--only NAME …] [--write]

analyze, report, record and batch each run in a folder that holds a user's earlier results and notes.  After
each kill nothing of that may be gone; the same command once more has to succeed and to leave nothing behind.
Full disks are small ones in memory, which only root may make; others see that part left out.  `--write` puts
the tables into docs/reliability.md.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.page import machine, with_sections
from checkout import DOCS

from .disks import Full, can_mount, fill
from .kills import Toll, kill_many
from .victims import Victim, victims

PAGE = DOCS / "reliability.md"


def main() -> int:
    """Do what the command line asks for; 1 if anything was lost, left or wrong."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="kill-tests-") as place:
        workshop = Path(place)
        chosen = [one for one in victims(workshop) if not arguments.only or one.name in arguments.only]
        tolls = [_killed(one, workshop, arguments) for one in chosen]
        fulls = [_filled(one, workshop) for one in chosen] if can_mount() else []
    print(kill_table(tolls), full_table(fulls), sep="\n\n")
    if arguments.write:
        page = with_sections(PAGE.read_text(encoding="utf-8"), _sections(tolls, fulls, arguments.seed))
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    outcomes: list[Toll | Full] = [*tolls, *fulls]
    return int(any(one.lost or one.left or one.wrong for one in outcomes))


def _killed(victim: Victim, workshop: Path, arguments: argparse.Namespace) -> Toll:
    folder = workshop / victim.name.replace(" ", "")
    toll = kill_many(victim, folder, kills=arguments.kills, seed=arguments.seed)
    _complain(toll.name, toll.lost, toll.left, toll.wrong)
    print(kill_table([toll]).splitlines()[-1], flush=True)
    return toll


def _filled(victim: Victim, workshop: Path) -> Full:
    told = fill(victim, workshop)
    _complain(told.name, told.lost, told.left, told.wrong)
    print(full_table([told]).splitlines()[-1], flush=True)
    return told


def _complain(name: str, *faults: Sequence[str]) -> None:
    for kind, listed in zip(("lost", "left", "wrong"), faults, strict=True):
        for fault in listed:
            print(f"{name}: {kind}: {fault}", file=sys.stderr, flush=True)


def kill_table(tolls: Sequence[Toll]) -> str:
    """Return what was killed, and what came of it, as a table."""
    head = "| command | kills | of these after its end | lost | left after a second run | wrong |\n|---|--:|--:|--:|--:|--:|"
    rows = [
        f"| `{one.name}` | {one.kills} | {one.finished} | {len(one.lost)} | {len(one.left)} | {len(one.wrong)} |"
        for one in tolls
    ]
    return "\n".join([head, *rows])


def full_table(fulls: Sequence[Full]) -> str:
    """Return what came of full and read-only disks, as a table."""
    head = "| command | runs | refused in a sentence | lost | left after a second run | wrong |\n|---|--:|--:|--:|--:|--:|"
    rows = [
        f"| `{one.name}` | {one.runs} | {one.refused} | {len(one.lost)} | {len(one.left)} | {len(one.wrong)} |"
        for one in fulls
    ]
    return "\n".join([head, *rows])


def _sections(tolls: Sequence[Toll], fulls: Sequence[Full], seed: int) -> dict[str, str]:
    said = f"`scripts/kill_tests --seed {seed}`, {machine()}"
    killed = {"Killed": f"{said}\n\n{kill_table(tolls)}"}
    return killed | ({"Full and read-only disks": f"{said}\n\n{full_table(fulls)}"} if fulls else {})


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill commands at random moments and count what was lost.")
    parser.add_argument("--kills", type=int, default=50, help="how often each command is killed (50)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these commands alone")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

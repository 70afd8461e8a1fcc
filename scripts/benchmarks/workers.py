"""See how a batch scales to more workers than this computer has cores.

    scripts/bench_workers [--workers 1 2 4 8 16] [--each 8] [--write]

Recordings are stand-ins: measuring one is a sleep of 6 s, so that what is timed is the handing out of work, the
isolated processes, results that are put in their places.  Counted is from the first recording that is done to
the last one, all workers being at work; efficiency is measuring time by the time that the workers were there.
`--write` puts the table into docs/performance.md.
"""

import argparse
import tempfile
import time
from pathlib import Path

from checkout import DOCS

from visiongait.batch import BatchSettings, Watcher, WorkerSettings, run_batch

from .page import machine, with_sections
from .sleeping import MEASURING_S, WORK

PAGE = DOCS / "performance.md"


class Clock(Watcher):
    """Notes when each recording was done."""

    def __init__(self) -> None:
        self.done_s: list[float] = []

    def finished(self, one: object) -> None:  # noqa: ARG002
        self.done_s.append(time.monotonic())


def recordings_per_s(workers: int, each: int) -> float:
    """Return the throughput once every worker has begun."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive"
        archive.mkdir()
        for number in range(workers * each):
            (archive / f"walk{number:03d}.mp4").write_text(f"good {number}")
        run_batch(
            BatchSettings(
                [str(archive)], str(Path(folder) / "out"), worker=WorkerSettings(WORK), workers=workers
            ),
            clock,
        )
    begun = workers - 1  # the first recording of each worker waits for its process to start
    return (len(clock.done_s) - 1 - begun) / (clock.done_s[-1] - clock.done_s[begun])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8, 16])
    parser.add_argument("--each", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rows = ["| workers | recordings a minute | efficiency |", "|---|---|---|"]
    for workers in arguments.workers:
        rate = recordings_per_s(workers, arguments.each)
        rows.append(f"| {workers} | {60 * rate:.1f} | {rate * MEASURING_S / workers:.2f} |")
        print(rows[-1], flush=True)
    text = (
        f"Measuring is a sleep of {MEASURING_S:.0f} s (`scripts/bench_workers`), as if each worker had a core of its own.\n\n"
        + "\n".join(rows)
        + f"\n\n{machine()}"
    )
    if arguments.write:
        page = with_sections(PAGE.read_text(encoding="utf-8"), {"Many workers": text})
        PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Time `visiongait analyze` against a plain loop and against a peer, on the same recording.

    scripts/bench [CLIP] [--seconds S] [--rounds N] [--models heavy full]
                                   [--myogait PROGRAM] [--write]

The recording is CLIP (default: a rendered walk on a treadmill) repeated to S (10) s of 1080p at 60 frames a
second, with the grain and the size of file of a phone's.  In every round each program runs once, one after
the other, so that a busy moment of the computer strikes all of them.  The plain loop is OpenCV, MediaPipe's
video mode, lines, OpenCV; the peer is myogait 0.9.2, where scripts/compare_peers has installed it or PROGRAM
is it.  `--write` puts the tables into docs/performance.md.
"""

import argparse
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import av
from checkout import DOCS
from checkout import TREADMILL_WALK as CLIP
from platformdirs import user_cache_path

from visiongait.datatypes import silent
from visiongait.pose import weights

from .contenders import VISIONGAIT, contenders
from .page import machine, with_sections
from .recording import LOOP_S, phone_recording
from .tables import Runs, ratio_table, speed_table
from .timing import Timing, timed

CACHE = user_cache_path("visiongait")
MYOGAIT = CACHE / "peers" / "myogait" / "environment" / "bin" / "myogait"
PAGE = DOCS / "performance.md"


def race(recording: Path, arguments: argparse.Namespace) -> Runs:
    """Run every program `rounds` times, in turns."""
    models = {name: weights.fetch(name, silent) for name in arguments.models}
    myogait = arguments.myogait if arguments.myogait.is_file() else None
    runs: defaultdict[tuple[str, str], list[Timing]] = defaultdict(list)
    for _ in range(arguments.rounds):
        for one in contenders(recording, models, arguments.folder, myogait):
            timing = timed(one.command, one.environment)
            runs[one.name, one.model].append(timing)
            print(
                f"{one.name:<20} {one.model:<6} {timing.wall_s:7.1f} s {timing.cpu_s:7.1f} core-s", flush=True
            )
    return runs


def stages(runs: Runs) -> str:
    """Return where the time of the latest analysis went, in its own words."""
    blocks = [
        f"`{model}`, in seconds:\n\n```\n{timings[-1].said.strip()}\n```"
        for (name, model), timings in runs.items()
        if name == VISIONGAIT
    ]
    return "\n\n".join(blocks)


def sections(recording: Path, runs: Runs) -> Mapping[str, str]:
    """Return what is to be said, by title."""
    with av.open(str(recording)) as container:
        stream = container.streams.video[0]
        frames, mbit_per_s = stream.frames, (stream.bit_rate or 0) / 1e6
        what = f"{frames} frames, {stream.width} x {stream.height}, {mbit_per_s:.0f} Mbit/s"
    speed = f"Measured {machine()}\n\nThe recording: {what}.\n\n{speed_table(runs, frames)}"
    return {"Speed": f"{speed}\n\n{ratio_table(runs, VISIONGAIT)}", "Where the time goes": stages(runs)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clip", type=Path, nargs="?", default=CLIP)
    parser.add_argument("--seconds", type=int, default=LOOP_S)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--models", nargs="+", default=["heavy", "full"])
    parser.add_argument("--myogait", type=Path, default=MYOGAIT)
    parser.add_argument("--folder", type=Path, default=CACHE / "bench")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    recording = phone_recording(arguments.clip, arguments.folder, arguments.seconds)
    said = sections(recording, race(recording, arguments))
    if arguments.write:
        PAGE.write_text(with_sections(PAGE.read_text(encoding="utf-8"), said), encoding="utf-8")
    print("\n\n".join(f"## {title}\n\n{text}" for title, text in said.items()))


if __name__ == "__main__":
    main()

"""Run the peers on clips with truth and score them as we score ourselves.

    scripts/compare_peers CLIPS [-o OUT]

The peers: the naive method of the lab (../shared/lab), and myogait 0.9.2 with its mediapipe backend, in an
environment of its own.  All of them see the clips through the weights of our network `heavy`.  Writes
OUT/peers.csv: the errors of each method, once as it labels the legs, and once with the legs exchanged.
What was done before is not done again.  Needs pip's package index, ffmpeg, and some minutes.
"""

import argparse
import os
import shutil
import subprocess
import venv
from pathlib import Path

import pandas as pd
from checkout import SHARED
from platformdirs import user_cache_path

from visiongait.datatypes import silent
from visiongait.pose import weights
from visiongait.validation.result import legs_swapped, read_result
from visiongait.validation.scoring import score
from visiongait.validation.truth import find_truths, read_truth

from .naive import run_naive

HERE = Path(__file__).resolve().parent
LAB = SHARED / "lab"
MYOGAIT = "myogait[mediapipe]==0.9.2"


def run_myogait(clips: list[Path], heavy: Path, out: Path) -> Path:
    """Run myogait in its own environment; return the folder with its results."""
    place, home, results = out / "environment", out / "home", out / "results"
    if not (place / "done").is_file():
        venv.create(place, clear=True, with_pip=True)
        subprocess.run([place / "bin" / "pip", "install", "--quiet", MYOGAIT], check=True)
        (place / "done").touch()
    bundle = home / ".myogait" / "models" / "pose_landmarker_heavy.task"  # where it looks before it fetches
    bundle.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(heavy, bundle)
    command = [place / "bin" / "python", HERE / "run_myogait.py", results, *clips]
    subprocess.run(command, check=True, env=os.environ | {"HOME": str(home)})
    return results


def scored(method: str, folder: Path, truths: list[Path]) -> list[pd.DataFrame]:
    """Return the errors of one method on every clip, legs as labelled and exchanged."""
    tables = []
    for path in truths:
        truth = read_truth(path)
        if truth.standing:
            continue
        result = read_result(folder / truth.name)
        for legs, one in (("as labelled", result), ("exchanged", legs_swapped(result))):
            tables.append(score(truth, one).assign(method=method, legs=legs))
    return tables


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", type=Path)
    parser.add_argument("-o", "--out", type=Path, default=user_cache_path("visiongait") / "peers")
    arguments = parser.parse_args()
    truths = find_truths(arguments.clips)
    clips = [path.with_name(path.name.replace(".truth.json", ".mp4")).resolve() for path in truths]
    heavy = weights.fetch("heavy", silent)
    naive = run_naive(LAB, clips, heavy, arguments.out / "naive")
    myogait = run_myogait(clips, heavy, arguments.out / "myogait")
    tables = [
        *scored("naive method", naive, truths),
        *scored("myogait, its defaults", myogait / "default", truths),
        *scored("myogait, best settings", myogait / "best", truths),
    ]
    pd.concat(tables).to_csv(arguments.out / "peers.csv", index=False)
    print(f"To read: {arguments.out / 'peers.csv'}; scripts/validity puts it into docs/validity.md")


if __name__ == "__main__":
    main()

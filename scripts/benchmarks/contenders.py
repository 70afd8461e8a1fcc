"""The programs that are timed on the same recording with the same weights."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from visiongait.pose.mediapipe_backend import with_metadata
from visiongait.pose.weights import read_bundle

HERE = Path(__file__).parent
VISIONGAIT, PLAIN, MYOGAIT = "visiongait analyze", "plain loop", "myogait run"


@dataclass(frozen=True)
class Contender:
    """A program: its name, the name of the weights, and how to call it."""

    name: str
    model: str
    command: tuple[str | Path, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def contenders(
    recording: Path, models: Mapping[str, Path], folder: Path, myogait: Path | None
) -> list[Contender]:
    """Return everything that can be timed here; `models` are bundles by name, `myogait` its program."""
    runs = [
        one for name, bundle in models.items() for one in _ours_and_plain(recording, name, bundle, folder)
    ]
    if myogait and "heavy" in models:
        runs.append(_myogait(recording, models["heavy"], folder, myogait))
    return runs


def _ours_and_plain(recording: Path, name: str, bundle: Path, folder: Path) -> Iterable[Contender]:
    program = Path(sys.executable).with_name("visiongait")
    results = folder / "results"
    told = ("analyze", recording, "--model", bundle, "--out", results, "--overwrite", "--debug")
    yield Contender(VISIONGAIT, name, (program, *told))
    complete = folder / f"mediapipe_{name}.task"  # MediaPipe wants to be told how pixels are normalised
    complete.write_bytes(with_metadata(read_bundle(bundle)))
    loop = (sys.executable, HERE / "plain_loop.py", recording, complete, folder / "plain.mp4")
    yield Contender(PLAIN, name, loop)


def _myogait(recording: Path, heavy: Path, folder: Path, program: Path) -> Contender:
    home = folder / "myogait_home"
    bundle = home / ".myogait" / "models" / "pose_landmarker_heavy.task"  # where it looks before it fetches
    bundle.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(heavy, bundle)
    command = (program, "run", "--model", "mediapipe", "--output", folder / "myogait.json", recording)
    return Contender(MYOGAIT, "heavy", command, {"HOME": os.fspath(home)})

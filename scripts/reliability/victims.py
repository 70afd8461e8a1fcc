"""The commands that are killed: what is there before, what is called, and what must hold afterwards."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from checkout import ROOT, SAMPLES

PROGRAM = ROOT / ".venv" / "bin" / "visiongait"
SAMPLE = SAMPLES / "d01_normal_sagittal.mp4"
NOTES = "notes of my own.txt"
NO_GAIT = 4
LITE = ("--model", "lite")


@dataclass(frozen=True)
class Victim:
    """A command that is killed.

    name: in the table; prepare: fills an empty folder with what a user had before; arguments: of the call, in
    that folder; done: the exit codes of a call that is let finish; check: sentences about what is wrong
    after the second call, none if all is well.
    """

    name: str
    prepare: Callable[[Path], None]
    arguments: Sequence[str]
    done: tuple[int, ...]
    check: Callable[[Path], list[str]]


def call(folder: Path, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Let the program run to its end."""
    return subprocess.run(
        [str(PROGRAM), *arguments], cwd=folder, env=surroundings(folder), capture_output=True, text=True
    )


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment: the record and temporary files lie in the folder."""
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    return os.environ | {
        "VISIONGAIT_DATABASE_URL": f"sqlite:///{folder / 'record.sqlite'}",
        "TMPDIR": str(temporary),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def small_clip(path: Path, *, first: int = 30, count: int = 50) -> Path:
    """Write a second or two of the sample, small: enough to find a person, and quick to measure."""
    with av.open(str(SAMPLE)) as source, av.open(str(path), "w") as made:
        stream = made.add_stream("libx264", rate=30, options={"preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        for number, picture in enumerate(source.decode(video=0)):
            if first <= number < first + count:
                small = picture.reformat(640, 360, "yuv420p")
                small.pts, small.time_base = number - first, Fraction(1, 30)
                made.mux(stream.encode(small))
        made.mux(stream.encode(None))
    return path


def victims(workshop: Path) -> list[Victim]:
    """Return the commands; what takes long to prepare is made once, in the workshop."""
    clip = small_clip(workshop / "walk.mp4")
    before = workshop / "before"
    before.mkdir(exist_ok=True)
    made = call(before, ["analyze", str(clip), *LITE, "-o", "out"])
    assert made.returncode in (0, NO_GAIT), made.stderr
    folder = before / "out" / "walk"
    (folder / "exports").mkdir()
    (folder / "exports" / NOTES).write_text("worth keeping")
    shutil.copy(clip, before / "walk.mp4")
    entered = call(before, ["record", "add", str(folder), "--subject", "P01", "--date", "2026-09-01"])
    assert entered.returncode == 0, entered.stderr
    archive = workshop / "archive"
    archive.mkdir(exist_ok=True)
    for number in range(3):
        small_clip(archive / f"visit{number}.mp4", first=20 + 10 * number, count=12)
    return [
        Victim("analyze", _with(before), ("analyze", "walk.mp4", *LITE, "-o", "fresh"), (0, NO_GAIT), _fresh),
        Victim(
            "analyze --overwrite",
            _with(before),
            ("analyze", "walk.mp4", *LITE, "-o", "out", "--overwrite"),
            (0, NO_GAIT),
            _result_and_notes,
        ),
        Victim("report", _with(before), ("report", "out/walk", "--age", "63"), (0,), _result_and_notes),
        Victim(
            "record",
            _with(before),
            ("record", "correct", entered.stdout.split()[2].rstrip(":"), "--comment", "said more"),
            (0, 2),  # refused where the killed call had entered it
            _record,
        ),
        Victim(
            "batch",
            _with(before, archive),
            ("batch", "archive", *LITE, "--no-video", "-o", "batch", "--workers", "1"),
            (0,),
            _batch,
        ),
    ]


def _with(*folders: Path) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        shutil.copytree(folders[0], folder, dirs_exist_ok=True)
        for other in folders[1:]:
            shutil.copytree(other, folder / other.name)

    return prepare


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder, by its relative name; temporary files are not counted."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "tmp" not in path.relative_to(folder).parts
    }


def leftovers(folder: Path) -> list[str]:
    """Return what lies about that nobody asked for: hidden names, journals, temporary files."""
    hidden = [p for p in folder.rglob("*") if p.name.startswith(".") and not _usual(p)]
    beside = [p for p in folder.rglob("[!.]*") if p.name.endswith(("-journal", ".part", ".partial"))]
    return [str(path.relative_to(folder)) for path in {*hidden, *beside}]


def _usual(path: Path) -> bool:
    """Whether a hidden name is one that a batch keeps: its lock, and an empty folder to work in."""
    return path.name == ".lock" or (path.name == ".partial" and path.is_dir() and not any(path.iterdir()))


def _whole(folder: Path) -> list[str]:
    wanted = {"frames.csv", "landmarks.csv", "events.csv", "strides.csv", "summary.csv", "report.html"}
    missing = sorted(wanted - {path.name for path in folder.iterdir()}) if folder.is_dir() else sorted(wanted)
    if missing:
        return [f"{folder.name} lacks {', '.join(missing)}"]
    json.loads((folder / "assessment.json").read_text(encoding="utf-8"))
    return []


def _fresh(folder: Path) -> list[str]:
    return _whole(folder / "fresh" / "walk")


def _result_and_notes(folder: Path) -> list[str]:
    notes = folder / "out" / "walk" / "exports" / NOTES
    kept = notes.is_file() and notes.read_text() == "worth keeping"
    return [*_whole(folder / "out" / "walk"), *([] if kept else ["the user's notes are gone"])]


def _record(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "record.sqlite")) as database:
        (verdict,) = database.execute("PRAGMA integrity_check").fetchone()
        entries = database.execute("SELECT comment FROM entry ORDER BY id").fetchall()
    return [] if (verdict, entries) == ("ok", [("",), ("said more",)]) else [f"{verdict}, {entries}"]


def _batch(folder: Path) -> list[str]:
    out = folder / "batch"
    recordings = out / "recordings"
    there = sorted(recordings.iterdir()) if recordings.is_dir() else []
    rows = (out / "status.csv").read_text().splitlines()[1:] if (out / "status.csv").is_file() else []
    wrong = [fault for one in there for fault in _whole(one)]
    counted = len(there) == len(rows) == 3
    return wrong if counted else [*wrong, f"{len(there)} results, {len(rows)} rows"]

"""Disks that are full, and disks that cannot be written, for the same commands."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from .kills import lost
from .victims import Victim, call, contents, leftovers

SPACE_LEFT_KB = (0, 8, 64, 256, 512, 1024, 2048)
SPARE_KB = 16 * 1024


@dataclass
class Full:
    """What came of a command on full and on read-only disks."""

    name: str
    runs: int = 0
    refused: int = 0
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def can_mount() -> bool:
    """Whether this user may make small disks."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("mount") is not None


def fill(victim: Victim, workshop: Path) -> Full:
    """Run a command on disks with less and less room, then on one that is read-only."""
    told = Full(victim.name)
    for space_kb in SPACE_LEFT_KB:
        with _disk(workshop / "disk") as folder:
            victim.prepare(folder)
            (folder / "tmp").mkdir(exist_ok=True)
            _leave(folder, space_kb)
            _run(victim, folder, told, f"{space_kb} kB left")
            (folder / "ballast").unlink()
            again = call(folder, victim.arguments)  # with room, all is well
            fine = again.returncode in victim.done or "already filled" in again.stderr
            told.wrong += [] if fine else [f"{space_kb} kB left: {again.stderr[-200:]}"]
            told.left += [f"{space_kb} kB left: {name}" for name in leftovers(folder)]
            told.wrong += [f"{space_kb} kB left: {fault}" for fault in victim.check(folder)]
    with _disk(workshop / "disk") as folder:
        victim.prepare(folder)
        (folder / "tmp").mkdir(exist_ok=True)
        _mount("-o", "remount,ro", str(folder))
        _run(victim, folder, told, "read-only")
    return told


def _run(victim: Victim, folder: Path, told: Full, where: str) -> None:
    before = contents(folder)
    done = call(folder, victim.arguments)
    told.runs += 1
    told.refused += done.returncode not in victim.done
    if done.returncode not in (*victim.done, 1, 2, 3):
        told.wrong.append(f"{where}: exit code {done.returncode}: {done.stderr.strip()[-200:]}")
    if "Traceback" in done.stderr or "This is a bug" in done.stderr:
        told.wrong.append(f"{where}: {done.stderr.strip()[-300:]}")
    told.lost += [f"{where}: {name}" for name in lost(before, contents(folder))]


def _leave(folder: Path, space_kb: int) -> None:
    """Fill a disk until only so much is left."""
    with (folder / "ballast").open("wb") as ballast:
        left = os.statvfs(folder)
        ballast.write(b"\0" * max(0, left.f_bavail * left.f_frsize - space_kb * 1024))


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={SPARE_KB}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)

"""kill -9 at a random moment, a look at what is left, and the same command once more."""

import random
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from .victims import PROGRAM, Victim, call, contents, leftovers, surroundings

LATE = 0.3
"""Half of the kills fall into this last share of a run, in which files change places."""


@dataclass
class Toll:
    """What came of killing one command many times."""

    name: str
    kills: int = 0
    finished: int = 0
    lost: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def kill_many(victim: Victim, workshop: Path, *, kills: int, seed: int) -> Toll:
    """Kill a command at `kills` random moments, each in a folder of its own."""
    rng = random.Random(f"{victim.name} {seed}")
    whole_s = _duration_s(victim, workshop)
    toll = Toll(victim.name)
    for number in range(kills):
        late = number % 2 == 1
        moment_s = whole_s * (1 - LATE + LATE * rng.random() if late else rng.random())
        _kill_once(victim, workshop / f"{number}", moment_s, toll)
    return toll


def _duration_s(victim: Victim, workshop: Path) -> float:
    folder = _prepared(victim, workshop / "timed")
    started_s = time.monotonic()
    done = call(folder, victim.arguments)
    took_s = time.monotonic() - started_s
    assert done.returncode in victim.done, done.stderr
    shutil.rmtree(folder)
    return took_s


def _prepared(victim: Victim, folder: Path) -> Path:
    folder.mkdir(parents=True)
    victim.prepare(folder)
    return folder


def _kill_once(victim: Victim, folder: Path, moment_s: float, toll: Toll) -> None:
    _prepared(victim, folder)
    before = contents(folder)
    toll.kills += 1
    toll.finished += not _killed(victim, folder, moment_s)
    where = f"{moment_s:.2f} s"
    after = contents(folder)
    toll.lost += [f"{where}: {name}" for name in lost(before, after)]
    again = call(folder, victim.arguments)
    if again.returncode not in victim.done and "already filled" not in again.stderr:
        toll.wrong.append(f"{where}: exit code {again.returncode}: {again.stderr.strip()[-200:]}")
    if "Traceback" in again.stderr or "This is a bug" in again.stderr:
        toll.wrong.append(f"{where}: {again.stderr.strip()[-200:]}")
    toll.left += [f"{where}: {name}" for name in leftovers(folder)]
    toll.wrong += [f"{where}: {fault}" for fault in victim.check(folder)]
    shutil.rmtree(folder)


def _killed(victim: Victim, folder: Path, moment_s: float) -> bool:
    """Start a command and kill it; return whether it was still running."""
    process = subprocess.Popen(
        [str(PROGRAM), *victim.arguments],
        cwd=folder,
        env=surroundings(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(moment_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        _wait_for_children(folder)
        return True
    return False


def _wait_for_children(folder: Path, patience_s: float = 15.0) -> None:
    """Wait until processes of the killed command have noticed and gone: they work in its folder."""
    import psutil

    def theirs(process: psutil.Process) -> bool:
        try:
            return Path(process.cwd()).is_relative_to(folder) and "visiongait" in " ".join(process.cmdline())
        except (psutil.Error, OSError):
            return False

    end_s = time.monotonic() + patience_s
    while time.monotonic() < end_s and any(map(theirs, psutil.process_iter())):
        time.sleep(0.1)


def lost(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Return the user's files whose content is nowhere any more, but for what the command shall replace."""
    there = set(after.values())
    return [name for name, content in before.items() if content not in there and not _replaced(name)]


def _replaced(name: str) -> bool:
    """Whether a command in these tests is asked to replace a file: it is there, old or new."""
    return name.startswith(("out/walk/", "record.sqlite")) and "/exports/" not in name

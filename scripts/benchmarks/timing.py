"""Running a program and noting what it took: time, processor time, memory of all its processes."""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psutil

_EVERY_S = 0.05
_AS_USUAL = {"PYTHONDONTWRITEBYTECODE": ""}
"""Sources that are compiled anew at each start, as some test machines ask for, cost half a second."""


@dataclass(frozen=True)
class Timing:
    """One run: seconds on the clock, seconds of all cores together, and the most memory held at once."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str = ""


def timed(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Timing:
    """Run a program to its end.

    `said` is what it wrote to stderr.  Memory is the resident memory of the program and of everything that
    it started, looked at every 50 ms.

    Raises
    ------
    RuntimeError
        If the program failed; the message is what it wrote to stderr.
    """
    with TemporaryFile("w+") as words:
        start_s = time.monotonic()
        program = subprocess.Popen(
            list(map(str, command)),
            stdout=subprocess.DEVNULL,
            stderr=words,
            env={**os.environ, **_AS_USUAL, **(environment or {})},
        )
        watch = _MemoryWatch(program.pid)
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
        wall_s = time.monotonic() - start_s
        peak_mb = watch.peak_mb()
        words.seek(0)
        said = words.read()
    if program.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {program.returncode}: {said[-2000:]}")
    return Timing(wall_s, usage.ru_utime + usage.ru_stime, peak_mb, said)


class _MemoryWatch:
    """Looks at the memory of a process and its children until told to stop."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._peak_bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def peak_mb(self) -> float:
        """Stop watching and return the most that was seen."""
        self._stop.set()
        self._thread.join()
        return self._peak_bytes / 1e6

    def _watch(self) -> None:
        while not self._stop.wait(_EVERY_S):
            try:
                tree = [self._process, *self._process.children(recursive=True)]
                self._peak_bytes = max(self._peak_bytes, sum(one.memory_info().rss for one in tree))
            except psutil.Error:
                continue  # one of them ended while it was looked at

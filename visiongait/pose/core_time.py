"""How long the cores worked on networks: the time of the threads that a runtime starts for them.

A new thread bears the name of the one that started it: so the runtime's can be told from all others.
"""

import math
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "vg-network"
_TASKS = Path("/proc/self/task")
_OWN_NAME = Path("/proc/thread-self/comm")

_left_out_s = [0.0]


@contextmanager
def watched() -> Iterator[None]:
    """Count the threads that are started within."""
    if not _OWN_NAME.exists():
        yield
        return
    name = _OWN_NAME.read_text().rstrip("\n")
    _OWN_NAME.write_text(_NAME)
    try:
        yield
    finally:
        _OWN_NAME.write_text(name)


@contextmanager
def left_out() -> Iterator[None]:
    """Do not count what a watched thread does within: handing over results is not evaluation."""
    start_s = time.thread_time()
    yield
    _left_out_s[0] += time.thread_time() - start_s


def so_far_s() -> float:
    """Return the seconds of all cores that watched threads took so far; NaN where nobody can tell."""
    if not _OWN_NAME.exists():
        return math.nan
    ticks = sum(_ticks(task) for task in _TASKS.iterdir())
    return max(0.0, ticks / os.sysconf("SC_CLK_TCK") - _left_out_s[0])


def _ticks(task: Path) -> int:
    """Return the user and system time of a watched thread, 0 of others (proc(5))."""
    try:
        words = (task / "stat").read_text()
    except OSError:  # it has just ended
        return 0
    name, rest = words[words.index("(") + 1 :].rsplit(")", 1)
    fields = rest.split()
    return int(fields[11]) + int(fields[12]) if name == _NAME else 0

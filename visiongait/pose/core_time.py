"""How long the cores worked on networks: the time of the threads that a runtime starts for them.

A new thread bears the name of the one that started it: so the runtime's can be told from all others.
"""

import math
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NAME = "vg-network"
_TASKS = Path("/proc/self/task")
_OWN_NAME = Path("/proc/thread-self/comm")

_left_out_s: dict[int, float] = {}
"""By thread: what a thread did that has ended is no longer in its system's count either."""


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
    thread = threading.get_native_id()
    _left_out_s[thread] = _left_out_s.get(thread, 0.0) + time.thread_time() - start_s


def network_core_s() -> float:
    """Return the seconds of all cores that networks took so far in this process; NaN where unknown."""
    if not _OWN_NAME.exists():
        return math.nan
    return sum(_evaluating_s(task) for task in _TASKS.iterdir())


def _evaluating_s(task: Path) -> float:
    """Return the seconds of a watched thread less what is left out of it, 0 of others."""
    ticks = _ticks(task)
    return max(0.0, ticks / os.sysconf("SC_CLK_TCK") - _left_out_s.get(int(task.name), 0.0)) if ticks else 0.0


def _ticks(task: Path) -> int:
    """Return the user and system time of a watched thread, 0 of others (proc(5))."""
    try:
        words = (task / "stat").read_text()
    except OSError:  # it has just ended
        return 0
    name, rest = words[words.index("(") + 1 :].rsplit(")", 1)
    fields = rest.split()
    return int(fields[11]) + int(fields[12]) if name == _NAME else 0

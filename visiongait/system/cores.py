"""How many cores there are for this process, and how many threads it should work with."""

import os


def available_cores() -> int:
    """Return on how many cores the system lets this process run."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def working_threads() -> int:
    """Return how many threads to work with: OMP_NUM_THREADS, as in other numeric programs, or every core."""
    chosen = os.environ.get("OMP_NUM_THREADS", "")
    return int(chosen) if chosen.isdecimal() and int(chosen) else available_cores()

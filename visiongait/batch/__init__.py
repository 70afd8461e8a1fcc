"""An archive of recordings: measured once each, whatever happens on the way, and gathered into one table.

run_batch(BatchSettings) -> BatchPlan; Watcher receives its progress
write_cohort(OUT) -> Cohort: the numbers of all recordings together, from a batch's tables
Isolated: a process that measures recordings, with Limits of time and memory
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports

if TYPE_CHECKING:
    from .cohort import Cohort, write_cohort
    from .isolation import BugError, Isolated, Limits
    from .plan import MeasureOptions, Outcome, Planned, Selection
    from .run import BatchPlan, BatchSettings, Watcher, run_batch
    from .worker import WorkerSettings

__all__ = [
    "BatchPlan",
    "BatchSettings",
    "BugError",
    "Cohort",
    "Isolated",
    "Limits",
    "MeasureOptions",
    "Outcome",
    "Planned",
    "Selection",
    "Watcher",
    "WorkerSettings",
    "run_batch",
    "write_cohort",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "cohort": ["Cohort", "write_cohort"],
            "isolation": ["BugError", "Isolated", "Limits"],
            "plan": ["MeasureOptions", "Outcome", "Planned", "Selection"],
            "run": ["BatchPlan", "BatchSettings", "Watcher", "run_batch"],
            "worker": ["WorkerSettings"],
        },
    )

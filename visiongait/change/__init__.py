"""What changed between recordings of one person, how certain that is, and how reliable such numbers are."""

from .comparability import recording_of, refuse_incomparable
from .compare import Change, Detectable, compare, published_change
from .course import Course, Effect, Step, SymmetryTarget, follow, follow_in_order
from .effects import Cost, Drift, Item, drift, dual_task_costs, symmetry_bounds, symmetry_checklist
from .reliability import icc_2_1, icc_3_1, minimal_detectable_change, sem_agreement, sem_consistency
from .session_means import SessionMeans, error_sd, limits_of_agreement, session_means

__all__ = [
    "Change",
    "Cost",
    "Course",
    "Detectable",
    "Drift",
    "Effect",
    "Item",
    "SessionMeans",
    "Step",
    "SymmetryTarget",
    "compare",
    "drift",
    "dual_task_costs",
    "error_sd",
    "follow",
    "follow_in_order",
    "icc_2_1",
    "icc_3_1",
    "limits_of_agreement",
    "minimal_detectable_change",
    "published_change",
    "recording_of",
    "refuse_incomparable",
    "sem_agreement",
    "sem_consistency",
    "session_means",
    "symmetry_bounds",
    "symmetry_checklist",
]

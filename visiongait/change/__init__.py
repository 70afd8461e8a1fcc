"""What changed between recordings of one person, how sure that is, and how reliable such numbers are."""

from .comparability import recording_of, refuse_incomparable
from .compare import Change, compare
from .course import Course, Target, follow, follow_in_order

__all__ = [
    "Change",
    "Course",
    "Target",
    "compare",
    "follow",
    "follow_in_order",
    "recording_of",
    "refuse_incomparable",
]

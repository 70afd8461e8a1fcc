"""Causal science: from landmarks as they come to angles, events and strides, without what comes later.

LiveAnalysis   the room's main path: landmarks of one picture in, `Analysed` out
LiveStride, LiveEvent, STRIDE_METRICS, POINTS   what it reports

Definitions, limits and evidence are those of the offline rooms (`cleaning`, `kinematics`, `events`,
`metrics`).  No input, no output: pictures, streams and windows are those of `live`.
"""

from .analysis import LiveAnalysis
from .angles import CausalLegs
from .results import POINTS, STRIDE_METRICS, Analysed, LiveEvent, LiveStride
from .walking_frame import LONGEST_GAP_S, FilteredMoment, Walker

__all__ = [
    "LONGEST_GAP_S",
    "POINTS",
    "STRIDE_METRICS",
    "Analysed",
    "CausalLegs",
    "FilteredMoment",
    "LiveAnalysis",
    "LiveEvent",
    "LiveStride",
    "Walker",
]

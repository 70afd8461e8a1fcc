"""Numbers per stride and per side, each with its definition, and how far it can be relied on."""

from .angles import HEEL_CONTACT_DEG, HEEL_RISE
from .catalogue import METRICS, Registry, decimals_of, numbers_table, title_of
from .distances import measured_over_ground, pixels_per_metre, toe_height
from .metric import MIN_WINDOW_SHARE, Group, MeasuredStride, Metric, unit_of
from .quality import (
    FEW_STRIDES,
    FILMING_ADVICE,
    TINY_PX,
    RecordingConditions,
    caution,
    judge,
    withheld,
    worst,
)
from .rockers import KEY_INSTANTS, Rockers, foot_flat_percent, key_instants_s, rockers
from .strides import measure_strides, normalise_cycles, strides_schema
from .summary import summarise
from .timing import mid_stance_s

__all__ = [
    "FEW_STRIDES",
    "FILMING_ADVICE",
    "HEEL_CONTACT_DEG",
    "HEEL_RISE",
    "KEY_INSTANTS",
    "METRICS",
    "MIN_WINDOW_SHARE",
    "TINY_PX",
    "Group",
    "MeasuredStride",
    "Metric",
    "RecordingConditions",
    "Registry",
    "Rockers",
    "caution",
    "decimals_of",
    "foot_flat_percent",
    "judge",
    "key_instants_s",
    "measure_strides",
    "measured_over_ground",
    "mid_stance_s",
    "normalise_cycles",
    "numbers_table",
    "pixels_per_metre",
    "rockers",
    "strides_schema",
    "summarise",
    "title_of",
    "toe_height",
    "unit_of",
    "withheld",
    "worst",
]

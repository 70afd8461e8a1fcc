"""Numbers per stride and per side, each with its definition, and how far it can be relied on."""

from .clearance import toe_height
from .cycles import no_cycles, normalise_cycles
from .names import STRIDE_METRICS, unit_of
from .quality import TINY_PX, RecordingConditions, judge
from .rockers import KEY_INSTANTS, Rockers, foot_flat_percent, key_instants_s, rockers
from .spatial import measured_over_ground, pixels_per_metre
from .strides import COLUMNS as STRIDE_COLUMNS
from .strides import measure_strides
from .summary import COLUMNS as SUMMARY_COLUMNS
from .summary import no_summary, summarise

__all__ = [
    "KEY_INSTANTS",
    "STRIDE_COLUMNS",
    "STRIDE_METRICS",
    "SUMMARY_COLUMNS",
    "TINY_PX",
    "RecordingConditions",
    "Rockers",
    "foot_flat_percent",
    "judge",
    "key_instants_s",
    "measure_strides",
    "measured_over_ground",
    "no_cycles",
    "no_summary",
    "normalise_cycles",
    "pixels_per_metre",
    "rockers",
    "summarise",
    "toe_height",
    "unit_of",
]

"""Initial contact (foot strike) and foot off, and the strides between them.

find_events   the events of a pass; `detector=` takes any `EventDetector`, or a name of `DETECTORS`
find_strides  strides between initial contacts, each with why it is not valid
amend_events, exclude_strides  the same as somebody corrected them by hand

The other names are definitions and limits that `causal` shares.
"""

from .by_hand import BY_HAND, amend_events, exclude_strides
from .contact import TOUCH_BEFORE_LOAD_S, Contact
from .evidence import WINDOW_S
from .find import DETECTORS, EventDetector, find_events
from .oconnor2007 import LOW_HEEL, OConnor2007
from .strides import StrideSettings, find_strides
from .zeni2008 import DECIDING_POINT, EXTREME_LAG_S, Zeni2008

__all__ = [
    "BY_HAND",
    "DECIDING_POINT",
    "DETECTORS",
    "EXTREME_LAG_S",
    "LOW_HEEL",
    "TOUCH_BEFORE_LOAD_S",
    "WINDOW_S",
    "Contact",
    "EventDetector",
    "OConnor2007",
    "StrideSettings",
    "Zeni2008",
    "amend_events",
    "exclude_strides",
    "find_events",
    "find_strides",
]

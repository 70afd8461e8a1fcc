"""Foot strike and foot off, and the strides between them."""

from .detector import Detector
from .find import Contact, find_events
from .oconnor2007 import OConnor2007
from .strides import StrideSettings, find_strides
from .zeni2008 import Zeni2008

__all__ = ["Contact", "Detector", "OConnor2007", "StrideSettings", "Zeni2008", "find_events", "find_strides"]

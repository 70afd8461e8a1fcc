"""Reference values of walking from papers: numbers, curves, and about whom they speak."""

from .reference import TYPICAL_HEIGHT_M, band, pace_of, reference
from .tables import PAPERS, load_table

__all__ = ["PAPERS", "TYPICAL_HEIGHT_M", "band", "load_table", "pace_of", "reference"]

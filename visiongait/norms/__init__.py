"""What is usual in walking, from papers: numbers, curves, and about whom they speak."""

from .curves import band
from .lookup import reference
from .pace import pace_of

__all__ = ["band", "pace_of", "reference"]

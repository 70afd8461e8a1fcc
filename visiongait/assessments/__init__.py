"""Clinical tests, one file each: from landmarks to an assessment."""

from .walk import assess_walk

__all__ = ["assess_walk"]

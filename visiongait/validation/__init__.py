"""How far the product's numbers are from the truth, where the truth is known.

validate_clips     every clip of a folder measured, scored and written up
read_truth         one clip's truth
score              one result against its truth
pool               the figures of many clips as one, with its interval
"""

from .figures import pool
from .result import Result, read_result
from .run import validate_clips
from .scoring import score
from .truth import TrueWalk, read_truth

__all__ = ["Result", "TrueWalk", "pool", "read_result", "read_truth", "score", "validate_clips"]

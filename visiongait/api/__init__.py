"""The main job, for Python and every command: `analyse`, `Result.save`, `load`; in one pass: `analyse_into`.

Importing it is quick: what is heavy is imported by the functions that need it.
"""

from .job import analyse, analyse_into
from .network import Networks
from .result import Result, load

__all__ = ["Networks", "Result", "analyse", "analyse_into", "load"]

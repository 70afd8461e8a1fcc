"""The main job, for Python and every command: `analyse`, `Result.save`, `load`; in one pass: `analyse_into`.

Importing it is quick: what is heavy is imported by the functions that need it.
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports
from .job import analyse, analyse_into
from .network import Networks
from .result import Result, load

if TYPE_CHECKING:
    from .amending import amend, redo, undo, undone
    from .clinic import ClinicFile, load_clinic
    from .landmarks import Landmarks, landmarks_from
    from .markers import measure_markers
    from .saving import write_report, write_result
    from .zero import zero_of

__all__ = [
    "ClinicFile",
    "Landmarks",
    "Networks",
    "Result",
    "amend",
    "analyse",
    "analyse_into",
    "landmarks_from",
    "load",
    "load_clinic",
    "measure_markers",
    "redo",
    "undo",
    "undone",
    "write_report",
    "write_result",
    "zero_of",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "amending": ["amend", "redo", "undo", "undone"],
            "clinic": ["ClinicFile", "load_clinic"],
            "landmarks": ["Landmarks", "landmarks_from"],
            "markers": ["measure_markers"],
            "saving": ["write_report", "write_result"],
            "zero": ["zero_of"],
        },
    )

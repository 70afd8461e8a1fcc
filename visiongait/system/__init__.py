"""The ground floor: whole files, refusals as our errors, cores, memory, downloads, numbers and texts.

Knows nothing of recordings or walks; every room above may use it.
"""

from typing import TYPE_CHECKING

from .cores import available_cores, working_threads
from .crash import OUT_OF_MEMORY, crashed, stuck
from .faults import as_user_errors, disk_is_full
from .files import hidden, place, sha256_of, whole_file, write_files, write_whole
from .lazy import lazy_exports
from .memory import give_back_memory
from .names import printable
from .numerals import compact, degrees, number, span
from .texts import read_texts, sentences

if TYPE_CHECKING:
    from .days import day_of, refuse_future, today, zone_name
    from .entries import day_from, number_from, rows_of
    from .packages import Package, download, read_member

__all__ = [
    "OUT_OF_MEMORY",
    "Package",
    "as_user_errors",
    "available_cores",
    "compact",
    "crashed",
    "day_from",
    "day_of",
    "degrees",
    "disk_is_full",
    "download",
    "give_back_memory",
    "hidden",
    "lazy_exports",
    "number",
    "number_from",
    "place",
    "printable",
    "read_member",
    "read_texts",
    "refuse_future",
    "rows_of",
    "sentences",
    "sha256_of",
    "span",
    "stuck",
    "today",
    "whole_file",
    "working_threads",
    "write_files",
    "write_whole",
    "zone_name",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "days": ("day_of", "refuse_future", "today", "zone_name"),
            "entries": ("day_from", "number_from", "rows_of"),
            "packages": ("Package", "download", "read_member"),
        },
    )

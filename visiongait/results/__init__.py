"""The result folder on disk: its place, its tables and what else it holds; read back."""

from typing import TYPE_CHECKING

from ..system import lazy_exports
from .contents import MEASURED_FILE, RESULT_FILES, is_exported, is_own_notes, is_result, read_assessment
from .folder import new_result, prepare_folder
from .replacement import claimed_folder, put_in_place, replace_folder, settle

if TYPE_CHECKING:
    from .tables import marked, marked_table, schema_of, unmarked, unmarked_table, write_tables

__all__ = [
    "MEASURED_FILE",
    "RESULT_FILES",
    "claimed_folder",
    "is_exported",
    "is_own_notes",
    "is_result",
    "marked",
    "marked_table",
    "new_result",
    "prepare_folder",
    "put_in_place",
    "read_assessment",
    "replace_folder",
    "schema_of",
    "settle",
    "unmarked",
    "unmarked_table",
    "write_tables",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "tables": ("marked", "marked_table", "schema_of", "unmarked", "unmarked_table", "write_tables"),
        },
    )

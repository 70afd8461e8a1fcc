"""The record over time: assessments, conditions and scores of pseudonymous subjects, append-only.

Its database's manners (one writer at a time, refusals in our words) serve other tables as well: `connect`,
`reading`, `writing`.
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports

if TYPE_CHECKING:
    from .database import VARIABLE, connect, reading, writing
    from .entry import Entry, Statement
    from .rows import current
    from .schema import ensure_newest, upgrade_record
    from .store import Record
    from .transfer import export_subject, import_subject

__all__ = [
    "VARIABLE",
    "Entry",
    "Record",
    "Statement",
    "connect",
    "current",
    "ensure_newest",
    "export_subject",
    "import_subject",
    "reading",
    "upgrade_record",
    "writing",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "database": ("VARIABLE", "connect", "reading", "writing"),
            "entry": ("Entry", "Statement"),
            "rows": ("current",),
            "schema": ("ensure_newest", "upgrade_record"),
            "store": ("Record",),
            "transfer": ("export_subject", "import_subject"),
        },
    )

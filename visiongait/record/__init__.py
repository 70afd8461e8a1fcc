"""The record over time: assessments, conditions and scores of pseudonymous subjects, append-only."""

from .entry import Entry, Statement
from .rows import current
from .schema import upgrade_record
from .store import Record
from .transfer import export_subject, import_subject

__all__ = ["Entry", "Record", "Statement", "current", "export_subject", "import_subject", "upgrade_record"]

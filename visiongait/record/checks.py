"""What may not be entered, said before anything is written."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Connection, select

from ..change import recording_of, refuse_incomparable
from ..datatypes.assessment import Assessment
from ..errors import UsageError
from . import tables
from .entry import Entry
from .rows import current, read_assessment, read_entries


def refuse_unknown(subject: str, entries: Sequence[Entry]) -> None:
    """Raise UsageError where nothing is known of a subject."""
    if not entries:
        raise UsageError(
            f"There is no subject {subject} in the record.", "`visiongait record list` shows who is."
        )


def find(connection: Connection, name: str) -> Entry:
    """Return the entry of this name; UsageError if there is none."""
    for entry in read_entries(connection):
        if entry.name == name:
            return entry
    raise UsageError(
        f"There is no entry {name} in the record.", "`visiongait record list` shows the names of entries."
    )


def refuse_corrected(connection: Connection, name: str) -> None:
    """Raise UsageError where an entry has been corrected: only the newest word on a session can be."""
    query = select(tables.entries.c.name).where(tables.entries.c.corrects == name)
    if newer := connection.execute(query).scalar():
        raise UsageError(f"Entry {name} was corrected before, by {newer}.", f"Correct {newer} instead.")


def refuse_known(connection: Connection, assessment: Assessment) -> None:
    """Raise UsageError where a session of this very recording counts already."""
    same = tables.assessments.c.recording == recording_of(assessment)
    query = select(tables.entries.c.name).join(tables.assessments).where(same)
    names = set(connection.execute(query).scalars())
    for entry in current(read_entries(connection)):
        if entry.name in names:
            raise UsageError(
                f"This recording is in the record already: entry {entry.name} of {entry.subject}.",
                f"`visiongait record correct {entry.name}` enters a better account of it.",
            )


def refuse_somebody_else(connection: Connection, subject: str, assessment: Assessment) -> None:
    """Raise UsageError where an assessment seems to be of another person than the subject's newest one."""
    own = assessment.person.pseudonym
    if own and own != subject:
        raise UsageError(
            f"These results are of {own}, not of {subject}.", f"Give --subject {own}, or other results."
        )
    earlier = current(read_entries(connection, subject))
    with suppress(ValueError):  # stored by a version whose results cannot be read: nothing to compare with
        for entry in earlier[-1:]:
            refuse_incomparable(read_assessment(connection, entry), assessment)


def refuse_other_recording(connection: Connection, old: Entry, new: Assessment) -> None:
    """Raise UsageError where an entry shall be corrected with the results of another recording."""
    query = (
        select(tables.assessments.c.recording).join(tables.entries).where(tables.entries.c.name == old.name)
    )
    if connection.execute(query).scalar() != recording_of(new):
        raise UsageError(
            f"These results are not of the recording that entry {old.name} is about.",
            "Withdraw the entry with --withdraw, and add these as a new one.",
        )

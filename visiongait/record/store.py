"""The record: sessions of pseudonymous subjects, entered once and never changed."""

from sqlalchemy import Connection, delete, insert, select

from ..datatypes import Assessment, Session
from ..errors import InputError
from ..system import zone_name
from . import tables
from .database import address, connect, empty_log, place_of, reading, writing
from .entry import Entry, Statement, check_pseudonym, new_entry
from .rows import (
    assessment_number,
    current,
    find_entry,
    insert_assessment,
    insert_entry,
    read_assessment,
    read_entries,
    refuse_corrected,
    refuse_known,
    refuse_other_recording,
    refuse_somebody_else,
    refuse_unknown,
    sha256_of,
)
from .schema import ensure_newest


class Record:
    """An open record; each method is one transaction: all of it is kept, or nothing.

    Raises
    ------
    UsageError, InputError, EnvironmentFaultError
        If the database is older than this program, newer, damaged, something else, locked or out of reach.
    """

    def __init__(self) -> None:
        self.engine = connect(address())
        ensure_newest(self.engine)

    @property
    def place(self) -> str:
        """Where the record lies, in words."""
        return place_of(self.engine.url)

    def entries(self, subject: str = "") -> list[Entry]:
        """Return every entry in the order they were made, corrected ones too, of one subject or of all."""
        with reading(self.engine) as connection:
            listed = read_entries(connection, subject)
        if subject:
            refuse_unknown(subject, listed)
        return listed

    def entry(self, name: str) -> Entry:
        """Return one entry; UsageError if there is none of this name."""
        with reading(self.engine) as connection:
            return find_entry(connection, name)

    def session(self, entry: Entry) -> Session:
        """Return an entry with its assessment.

        Raises
        ------
        InputError
            If the assessment was stored by a version of this program whose results this one cannot read.
        """
        with reading(self.engine) as connection:
            return _session(connection, entry)

    def sessions(self, subject: str) -> list[Session]:
        """Return the sessions of a subject that count, in order of days; errors as those of `session`."""
        return [self.session(entry) for entry in current(self.entries(subject))]

    def add(self, subject: str, assessment: Assessment, statement: Statement) -> Entry:
        """Enter a session: its assessment, and what is said of it.

        Raises
        ------
        UsageError
            If the subject's name is none, the recording is in the record already, or it seems to be of
            somebody else than the subject's earlier ones.
        """
        check_pseudonym(subject)
        entry = new_entry(subject, statement, sha256_of(assessment.to_json()), zone=zone_name())
        with writing(self.engine) as connection:
            refuse_known(connection, assessment)
            refuse_somebody_else(connection, subject, assessment)
            insert_entry(connection, entry, insert_assessment(connection, subject, assessment))
        return entry

    def correct(
        self,
        name: str,
        statement: Statement,
        *,
        assessment: Assessment | None = None,
        withdrawn: bool = False,
    ) -> Entry:
        """Enter what takes the place of an entry, which stays where it is.

        Parameters
        ----------
        name
            Of the entry to be corrected.
        statement
            All that is to be said of the session now.
        assessment
            A new one of the same recording; None: the old one holds.
        withdrawn
            Withdraw the session: it no longer counts.

        Raises
        ------
        UsageError
            If there is no such entry, it was corrected before, or `assessment` is of another recording.
        """
        with writing(self.engine) as connection:
            old = find_entry(connection, name)
            refuse_corrected(connection, name)
            sha256 = sha256_of(assessment.to_json()) if assessment else old.sha256
            zone = _zone_of(statement, old)
            entry = new_entry(old.subject, statement, sha256, zone=zone, corrects=name, withdrawn=withdrawn)
            insert_entry(connection, entry, _measured(connection, old, assessment))
        return entry

    def erase(self, subject: str) -> int:
        """Delete everything about a subject for good; return how many entries there were."""
        with writing(self.engine) as connection:
            listed = read_entries(connection, subject)
            refuse_unknown(subject, listed)
            connection.execute(insert(tables.erasures).values(subject=subject))
            _delete(connection, subject)
            connection.execute(delete(tables.erasures))
        empty_log(self.engine)
        return len(listed)


def _zone_of(statement: Statement, old: Entry) -> str:
    """Return the zone of a correction's day: the old one's, unless another day is given."""
    if statement.day == old.statement.day:
        return old.zone
    return zone_name()


def _session(connection: Connection, entry: Entry) -> Session:
    try:
        assessment = read_assessment(connection, entry)
    except ValueError as fault:
        raise InputError(
            f"The assessment of entry {entry.name} cannot be read: {fault}.",
            f"Measure the recording again, and `visiongait record correct {entry.name} --results FOLDER`.",
        ) from fault
    said = entry.statement
    return Session(entry.name, said.day, assessment, said.conditions, said.scores)


def _measured(connection: Connection, old: Entry, new: Assessment | None) -> int:
    """Return the number of the assessment that a correction is about: the old one's, or a new one's."""
    if new is None:
        return assessment_number(connection, old)
    refuse_other_recording(connection, old, new)
    return insert_assessment(connection, old.subject, new)


def _delete(connection: Connection, subject: str) -> None:
    """Delete a subject's rows, those first that refer to others."""
    own = select(tables.entries.c.id).where(tables.entries.c.subject == subject)
    own_assessments = select(tables.assessments.c.id).where(tables.assessments.c.subject == subject)
    connection.execute(delete(tables.scores).where(tables.scores.c.entry_id.in_(own)))
    newest_first = own.order_by(tables.entries.c.id.desc())  # an entry goes before the one that it corrects
    for number in connection.execute(newest_first).scalars().all():
        connection.execute(delete(tables.entries).where(tables.entries.c.id == number))
    connection.execute(delete(tables.summaries).where(tables.summaries.c.assessment_id.in_(own_assessments)))
    connection.execute(delete(tables.assessments).where(tables.assessments.c.subject == subject))

"""Where the record lies, how it is connected to, and what its database refuses in words for people."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from ..errors import EnvironmentFaultError, InputError, UsageError, VisionGaitError

VARIABLE = "VISIONGAIT_DATABASE_URL"
WAIT_S = 5
"""How long to wait for somebody else's writing before saying that the record is locked."""
WRITERS = 19_680_301
"""Number of the lock that writers to a PostgreSQL record take in turn; any that is always the same."""
BEGINS = {"read": "BEGIN", "write": "BEGIN IMMEDIATE"}

POSTGRESQL = f"-c lock_timeout={WAIT_S}s -c synchronous_commit=on"
"""What was committed is on the server's disk, whatever its own configuration says."""
SQLITE = ("foreign_keys=ON", "synchronous=FULL", "secure_delete=ON")
"""The same for a file; and what was erased is overwritten."""


def address() -> URL:
    """Return where the record lies: `VISIONGAIT_DATABASE_URL`, else a file in the user's data folder.

    Raises
    ------
    UsageError
        If the variable holds no address of a SQLite file or a PostgreSQL database.
    """
    text = os.environ.get(VARIABLE, "")
    if not text:
        return URL.create("sqlite", database=str(user_data_path("visiongait") / "record.sqlite"))
    try:
        url = make_url(text)
    except ArgumentError:
        raise _no_address() from None
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise _no_address()


def _no_address() -> UsageError:
    return UsageError(
        f"{VARIABLE} does not contain a valid database address for the record.",
        "Give postgresql://USER:PASSWORD@HOST/DATABASE or sqlite:////PATH/OF/A/FILE, or leave it unset.",
    )


def place_of(url: URL) -> str:
    """Return the address in words, without its password."""
    return str(url.database) if url.drivername == "sqlite" else url.render_as_string(hide_password=True)


def connect(url: URL) -> Engine:
    """Return the engine of a database; a file that is not there yet is made, for its owner only.

    Nothing stays connected between two transactions.
    """
    try:
        if url.drivername == "sqlite":
            return _sqlite(url)
        settings = {"options": POSTGRESQL, "connect_timeout": WAIT_S}
        return create_engine(url, poolclass=NullPool, connect_args=settings)
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise EnvironmentFaultError(
            "The record is in PostgreSQL, but the driver for it is not installed on this computer.",
            "pip install 'visiongait[postgres]'",
        ) from missing


def _sqlite(url: URL) -> Engine:
    file = Path(str(url.database))
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
    except OSError as fault:
        raise EnvironmentFaultError(
            f"The record {file} cannot be opened ({fault.strerror}).", f"Set {VARIABLE} to another place."
        ) from fault
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": WAIT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Take transactions into our own hands: the driver's do not hold statements that make tables."""
    connection.isolation_level = None
    for setting in SQLITE:
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(BEGINS[connection.get_execution_options().get("purpose", "read")])


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the record."""
    with as_user_errors(engine.url), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are kept all together at the end, or not at all."""
    writer = engine.execution_options(purpose="write")
    with as_user_errors(engine.url), writer.begin() as connection:
        if engine.dialect.name == "postgresql":  # one writer at a time, as SQLite has it
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")
        yield connection


def empty_log(engine: Engine) -> None:
    """Take what was erased out of the log beside a SQLite file as well, unless somebody is reading it."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def as_user_errors(url: URL) -> Iterator[None]:
    """Say what a database refused in the words of `visiongait.errors`."""
    try:
        yield
    except DBAPIError as fault:
        refusal = _refusal(place_of(url), fault)
        if refusal is None:
            raise
        raise refusal from fault


LOCKED = ("database is locked", "55P03")
DAMAGED = ("file is not a database", "malformed", "disk image")
FULL = ("disk is full", "53100")
CLOSED = ("unable to open", "readonly", "attempt to write", "disk I/O error", "42501")


def _refusal(place: str, fault: DBAPIError) -> VisionGaitError | None:
    """Return the error for what a database said; None for what only a bug of ours can cause."""
    said = str(fault.orig).strip()
    text = f"{said} {getattr(fault.orig, 'sqlstate', None)}"
    if any(sign in text for sign in LOCKED):
        return EnvironmentFaultError(
            f"The record {place} is locked: another program is writing to it.",
            "Nothing was written; try again when it has finished.",
        )
    if any(sign in text for sign in DAMAGED):
        return InputError(
            f"{place} is damaged, or is not a VisionGait record.",
            f"It was not changed; restore a backup, or set {VARIABLE} to another record.",
        )
    if any(sign in text for sign in FULL):
        return EnvironmentFaultError(f"The disk is full: nothing was written to {place}.", "Free some space.")
    if any(sign in text for sign in CLOSED):
        return EnvironmentFaultError(
            f"The record {place} cannot be opened or written.",
            f"The database reports: {said.splitlines()[0]}",
        )
    if isinstance(fault, OperationalError) and "postgresql" in place:
        return EnvironmentFaultError(
            f"The database {place} cannot be reached.", f"The database reports: {said.splitlines()[0]}"
        )
    return None

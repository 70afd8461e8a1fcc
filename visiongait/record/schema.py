"""Which version of the record a database holds, and how to make a new one or take an old one further."""

import sqlite3
from contextlib import closing, suppress
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from ..errors import EnvironmentFaultError, InputError, UsageError
from ..system import whole_file
from .database import address, connect, place_of, reading, writing

VERSIONS = ("0001", "0002", "0003")
"""Every version there has been, oldest first; the last is this program's."""

NEWEST = VERSIONS[-1]
BOOK = "alembic_version"


def ensure_newest(engine: Engine) -> None:
    """Make the tables of an empty database; refuse one that this program must not write to.

    Raises
    ------
    UsageError
        If the record is an older one: it wants `upgrade`.
    InputError
        If it is a newer one, or the database holds something else.
    """
    with reading(engine) as connection:
        found = _version(connection, place_of(engine.url))
    if found is None:
        _make(engine)
    elif found != NEWEST:
        raise UsageError(
            f"The record {place_of(engine.url)} was made by an older version of this program.",
            "`visiongait record upgrade` brings it up to date; of a file, it keeps a copy.",
        )


def upgrade_record() -> Path | None:
    """Bring an older record up to date, all steps or none; return the copy made before, of a file.

    Raises
    ------
    InputError
        If it is a newer one, or the database holds something else.
    """
    engine = connect(address())
    with reading(engine) as connection:
        found = _version(connection, place_of(engine.url))
    if found == NEWEST:
        return None
    copy = _copy(engine, found) if found and engine.dialect.name == "sqlite" else None
    _make(engine)
    return copy


def _version(connection: Connection, place: str) -> str | None:
    """Return the version found, None for an empty database."""
    present = inspect(connection).get_table_names()
    if not present:
        return None
    found = (
        connection.exec_driver_sql(f"SELECT version_num FROM {BOOK}").scalar() if BOOK in present else None
    )
    if found is None:
        raise InputError(
            f"{place} contains other tables and is not a VisionGait record.",
            "Give the record a database of its own with VISIONGAIT_DATABASE_URL.",
        )
    if found not in VERSIONS:
        raise InputError(
            f"The record {place} was made by a newer version of this program.",
            "It was left as it is; update with `pip install --upgrade visiongait`.",
        )
    return str(found)


def _make(engine: Engine) -> None:
    """Apply all steps that are missing, in one transaction."""
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files(__package__) / "migrations").replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        upgrade(config, "head")
    if engine.dialect.name == "sqlite":
        _let_readers_in(str(engine.url.database))


def _let_readers_in(file: str) -> None:
    """Let readers and a writer go on side by side, which the file remembers; as safe without, only slower."""
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")


def _copy(engine: Engine, version: str) -> Path:
    file = Path(str(engine.url.database))
    copy = file.with_name(f"{file.name}.before-upgrade-from-{version}")
    try:
        with (
            whole_file(copy) as part,
            closing(sqlite3.connect(file)) as source,
            closing(sqlite3.connect(part)) as target,
        ):
            source.backup(target)
    except (sqlite3.Error, OSError) as fault:
        raise EnvironmentFaultError(
            f"The record could not be backed up to {copy} ({fault}), so nothing was changed.",
            "Free some disk space and try again.",
        ) from fault
    return copy

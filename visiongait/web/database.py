"""The desk's database: a file in the workspace, or the PostgreSQL database of the record."""

import os
from importlib.resources import files

from sqlalchemy import URL, Engine, inspect, make_url

from ..errors import InputError
from ..record import VARIABLE, connect, ensure_newest, reading, writing
from .workspace import Workspace

VERSIONS = ("0001", "0002")
"""Every version of the desk's tables there has been, oldest first; the last is this program's."""

BOOK = "desk_version"


def open_database(workspace: Workspace) -> Engine:
    """Return the engine of the desk's database, its tables made or brought up to date.

    Raises
    ------
    InputError
        If the tables were made by a newer version of this program.
    UsageError, EnvironmentFaultError
        As `record.connect`.
    """
    engine = connect(_address(workspace))
    if engine.dialect.name == "postgresql":
        ensure_newest(engine)  # the record shares the database, and refuses one that holds something else
    with reading(engine) as connection:
        present = inspect(connection).has_table(BOOK)
        query = f"SELECT version_num FROM {BOOK}"
        found = connection.exec_driver_sql(query).scalar() if present else None
    if found not in (None, *VERSIONS):
        raise InputError(
            f"The desk's data in {workspace.folder} was made by a newer version of this program.",
            "It was left as it is; update with `pip install --upgrade visiongait`.",
        )
    if found != VERSIONS[-1]:
        _upgrade(engine)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:  # readers and a writer then go on side by side
            connection.connection.cursor().execute("PRAGMA journal_mode=WAL")
    return engine


def _address(workspace: Workspace) -> URL:
    given = os.environ.get(VARIABLE, "")
    if _is_postgresql(given):
        return make_url(given).set(drivername="postgresql+psycopg")
    return URL.create("sqlite", database=str(workspace.database_file))


def _is_postgresql(address: str) -> bool:
    return address.startswith(("postgres:", "postgresql:", "postgresql+psycopg:"))


def _upgrade(engine: Engine) -> None:
    """Apply all steps that are missing, in one transaction."""
    from alembic.command import upgrade
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files(__package__) / "migrations").replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        upgrade(config, "head")

"""The record on SQLite and on PostgreSQL: fixtures, which test modules name as a plugin."""

import itertools

import postgres
import pytest

from visiongait.record.database import VARIABLE

numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server for all tests."""
    folder = postgres.programs()
    if folder is None:
        pytest.skip("needs PostgreSQL's initdb and pg_ctl (Debian: apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="needs pip install 'visiongait[postgres]'")
    server = postgres.Server(folder)
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch):
    """The address of an empty database, which the record then finds."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'record.sqlite'}"
    else:
        address = empty_database(request.getfixturevalue("server"))
    monkeypatch.setenv(VARIABLE, address)
    return address


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file of an empty SQLite record."""
    place = tmp_path / "record.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{place}")
    return place


def empty_database(server):
    import psycopg

    name = f"clinic{next(numbers)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.url(name)

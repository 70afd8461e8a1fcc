"""The record on SQLite and on PostgreSQL: fixtures, which test modules name as a plugin."""

import postgres
import pytest

from visiongait.record.database import VARIABLE


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
        address = request.getfixturevalue("server").empty_database()
    monkeypatch.setenv(VARIABLE, address)
    return address


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file of an empty SQLite record."""
    place = tmp_path / "record.sqlite"
    monkeypatch.setenv(VARIABLE, f"sqlite:///{place}")
    return place

"""A database that is locked, older, newer, broken, foreign or not there: a sentence each, nothing lost."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from alembic.command import upgrade
from alembic.config import Config
from made_sessions import assessment
from sqlalchemy import make_url, text

from visiongait.errors import EnvironmentFaultError, InputError, UsageError
from visiongait.record import Record, Statement, database, upgrade_record
from visiongait.record.database import VARIABLE, address, connect, writing

pytest_plugins = ["record_databases"]

SAID = Statement(date(2026, 9, 1))


def make_older(url):
    """The tables as version 0001 had them."""
    engine = connect(address())
    config = Config()
    config.set_main_option("script_location", "visiongait.record:migrations")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        upgrade(config, "0001")


def test_a_locked_record_is_said_and_nothing_is_written(url, monkeypatch):
    record = Record()
    monkeypatch.setattr(database, "WAIT_S", 0.1)
    monkeypatch.setattr(database, "POSTGRESQL", "-c lock_timeout=100ms")
    with writing(connect(address())) as somebody:
        somebody.execute(text("SELECT 1"))
        with pytest.raises(EnvironmentFaultError, match="is locked: another program is writing"):
            Record().add("P01", assessment("a"), SAID)
        assert record.entries() == []
    Record().add("P01", assessment("a"), SAID)
    assert len(record.entries()) == 1


def test_entries_from_before_the_zone_keep_their_day(file):
    make_older(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO assessment VALUES (1, 'P01', 'x', 'y', '{}')")
        connection.execute(
            "INSERT INTO entry VALUES (1, 'e1', 'P01', '2026-11-29T21:58:00+00:00', '2026-11-29', '', '',"
            " 'single', 'fresh', '', 1, NULL, 0)"
        )
    upgrade_record()
    (entry,) = Record().entries()
    assert (entry.statement.day, entry.zone) == (date(2026, 11, 29), "")


def test_an_older_record_waits_to_be_asked(url, tmp_path):
    make_older(url)
    with pytest.raises(UsageError, match="made by an older version") as refusal:
        Record()
    assert "visiongait record upgrade" in refusal.value.hint
    copy = upgrade_record()
    assert (copy is not None) == url.startswith("sqlite")
    if copy:
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    Record().add("P01", assessment("a"), SAID)
    assert upgrade_record() is None


def test_an_upgrade_that_fails_leaves_the_old_record(file, monkeypatch):
    make_older(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE erasure (in_the_way TEXT)")
    with pytest.raises(Exception, match="already exists"):
        upgrade_record()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (
            0,
        )


def test_a_newer_record_is_left_alone(url):
    record = Record()
    record.add("P01", assessment("a"), SAID)
    with record.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for attempt in (Record, upgrade_record):
        with pytest.raises(InputError, match="newer version of this program"):
            attempt()


def test_somebody_else_s_tables_are_left_alone(url):
    with writing(connect(address())) as connection:
        connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
    for attempt in (Record, upgrade_record):
        with pytest.raises(InputError, match="other tables"):
            attempt()


@pytest.mark.parametrize("damage", ["garbage", "torn"])
def test_a_damaged_file_is_said_and_kept(file, damage):
    record = Record()
    record.add("P01", assessment("a"), SAID)
    record.engine.dispose()
    whole = file.read_bytes()
    broken = (
        b"not a database at all" * 500
        if damage == "garbage"
        else whole[:4096] + b"\xff" * (len(whole) - 4096)
    )
    file.write_bytes(broken)
    with pytest.raises(InputError, match="is damaged, or is not a VisionGait record"):
        Record().entries()
    assert file.read_bytes() == broken


def test_a_place_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'taken' / 'record.sqlite'}")
    with pytest.raises(EnvironmentFaultError, match="cannot be opened"):
        Record()


def test_a_server_that_does_not_answer_is_said_without_the_password(monkeypatch):
    pytest.importorskip("psycopg", reason="needs pip install 'visiongait[postgres]'")
    monkeypatch.setenv(VARIABLE, "postgresql://clinic:secret@127.0.0.1:1/clinic")
    with pytest.raises(EnvironmentFaultError, match="cannot be reached") as refusal:
        Record()
    assert "secret" not in refusal.value.message + refusal.value.hint


def test_a_user_who_may_not_write_is_said(server, monkeypatch):
    address = server.empty_database()
    with connect(make_url(address).set(drivername="postgresql+psycopg")).begin() as connection:
        connection.execute(text("CREATE ROLE guest LOGIN"))
    monkeypatch.setenv(VARIABLE, address.replace("clinic@", "guest@"))
    with pytest.raises(EnvironmentFaultError, match="cannot be opened or written") as refusal:
        Record()
    assert "permission denied" in refusal.value.hint


def test_a_missing_driver_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    monkeypatch.setenv(VARIABLE, "postgresql://clinic@127.0.0.1/clinic")
    with pytest.raises(EnvironmentFaultError, match="driver for it is not installed") as refusal:
        Record()
    assert "visiongait[postgres]" in refusal.value.hint


@pytest.mark.parametrize("wrong", ["nonsense", "mysql://host/x", "sqlite://", "://"])
def test_an_address_that_is_none_is_said(wrong, monkeypatch):
    monkeypatch.setenv(VARIABLE, wrong)
    with pytest.raises(UsageError, match=VARIABLE):
        Record()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme, monkeypatch):
    monkeypatch.setenv(VARIABLE, f"{scheme}://clinic@host/x")
    assert address().drivername == "postgresql+psycopg"


def test_without_the_variable_the_record_is_in_the_data_folder(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert address().database.endswith("record.sqlite")


def test_two_writers_take_turns(url):
    """Both have the record open; neither loses what the other wrote."""
    first, second = Record(), Record()
    first.add("P01", assessment("a"), SAID)
    second.add("P01", assessment("b"), SAID)
    assert first.entries() == second.entries()
    assert len(first.entries()) == 2

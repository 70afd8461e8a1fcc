"""What goes into the record comes out again, on both databases; nothing in it can be changed."""

import json
from dataclasses import replace
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_sessions import assessment
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from visiongait.datatypes import Conditions, Person
from visiongait.errors import InputError, UsageError
from visiongait.record import Record, Statement, current, export_subject, import_subject, tables
from visiongait.record.database import VARIABLE
from visiongait.record.schema import NEWEST, VERSIONS

SAID = Statement(
    date(2026, 9, 1),
    Conditions("barefoot", "stick right", "dual", "tired"),
    {"comfort": 4.0, "pain": 7.5, "FAAM-ADL": 61.25},
    "Was in a hurry; “über” tired.",
)

pytest_plugins = ["record_databases"]


def plain(day="2026-09-01"):
    return Statement(date.fromisoformat(day))


def count(record, table):
    with record.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_session_comes_back_whole(url):
    made = assessment("a")
    entry = Record().add("P01", made, SAID)
    (session,) = Record().sessions("P01")
    assert session.assessment.to_json() == made.to_json()
    assert (session.name, session.day, session.conditions, session.scores) == (
        entry.name,
        SAID.day,
        SAID.conditions,
        SAID.scores,
    )
    assert Record().entries("P01") == [entry]


def test_the_summary_can_be_asked_in_sql(url):
    record = Record()
    record.add("P01", assessment("a"), SAID)
    query = select(tables.summaries.c.value, tables.summaries.c.quality).where(
        tables.summaries.c.metric == "ankle_rom_deg", tables.summaries.c.side == "left"
    )
    with record.engine.connect() as connection:
        ((value, quality),) = connection.execute(query).all()
    assert value == pytest.approx(28.3, abs=1.5)
    assert quality == "ok"


def test_the_tables_are_those_of_the_migrations(url):
    with Record().engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_versions_are_those_of_the_migrations():
    from importlib.resources import files

    scripts = ScriptDirectory(str(files("visiongait.record") / "migrations"))
    assert tuple(reversed([one.revision for one in scripts.walk_revisions()])) == VERSIONS
    assert scripts.get_current_head() == NEWEST


@pytest.mark.parametrize("table", ["assessment", "summary", "entry", "score"])
def test_the_database_itself_refuses_changes(url, table):
    record = Record()
    record.add("P01", assessment("a"), SAID)
    column = {"assessment": "body", "summary": "reason", "entry": "comment", "score": "name"}[table]
    for forbidden in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), record.engine.begin() as connection:
            connection.execute(text(forbidden))
    if url.startswith("postgresql"):
        with pytest.raises(DBAPIError, match="append-only"), record.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {table} CASCADE"))


def test_a_correction_is_a_new_entry(url):
    record = Record()
    old = record.add("P01", assessment("a"), SAID)
    new = record.correct(old.name, replace(SAID, scores={"pain": 2.0}))
    assert record.entries("P01") == [old, new]
    (session,) = record.sessions("P01")
    assert session.scores == {"pain": 2.0}
    assert session.assessment.to_json() == assessment("a").to_json()
    with pytest.raises(UsageError, match=f"{old.name} has already been corrected by {new.name}"):
        record.correct(old.name, SAID)


def test_a_withdrawn_session_does_not_count_and_can_be_entered_again(url):
    record = Record()
    old = record.add("P02", assessment("a"), SAID)
    record.correct(old.name, SAID, withdrawn=True)
    assert current(record.entries("P02")) == []
    again = record.add("P01", assessment("a"), SAID)
    assert current(record.entries()) == [again]


def test_a_recording_measured_anew_takes_the_old_one_s_place(url):
    record = Record()
    old = record.add("P01", assessment("a"), SAID)
    anew = replace(assessment("a"), notes=("measured again",))
    record.correct(old.name, SAID, assessment=anew)
    (session,) = record.sessions("P01")
    assert session.assessment.notes == ("measured again",)
    with pytest.raises(UsageError, match="come from a different recording"):
        record.correct(current(record.entries())[0].name, SAID, assessment=assessment("b"))


def test_a_recording_is_entered_once(url):
    record = Record()
    entry = record.add("P01", assessment("a"), SAID)
    for subject in ("P01", "P02"):
        with pytest.raises(UsageError, match=f"already in the record: entry {entry.name} of P01"):
            record.add(subject, assessment("a"), plain())
    assert count(record, tables.assessments) == 1


def test_somebody_else_is_not_taken_for_the_subject(url):
    record = Record()
    record.add("P01", assessment("a"), plain())
    with pytest.raises(UsageError, match="two different people"):
        record.add("P01", assessment("b", height_m=1.90), plain())
    named = replace(assessment("c"), person=Person(pseudonym="P07"))
    with pytest.raises(UsageError, match="results belong to P07, not to P01"):
        record.add("P01", named, plain())
    assert len(record.entries()) == 1


def test_erasing_leaves_nothing_and_touches_nobody_else(url):
    record = Record()
    first = record.add("P01", assessment("a"), SAID)
    record.correct(first.name, SAID)
    other = record.add("P02", assessment("b"), SAID)
    assert record.erase("P01") == 2
    assert record.entries() == [other]
    assert count(record, tables.assessments) == count(record, tables.entries) == 1
    assert count(record, tables.erasures) == 0
    with pytest.raises(UsageError, match="P01 is not in the record"):
        record.erase("P01")


def test_what_was_erased_is_not_left_in_the_file(file):
    record = Record()
    record.add("P01", assessment("a"), replace(SAID, comment="secret word"))
    record.add("P02", assessment("b"), plain())
    record.erase("P01")
    left = b"".join(path.read_bytes() for path in file.parent.glob("record.sqlite*"))
    assert b"P02" in left
    assert b"secret word" not in left
    assert b"a.mp4" not in left


def test_the_file_is_its_owner_s_only(file):
    Record()
    assert file.stat().st_mode & 0o077 == 0


def test_export_and_import_move_a_subject_whole(url, tmp_path, monkeypatch):
    record = Record()
    first = record.add("P01", assessment("a"), SAID)
    record.correct(first.name, replace(SAID, comment="better"))
    record.add("P01", assessment("b"), plain("2026-10-01"))
    record.add("P02", assessment("c"), plain())
    exported = export_subject(record, "P01")
    assert "P02" not in exported

    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'elsewhere.sqlite'}")
    elsewhere = Record()
    assert import_subject(elsewhere, exported) == ("P01", 3, 0)
    assert elsewhere.entries() == record.entries("P01")
    assert json.loads(export_subject(elsewhere, "P01")) == json.loads(exported)
    assert import_subject(elsewhere, exported) == ("P01", 0, 3)


def changed(exported, **new):
    return json.dumps(json.loads(exported) | new)


def test_a_file_that_is_no_export_changes_nothing(file):
    record = Record()
    entry = record.add("P01", assessment("a"), SAID)
    exported = export_subject(record, "P01")
    spoilt = json.loads(exported)
    spoilt["assessments"] = {key: body.replace("28", "38") for key, body in spoilt["assessments"].items()}
    for text_ in (
        "",
        "{}",
        "[]",
        changed(exported, format="other/1"),
        changed(exported, subject="a b"),
        json.dumps(spoilt),
    ):
        with pytest.raises(InputError, match="not a record that this program exported"):
            import_subject(record, text_)
    other = json.loads(exported)
    other["entries"][0]["comment"] = "another story"
    with pytest.raises(UsageError, match=f"a different entry named {entry.name}"):
        import_subject(record, json.dumps(other))
    assert record.entries() == [entry]


def test_an_assessment_of_another_schema_is_said(file):
    import hashlib

    record = Record()
    record.add("P01", assessment("a"), SAID)
    exported = json.loads(export_subject(record, "P01"))
    (body,) = exported["assessments"].values()
    old = body.replace('"schema_version":"1', '"schema_version":"0')
    name = hashlib.sha256(old.encode()).hexdigest()
    exported["assessments"] = {name: old}
    exported["entries"][0] |= {"sha256": name, "name": "new"}
    with pytest.raises(InputError, match=r"schema version 0.*this program reads version"):
        import_subject(record, json.dumps(exported))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20),
    score=st.floats(allow_nan=False, allow_infinity=False),
    day=st.dates(date(1900, 1, 1)),
)
def test_any_words_and_numbers_come_back(file, words, score, day):
    record = Record()
    said = Statement(day, Conditions(words, words), {"q": score}, words)
    entry = record.add("P01", assessment("a"), said)
    assert record.entry(entry.name).statement == said
    record.erase("P01")


def test_the_day_s_zone_is_kept_and_goes_with_an_export(file, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    record = Record()
    entry = record.add("P01", assessment("a"), SAID)
    monkeypatch.setenv("TZ", "Europe/Vienna")
    said_more = record.correct(entry.name, replace(SAID, comment="same day"))
    moved = record.correct(said_more.name, plain("2026-09-02"))
    assert [one.zone for one in record.entries()] == ["Pacific/Auckland", "Pacific/Auckland", "Europe/Vienna"]
    exported = export_subject(record, "P01")
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'other.sqlite'}")
    other = Record()
    import_subject(other, exported)
    assert other.entries() == record.entries()
    assert import_subject(other, exported) == ("P01", 0, 3)
    assert other.entry(moved.name).zone == "Europe/Vienna"


def test_an_export_of_an_older_version_has_no_zones(file, tmp_path, monkeypatch):
    record = Record()
    entry = record.add("P01", assessment("a"), SAID)
    content = json.loads(export_subject(record, "P01"))
    for one in content["entries"]:
        del one["zone"]
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'other.sqlite'}")
    other = Record()
    import_subject(other, json.dumps(content))
    assert other.entries() == [replace(entry, zone="")]

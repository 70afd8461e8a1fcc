"""kill -9 in the middle of a write: what was said to be entered is there whole, what was not is not there."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date

import pytest
from made_sessions import assessment
from sqlalchemy import func, select, text

from visiongait.record import Record, Statement, tables

pytest_plugins = ["record_databases"]

SAID = Statement(date(2026, 9, 1))
WRITER = """
import sys, time
from dataclasses import replace
from datetime import date
from pathlib import Path
from visiongait.datatypes import Assessment
from visiongait.record import Record, Statement, store


made = Assessment.from_json(Path(sys.argv[1]).read_text())
record = Record()
if sys.argv[2] == "stop in the middle":
    insert_entry = store.insert_entry
    def halt(connection, entry, number):
        insert_entry(connection, entry, number)
        print("middle", flush=True)
        time.sleep(600)
    store.insert_entry = halt
number = 0
while True:
    number += 1
    other = replace(made, video=replace(made.video, sha256=f"{number:064x}"))
    entry = record.add("P01", other, Statement(date(2026, 9, 1), scores={"pain": 1.0}))
    print(entry.name, flush=True)
"""


@pytest.fixture
def results(tmp_path):
    file = tmp_path / "assessment.json"
    file.write_text(assessment("a").to_json())
    return file


def writer(results, how):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, results, how], env=os.environ | {}, stdout=subprocess.PIPE, text=True
    )


def kill(process):
    process.send_signal(signal.SIGKILL)
    return process.communicate()[0].split("\n")[:-1]  # a line cut short was not said


def check_whole(record, acknowledged):
    """Everything acknowledged is there; at most one more, whose word did not get out; no halves."""
    entries = record.entries()
    assert {entry.name for entry in entries} >= set(acknowledged)
    assert len(entries) <= len(acknowledged) + 1
    for entry in entries:
        assert entry.statement.scores == {"pain": 1.0}
        assert record.session(entry).assessment.video.name == "a.mp4"
    with record.engine.connect() as connection:
        assessments = connection.execute(select(func.count()).select_from(tables.assessments)).scalar_one()
        summarised = select(func.count(tables.summaries.c.assessment_id.distinct()))
        assert assessments == connection.execute(summarised).scalar_one() == len(entries)
        if record.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


def test_killed_in_the_middle_of_a_transaction(url, results):
    Record().add("P02", assessment("b"), Statement(date(2026, 9, 1), scores={"pain": 1.0}))
    process = writer(results, "stop in the middle")
    assert process.stdout.readline() == "middle\n"
    kill(process)
    record = Record()
    assert [entry.subject for entry in record.entries()] == ["P02"]
    record.add("P01", assessment("a"), SAID)  # the dead writer's lock is gone
    assert len(record.entries()) == 2


def test_killed_at_any_moment(url, results):
    process = writer(results, "write on")
    first = process.stdout.readline().strip()
    time.sleep(random.uniform(0.05, 0.5))
    acknowledged = [first, *kill(process)]
    check_whole(Record(), acknowledged)


def test_the_server_killed_at_any_moment(server, monkeypatch, results):
    monkeypatch.setenv("VISIONGAIT_DATABASE_URL", server.empty_database())
    Record()
    process = writer(results, "write on")
    first = process.stdout.readline().strip()
    time.sleep(random.uniform(0.05, 0.5))
    server.kill()
    acknowledged = [first, *process.communicate()[0].split("\n")[:-1]]
    server.recover()
    check_whole(Record(), acknowledged)

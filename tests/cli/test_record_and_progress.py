"""`visiongait record`, `compare` and `progress` as a user calls them."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from made_sessions import assessment, withheld

from visiongait.cli.commands import run
from visiongait.record.database import VARIABLE
from visiongait.version import NOT_A_DEVICE


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """An empty record of its own, and a folder to work in."""
    monkeypatch.setenv(VARIABLE, f"sqlite:///{tmp_path / 'record.sqlite'}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def results(place, name, made=None):
    folder = place / name
    folder.mkdir()
    (folder / "assessment.json").write_text((made or assessment(name)).to_json(), encoding="utf-8")
    return str(folder)


def call(capsys, *arguments):
    """Exit code, standard output and standard error of a call."""
    code = run([str(one) for one in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def entered(capsys, place, name, day, *more):
    code, out, err = call(
        capsys, "record", "add", results(place, name), "--subject", "P01", "--date", day, *more
    )
    assert (code, err) == (0, "")
    return out.split()[2].rstrip(":")


def test_a_course_from_the_first_visit_to_the_page(place, capsys):
    first = entered(
        capsys, place, "a", "2026-09-01", "--shoes", "barefoot", "--pain", "6", "--score", "FAAM-ADL=61"
    )
    entered(capsys, place, "b", "2026-10-01", "--shoes", "barefoot", "--pain", "3")
    code, out, _ = call(capsys, "record", "list")
    assert code == 0
    assert next(line.split()[:3] for line in out.splitlines()) == [first, "P01", "2026-09-01"]
    assert "pain 6, FAAM-ADL 61" in out

    code, out, _ = call(capsys, "record", "show", first)
    assert (code, NOT_A_DEVICE in out, "a.mp4" in out) == (0, True, True)

    code, out, _ = call(capsys, "progress", "P01", "--involved", "left", "--target", "90")
    assert code == 0
    assert "Follow-up 1: 2026-10-01" in out
    assert "a checklist, never a decision" in out
    assert NOT_A_DEVICE in out
    assert {path.name for path in (place / "progress" / "P01").iterdir()} == {
        "progress.html", "progress.csv", "progress.pdf",
    }  # fmt: skip
    assert call(capsys, "progress", "P01")[0] == 0  # one's own page needs no --overwrite
    (place / "progress" / "P01" / "progress.html").write_text("something else")
    assert call(capsys, "progress", "P01")[0] == 2
    assert call(capsys, "progress", "P01", "--overwrite")[0] == 0


def test_a_correction_changes_what_is_said_anew_only(place, capsys):
    first = entered(capsys, place, "a", "2026-09-01", "--shoes", "barefoot", "--pain", "6")
    code, _, _ = call(capsys, "record", "correct", first, "--pain", "5", "--comment", "misread")
    assert code == 0
    _, listed, _ = call(capsys, "record", "list")
    assert "barefoot, pain 5, corrects" in listed
    assert first not in listed.split()[0]
    _, everything, _ = call(capsys, "record", "list", "--all")
    assert len(everything.splitlines()) == 2
    code, _, err = call(capsys, "record", "correct", first, "--pain", "4")
    assert code == 2
    assert err.startswith(f"Error: Entry {first} has already been corrected")


def test_a_subject_is_erased_only_when_asked_twice(place, capsys):
    entered(capsys, place, "a", "2026-09-01")
    assert call(capsys, "record", "export", "P01", place / "p01.json")[0] == 0
    assert call(capsys, "record", "erase", "P01")[0] != 0  # nobody there to confirm
    assert call(capsys, "record", "list", "P01")[0] == 0
    assert call(capsys, "record", "erase", "P01", "--yes")[0] == 0
    assert call(capsys, "record", "list", "P01")[0] == 2
    code, out, _ = call(capsys, "record", "import", place / "p01.json")
    assert (code, out) == (0, "P01: 1 entries imported, 0 already present.\n")
    assert call(capsys, "record", "export", "P01", place / "p01.json")[0] == 2  # the file is there
    assert call(capsys, "record", "export", "P01", place / "p01.json", "--overwrite")[0] == 0


def test_folders_are_compared_in_the_order_given(place, capsys):
    code, out, err = call(
        capsys, "compare", results(place, "b"), results(place, "a"), "-o", place / "out", "--debug"
    )
    assert (code, err) == (0, "")
    assert out.startswith("b → a: baseline b")
    assert "Follow-up 1: a" in out
    assert call(capsys, "compare", place / "b", place / "a", "-o", place / "out")[0] == 0  # its own page


def refusal(capsys, *arguments):
    code, out, err = call(capsys, *arguments)
    assert out == ""
    first, *rest = err.splitlines()
    assert first.startswith("Error: ")
    assert all(line.startswith("hint: ") for line in rest)
    return code, first


def test_everything_that_cannot_be_compared_is_said(place, capsys):
    a = results(place, "a")
    tall = results(place, "tall", assessment("tall", height_m=1.95))
    nothing = results(place, "nothing", withheld())
    old = results(place, "old")
    text = (
        (place / "old" / "assessment.json").read_text().replace('"schema_version":"1', '"schema_version":"0')
    )
    (place / "old" / "assessment.json").write_text(text)
    cases = {
        (a, tall): (2, "two different people"),
        (a, old): (3, "schema version 0"),
        (a, nothing): (2, "Only 1 of the 2 sessions"),
        (a, a): (2, "same recording"),
        (a, str(place / "absent")): (3, "The result folder"),
        (a, str(place)): (3, "not a result folder"),
    }
    for folders, (code, words) in cases.items():
        found, said = refusal(capsys, "compare", *folders, "-o", place / "out")
        assert (found, words in said) == (code, True), said
    assert not (place / "out").exists()
    assert refusal(capsys, "compare", a)[0] == 2


def test_a_missing_side_is_said_and_the_other_one_compared(place, capsys):
    lost = results(place, "lost", assessment("lost", masked_percent={"left": 80.0}))
    code, out, _ = call(capsys, "compare", results(place, "a"), lost, "-o", place / "out")
    assert code == 0
    ankle = [line for line in out.splitlines() if "Ankle range of motion (°)" in line]
    assert "Left" in ankle[0]
    assert "withheld" in ankle[0]
    assert "(" in ankle[1]
    assert "withheld" not in ankle[1]


DAY = ("--date", "2026-09-01")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("record", "add", "a"), "Whose results are these"),
        (
            ("record", "add", "a", "--subject", "Jane Doe", "--date", "2026-09-01"),
            "cannot be the name of a subject",
        ),
        (("record", "add", "a", "--subject", "P01", "--pain", "11"), "pain"),
        (("record", "add", "a", "--subject", "P01", "--score", "FAAM"), "NAME=VALUE"),
        (
            ("record", "add", "a", "--subject", "P01", "--score", "FAAM=nan", *DAY),
            "expected a number",
        ),
        (
            ("record", "add", "a", "--subject", "P01", "--score", "pain=12", *DAY),
            "expected 0 to 10",
        ),
        (("record", "add", "a", "--subject", "P01", "--date", "1/9/2026"), "could be two days"),
        (("record", "show", "zzz"), "Entry zzz is not in the record"),
        (("record", "correct", "zzz"), "Entry zzz is not in the record"),
        (("record", "export", "P09", "x.json"), "P09 is not in the record"),
        (("progress", "P09"), "P09 is not in the record"),
        (("progress", "P01", "--target", "90"), "--target needs --involved"),
    ],
)
def test_wrong_calls_are_said_and_enter_nothing(place, capsys, arguments, words):
    results(place, "a")
    code, said = refusal(capsys, *arguments)
    assert (code, words in said) == (2, True), said
    assert call(capsys, "record", "list")[1] == "The record is empty.\n"


def test_one_session_is_said(place, capsys):
    entered(capsys, place, "a", "2026-09-01")
    assert "only one session of P01" in refusal(capsys, "progress", "P01")[1]


def test_a_stored_assessment_of_another_schema_is_said(place, capsys):
    entry = entered(capsys, place, "a", "2026-09-01")
    with closing(sqlite3.connect(place / "record.sqlite")) as connection:
        connection.execute("DROP TRIGGER assessment_change")
        connection.execute(
            'UPDATE assessment SET body = replace(body, \'"schema_version":"1\', \'"schema_version":"0\')'
        )
        connection.commit()
    code, said = refusal(capsys, "record", "show", entry)
    assert code == 3
    assert f"entry {entry} cannot be read: this assessment has schema version 0" in said


def test_a_file_that_is_no_export_is_said(place, capsys):
    (place / "x.json").write_text(json.dumps({"format": "else"}))
    assert refusal(capsys, "record", "import", place / "x.json")[0] == 3
    assert refusal(capsys, "record", "import", place / "absent.json")[0] == 3


def test_upgrade_of_a_new_record_does_nothing(place, capsys):
    call(capsys, "record", "list")
    assert call(capsys, "record", "upgrade") == (0, "The record is up to date.\n", "")


def test_the_options_are_those_of_the_types():
    """Said twice, so that --help need not wait for the types."""
    from visiongait.cli import record
    from visiongait.datatypes import RATINGS, STATES, TASKS

    choices = {option.name: getattr(option.type, "choices", None) for option in record.add.params}
    assert record.RATINGS == RATINGS
    assert (tuple(choices["task"]), tuple(choices["state"])) == (TASKS, STATES)


def made_at(created_utc, filmed=""):
    made = assessment("a")
    provenance = replace(made.provenance, created_utc=created_utc)
    return replace(made, provenance=provenance, video=replace(made.video, filmed=filmed))


@pytest.mark.parametrize(
    ("filmed", "day", "words"),
    [
        ("2026-11-23T21:58:00+00:00", "2026-11-24", "the recording's own date"),
        ("2026-11-24T10:58:00+13:00", "2026-11-24", "the recording's own date"),
    ],
)
def test_the_day_is_the_clinic_s(place, capsys, monkeypatch, filmed, day, words):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    folder = results(place, "a", made_at("2026-11-25T21:58:00+00:00", filmed))
    code, out, _ = call(capsys, "record", "add", folder, "--subject", "P01")
    assert (code, f"P01, {day}" in out, words in out) == (0, True, True)


@pytest.mark.parametrize("filmed", ["", "2126-11-23T21:58:00+00:00"], ids=["unknown", "a clock set wrong"])
def test_a_day_that_nobody_said_is_asked_for_not_guessed(place, capsys, monkeypatch, filmed):
    folder = results(place, "a", made_at("2026-11-25T21:58:00+00:00", filmed))
    code, _, err = call(capsys, "record", "add", folder, "--subject", "P01")
    assert (code, "On which day was it recorded?" in err, "--date" in err) == (2, True, True)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    answers = iter(["P01", "20.11.2026"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    code, out, _ = call(capsys, "record", "add", folder)
    assert (code, "P01, 2026-11-20" in out) == (0, True)


def test_a_day_that_has_not_come_yet_is_refused(place, capsys):
    folder = results(place, "a")
    for command in (["record", "add", folder, "--subject", "P01"], ["report", folder], ["analyze", "a.mp4"]):
        code, _, err = call(capsys, *command, "--date", "2126-01-01")
        assert (code, "2126-01-01 is in the future" in err, "hint:" in err) == (2, True, True)
    entry = entered(capsys, place, "b", "2026-09-01")
    assert call(capsys, "record", "correct", entry, "--date", "2126-01-01")[0] == 2
    assert "2026-09-01" in call(capsys, "record", "list")[1]

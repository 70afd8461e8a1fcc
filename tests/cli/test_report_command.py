"""`visiongait report` writes the pages anew from a saved result, and `analyze` remembers who was recorded."""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from made_walk import nothing_found, walk

from visiongait import pipeline, pose, video
from visiongait.api import saving
from visiongait.cli.commands import run
from visiongait.datatypes import Person

WHO = ("--pseudonym", "K-17", "--age", "63", "--sex", "female", "--date", "2026-11-20")
PERSON = Person("K-17", 63.0, "female", date(2026, 11, 20))


@pytest.fixture(scope="module")
def made():
    return walk(320, 180, seconds=4, fps=15)


@pytest.fixture
def folder(tmp_path, made):
    (tmp_path / "walk").mkdir()
    (tmp_path / "walk" / "assessment.json").write_text(made.assessment.to_json(), encoding="utf-8")
    return tmp_path / "walk"


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_pages_are_written_and_named(folder, capsys):
    before = (folder / "assessment.json").read_bytes()
    assert run(["report", str(folder), *WHO]) == 0
    assert names(folder) == ["assessment.json", "patient.pdf", "report.html", "report.pdf"]
    assert (folder / "assessment.json").read_bytes() == before
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert all(known in page for known in ("K-17", "63 years", "female", "2026-11-20"))
    printed = capsys.readouterr().out
    assert all(str(folder / name) in printed for name in ("report.html", "report.pdf", "patient.pdf"))


def test_what_is_not_said_stays_as_analyze_was_told(tmp_path, made):
    saved = json.loads(made.assessment.to_json())
    saved["person"] = {"pseudonym": "B-2", "age_years": 40.0, "sex": "male", "recorded_on": None}
    (tmp_path / "assessment.json").write_text(json.dumps(saved), encoding="utf-8")
    assert run(["report", str(tmp_path), "--age", "41"]) == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "B-2" in page
    assert "41 years" in page


def test_the_assessment_itself_may_be_named(folder):
    assert run(["report", str(folder / "assessment.json"), "--paper", "letter"]) == 0
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_a_recording_with_nothing_to_assess_has_its_pages(tmp_path, made):
    nothing = nothing_found(made).assessment
    (tmp_path / "assessment.json").write_text(nothing.to_json(), encoding="utf-8")
    assert run(["report", str(tmp_path)]) == 0
    assert nothing.verdict.reasons[0] in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere"], 3),
        (["."], 3),
        ([], 2),
        ([".", "--age", "300"], 2),
        ([".", "--sex", "x"], 2),
        ([".", "--paper", "a5"], 2),
        ([".", "--date", "yesterday"], 2),
    ],
)
def test_what_cannot_be_done_is_one_sentence(tmp_path, monkeypatch, capsys, arguments, code):
    monkeypatch.chdir(tmp_path)
    assert run(["report", *arguments]) == code
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert "hint: " in said
    assert "Traceback" not in said
    assert names(tmp_path) == []


def test_a_failure_leaves_the_earlier_pages(folder, monkeypatch, capsys):
    assert run(["report", str(folder)]) == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["report", str(folder), "--pseudonym", "another"]) == 1
    assert "disk is full" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_analyze_remembers_the_person_and_writes_a_pdf_where_asked(tmp_path, monkeypatch, made):
    seen = SimpleNamespace(options=None, how=None)

    def measure_source(path, options, backend, *, progress):
        seen.options = options
        return made

    monkeypatch.setattr(pipeline, "measure_source", measure_source)
    monkeypatch.setattr(pose, "make_backend", lambda *_, **__: SimpleNamespace())
    monkeypatch.setattr(saving, "write_result", lambda *_, **how: setattr(seen, "how", how))
    monkeypatch.setattr(saving, "keep_pictures", lambda source: None)
    monkeypatch.setattr(video, "open_video", lambda path, **_: path)
    assert run(["analyze", "walk.mp4", "-o", str(tmp_path), "--pdf", *WHO]) == 0
    assert seen.options.person == PERSON
    assert seen.how["pdf"] is True

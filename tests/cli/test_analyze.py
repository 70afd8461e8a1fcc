"""`visiongait analyze` with a pipeline that answers at once: options, folders, exit codes, print."""

import json
from types import SimpleNamespace

import click
import numpy as np
import pandas as pd
import pytest

from visiongait import pipeline, pose, video
from visiongait.api import saving
from visiongait.cli.commands import run
from visiongait.datatypes import Person, Summary
from visiongait.errors import InputError, WeightsError

SUMMARY = pd.DataFrame(
    [
        ("cadence_steps_per_min", "both", 99.04, "steps/min", 6, 1.0, 98.0, 100.0, "ok", ""),
        ("stance_percent", "left", 61.0, "%", 3, 1.0, 60.0, 62.0, "ok", ""),
        ("stance_percent", "right", 62.0, "%", 3, 1.0, 61.0, 63.0, "caution", "far leg"),
        ("ankle_rom_deg", "left", 28.3, "deg", 3, 1.0, 27.0, 29.0, "ok", ""),
        ("ankle_rom_deg", "right", np.nan, "deg", 0, np.nan, np.nan, np.nan, "withheld", "masked"),
    ],
    columns=["metric", "side", "value", "unit", "n", "sd", "ci95_low", "ci95_high", "quality", "reason"],
)


def assessment(quality="ok", reasons=()):
    verdict = SimpleNamespace(quality=quality, reasons=reasons)
    return SimpleNamespace(
        summary=SUMMARY,
        estimates=Summary(SUMMARY),
        verdict=verdict,
        test="walk",
        tables={},
        scale=None,
        person=Person(),
        schema_version="1.0",
        notice="Not a diagnostic device.",
        notes=("The file holds 2 videos.",),
        video=SimpleNamespace(notes=("The file holds 2 videos.",)),
    )


@pytest.fixture
def calls(monkeypatch):
    """Replace reading, measuring and writing; remember how they were called."""
    seen = SimpleNamespace(made=[], measured=[], written=[], answer=assessment())

    def measure_source(path, options, backend, *, progress):
        progress("finding people", 1, 2)
        seen.measured.append((path, options))
        if isinstance(seen.answer, BaseException):
            raise seen.answer
        return pipeline.Measurement(seen.answer, None, None)

    def make_backend(model, **_):
        seen.made.append(model)
        return SimpleNamespace()

    def write_result(measurement, source, folder, **how):
        seen.written.append((folder, how))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "summary.csv").touch()

    monkeypatch.setattr(pipeline, "measure_source", measure_source)
    monkeypatch.setattr(pose, "make_backend", make_backend)
    monkeypatch.setattr(pipeline.Measurement, "for_writing", lambda measurement: measurement)
    monkeypatch.setattr(saving, "write_result", write_result)
    monkeypatch.setattr(saving, "keep_pictures", lambda source: None)
    monkeypatch.setattr(video, "open_video", lambda path, **options: path, raising=False)
    return seen


def analyze(tmp_path, *arguments):
    return run(["analyze", "-o", str(tmp_path / "out"), *arguments])


def test_options_reach_the_pipeline(calls, tmp_path):
    code = analyze(
        tmp_path, "walk.mp4", "--model", "lite", "--height", "1.75", "--slowmo", "8",
        "--start", "1.5", "--end", "9", "--subject", "640,360",
    )  # fmt: skip
    assert code == 0
    path, options = calls.measured[0]
    assert path.name == "walk.mp4"
    assert options == pipeline.Options("lite", 1.75, 8.0, 1.5, 9.0, "640,360")


def test_defaults_are_the_contracts(calls, tmp_path):
    analyze(tmp_path, "walk.mp4")
    assert calls.measured[0][1] == pipeline.Options()
    folder, how = calls.written[0]
    assert folder == tmp_path / "out" / "walk"
    assert (how["video"], how["blur"], how["overwrite"]) == (True, True, False)


def test_flags_reach_the_writer(calls, tmp_path):
    analyze(tmp_path, "walk.mp4", "--no-video", "--no-blur", "--overwrite")
    how = calls.written[0][1]
    assert (how["video"], how["blur"], how["overwrite"]) == (False, False, True)


def test_results_go_to_results_by_default(calls, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["analyze", "walk.mp4"]) == 0
    assert (tmp_path / "results" / "walk" / "summary.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--height", "17.5"], "metres"),
        (["--height", "0.1"], "metres"),
        (["--height", "0.45"], "metres"),
        (["--slowmo", "0"], "slower"),
        (["--slowmo", "-2"], "slower"),
        (["--slowmo", "inf"], "slower"),
        (["--start", "3", "--end", "2"], "before"),
        (["--end", "0"], "before"),
        (["--subject", "the woman"], "pixels"),
        (["--start", "-1"], "help"),
    ],
)
def test_impossible_options_are_refused_before_any_work(calls, tmp_path, capsys, arguments, hint):
    assert analyze(tmp_path, "walk.mp4", *arguments) == 2
    said = capsys.readouterr().err
    assert said.startswith("Error: ")
    assert hint in said.split("hint:")[1]
    assert not calls.measured
    assert list(tmp_path.iterdir()) == []


def test_the_table_shows_values_and_their_quality(calls, tmp_path, capsys):
    calls.answer = assessment("caution", ("Only 2 strides.",))
    assert analyze(tmp_path, "walk.mp4") == 0
    said = capsys.readouterr().out
    assert "99.0" in said
    assert "61.0     62.0*" in said
    assert "28.3     –" in said
    assert "* Interpret with caution:\n  Only 2 strides.\n  far leg\n" in said
    assert "No value lies outside its reference range" in said
    assert "\nThe file holds 2 videos.\n" in said
    assert "walk/" in said
    assert "nan" not in said


def test_json_is_all_there_is_on_stdout(calls, tmp_path, capsys):
    assert analyze(tmp_path, "walk.mp4", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["quality"] == "ok"
    assert answer["notes"] == ["The file holds 2 videos."]
    assert answer["folder"] == str(tmp_path / "out" / "walk")
    rows = {(row["metric"], row["side"]): row for row in answer["summary"]}
    assert rows["ankle_rom_deg", "right"]["value"] is None
    assert rows["cadence_steps_per_min", "both"]["value"] == pytest.approx(99.04)


def test_withheld_is_written_and_exits_4_with_the_reason(calls, tmp_path, capsys):
    calls.answer = assessment("withheld", ("Nobody walks in this recording.", "It is short."))
    assert analyze(tmp_path, "walk.mp4") == 4
    said = capsys.readouterr()
    assert "Nobody walks in this recording." in said.err
    assert "hint: It is short. To read, with how to film: " in said.err
    assert "walk/report.html" in said.err
    assert said.out == ""
    assert calls.written


def test_open_shows_the_report(calls, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(click, "launch", lambda address: opened.append(address) or 0)
    assert analyze(tmp_path, "walk.mp4", "--open") == 0
    assert opened == [str(tmp_path / "out" / "walk" / "report.html")]


def test_withheld_still_answers_programs(calls, tmp_path, capsys):
    calls.answer = assessment("withheld", ("Nobody walks in this recording.",))
    assert analyze(tmp_path, "walk.mp4", "--json") == 4
    assert json.loads(capsys.readouterr().out)["reasons"] == ["Nobody walks in this recording."]


@pytest.mark.parametrize(
    "failure", [InputError("x is empty."), WeightsError("no weights."), KeyboardInterrupt()]
)
def test_a_failure_leaves_nothing(calls, tmp_path, failure):
    calls.answer = failure
    assert analyze(tmp_path, "walk.mp4") in (3, 5, 130)
    assert list(tmp_path.iterdir()) == []


def test_a_filled_folder_is_refused_before_any_work(calls, tmp_path, capsys):
    kept = tmp_path / "out" / "walk" / "summary.csv"
    kept.parent.mkdir(parents=True)
    kept.write_text("precious")
    assert analyze(tmp_path, "walk.mp4") == 2
    assert "--overwrite" in capsys.readouterr().err
    assert kept.read_text() == "precious"
    assert not calls.measured


def test_an_unwritable_folder_is_refused_before_any_work(calls, tmp_path, capsys):
    (tmp_path / "out").write_text("a file, not a folder")
    assert analyze(tmp_path, "walk.mp4") == 2
    assert "-o" in capsys.readouterr().err
    assert not calls.measured


def test_several_videos_are_all_worked_through(calls, tmp_path, capsys, monkeypatch):
    measure_source = pipeline.measure_source

    def sometimes(path, options, backend, *, progress):
        if path.name == "empty.mp4":
            raise InputError("empty.mp4 is empty.", "Copy it again.")
        if path.name == "odd.mp4":
            raise ZeroDivisionError
        return measure_source(path, options, backend, progress=progress)

    monkeypatch.setattr(pipeline, "measure_source", sometimes)
    assert analyze(tmp_path, "empty.mp4", "odd.mp4", "walk.mp4") == 3
    said = capsys.readouterr()
    assert "empty.mp4 is empty." in said.err
    assert "This is a bug" in said.err
    assert "walk.mp4" in said.out
    assert (tmp_path / "out" / "walk").is_dir()
    assert calls.made == ["heavy"]  # one network for all of them


def test_the_network_is_made_only_for_a_recording_that_can_be_opened(calls, tmp_path, monkeypatch):
    def refuse(path, **_):
        raise InputError("walk.mp4 is empty.", "Copy it again.")

    monkeypatch.setattr(video, "open_video", refuse)
    assert analyze(tmp_path, "walk.mp4") == 3
    assert not calls.made


def test_weights_that_are_not_to_be_had_end_with_their_own_code(calls, tmp_path, monkeypatch, capsys):
    def none(model, **_):
        raise WeightsError("There are no weights.", "Fetch them.")

    monkeypatch.setattr(pose, "make_backend", none)
    assert analyze(tmp_path, "walk.mp4") == 5
    assert "There are no weights." in capsys.readouterr().err


def test_two_videos_of_one_name_are_refused(calls, tmp_path, capsys):
    assert analyze(tmp_path, "monday/walk.mp4", "friday/walk.mov") == 2
    assert "walk" in capsys.readouterr().err
    assert not calls.measured


def test_ctrl_c_stops_all_videos(calls, tmp_path):
    calls.answer = KeyboardInterrupt()
    assert analyze(tmp_path, "one.mp4", "two.mp4") == 130
    assert len(calls.measured) == 1

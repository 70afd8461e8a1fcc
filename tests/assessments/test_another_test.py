"""A clinical test from outside goes all the way: pipeline, folder, tables, report, terminal, exports."""

import json

import knee_bends
import pandas as pd
import pytest
from conftest import SAMPLES
from made_recording import detected, times, track, walking_m

import visiongait
from visiongait.assessments import clinical_test, clinical_tests
from visiongait.change import compare
from visiongait.cli.analyze import analyze_one
from visiongait.datatypes import Assessment, Options, Outputs
from visiongait.errors import UsageError
from visiongait.exports import export
from visiongait.pages import make_report
from visiongait.pose import ReplayBackend, save_landmarks

CLIP = SAMPLES / "d01_normal_sagittal.mp4"
WALK = track(walking_m(times()), times())


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    file = tmp_path_factory.mktemp("landmarks") / "walk.npz"
    save_landmarks(file, detected(WALK), WALK)
    return ReplayBackend(file)


@pytest.fixture
def saved(backend, tmp_path):
    result = visiongait.analyse(CLIP, test="knee-bends", backend=backend)
    return visiongait.load(result.save(tmp_path / "bends", video=False, pdf=True))


def test_it_is_found_by_its_name():
    assert clinical_test("knee-bends") is knee_bends.KNEE_BENDS
    assert {"walk", "knee-bends"} <= set(clinical_tests())
    with pytest.raises(UsageError, match="somersault"):
        clinical_test("somersault")


def test_its_summary_and_table_are_saved_and_read_back(saved):
    assert saved.assessment.test == "knee-bends"
    repetitions = saved.table("repetitions")
    found = saved.summary.set_index(["metric", "side"])["value"]
    assert found["n_repetitions", "left"] == (repetitions["side"] == "left").sum() >= 3
    files = {path.name for path in saved.folder.iterdir()}
    assert {"repetitions.csv", "summary.csv", "frames.csv", "report.pdf"} <= files
    assert "strides.csv" not in files
    written = pd.read_csv(saved.folder / "repetitions.csv")
    assert list(written) == list(repetitions)
    assert len(written) == len(repetitions)


def test_its_section_is_on_the_page_and_the_walks_are_not(saved):
    (section,) = make_report(saved.assessment).sections
    assert section.heading == "Knee bends"
    page = (saved.folder / "report.html").read_text(encoding="utf-8")
    assert "<h2>Knee bends</h2>" in page
    assert section.rows[0][2] in page


def test_its_landmarks_can_be_measured_again_as_another_test(saved):
    walk = saved.remeasure(test="walk", height_m=1.75)
    assert walk.assessment.test == "walk"
    assert len(walk.strides)


def test_it_may_be_overwritten_and_exported(saved, backend):
    again = visiongait.analyse(CLIP, test="knee-bends", backend=backend)
    folder = again.save(saved.folder, video=False, overwrite=True)
    files = export(saved.assessment, ["parquet"], folder / "exports")
    assert "repetitions.parquet" in {file.name for file in files}


def test_tests_of_two_kinds_are_not_compared(saved):
    with pytest.raises(UsageError, match="two different tests"):
        compare(saved.assessment, saved.remeasure(test="walk").assessment)


def test_the_terminal_shows_its_headline(backend, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("visiongait.pose.make_backend", lambda *_, **__: backend)
    analyze_one(CLIP, tmp_path, Options(test="knee-bends"), Outputs(video=False))
    assert "Repetitions" in capsys.readouterr().out


def test_assessments_written_before_there_were_other_tests_are_walks(saved):
    plain = json.loads(saved.remeasure(test="walk").assessment.to_json())
    del plain["test"], plain["tables"]
    assert Assessment.from_json(json.dumps(plain)).test == "walk"

"""A baseline and two follow-ups of one rendered walker whose right foot drops less each time.

`course/*.npz` are the landmarks that the network found in three rendered clips of six seconds (same body,
camera and speed; dorsiflexion taken from the right swing: 14°, 7°, 0°); the true changes below were measured
on the renderer's own joints, stride by stride.
"""

from pathlib import Path

import pandas as pd
import pytest
from conftest import SAMPLES

from visiongait.cli.commands import run
from visiongait.pipeline import Options, measure
from visiongait.pose import ReplayBackend
from visiongait.record.database import VARIABLE

CLIPS = Path(__file__).with_name("course")
DAYS = {"course_baseline": "2026-09-01", "course_month1": "2026-10-01", "course_month2": "2026-11-01"}
TRUE_CHANGE_DEG = {
    "ankle_dorsiflexion_at_foot_strike_deg": (4.47, 16.42),
    "peak_dorsiflexion_swing_deg": (6.37, 12.30),
    "peak_plantarflexion_deg": (4.91, 11.41),
    "ankle_rom_deg": (-5.01, -11.65),
}
UNCHANGED = ("walking_speed_m_per_s", "cadence_steps_per_min", "peak_dorsiflexion_stance_deg")


def result_folder(folder, name):
    """What `analyze` keeps of a clip: its landmarks come from the file, the sample is only opened."""
    backend = ReplayBackend(CLIPS / f"{name}.npz")
    made = measure(SAMPLES / "d01_normal_sagittal.mp4", Options(height_m=1.73), backend=backend).assessment
    (folder / name).mkdir()
    (folder / name / "assessment.json").write_text(made.to_json(), encoding="utf-8")
    return folder / name


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The table of `progress` over the three sessions, entered into a record one by one."""
    folder = tmp_path_factory.mktemp("course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, f"sqlite:///{folder / 'record.sqlite'}")
        for name, day in DAYS.items():
            given = ["--subject", "P01", "--date", day, "--comfort", "5"]
            assert run(["record", "add", str(result_folder(folder, name)), *given]) == 0
        assert run(["progress", "P01", "-o", str(folder / "out")]) == 0
    return pd.read_csv(folder / "out" / "progress.csv")


def changes(course, metric, side="right"):
    return course[(course["metric"] == metric) & (course["side"] == side)].sort_values("day")


@pytest.mark.parametrize("metric", TRUE_CHANGE_DEG)
def test_the_true_change_lies_in_the_stated_interval(course, metric):
    rows = changes(course, metric)
    for row, true in zip(rows.itertuples(), TRUE_CHANGE_DEG[metric], strict=True):
        assert row.ci95_low <= true <= row.ci95_high


@pytest.mark.parametrize("metric", TRUE_CHANGE_DEG)
def test_the_change_goes_the_right_way_and_grows(course, metric):
    first, second = changes(course, metric)["change"]
    up = TRUE_CHANGE_DEG[metric][1] > 0
    assert 0 < first < second if up else 0 > first > second


@pytest.mark.parametrize("metric", ["ankle_dorsiflexion_at_foot_strike_deg", "peak_dorsiflexion_swing_deg"])
def test_twelve_degrees_are_beyond_the_detectable_change(course, metric):
    last = changes(course, metric).iloc[-1]
    assert last["outcome"] == "more"
    assert last["change"] > last["detectable_change"]


@pytest.mark.parametrize("metric", UNCHANGED)
def test_what_did_not_change_is_not_said_to(course, metric):
    for side in ("left", "right", "both"):
        assert set(changes(course, metric, side)["outcome"]) <= {"within", "unknown"}


def test_the_other_ankle_did_not_change(course):
    for metric in TRUE_CHANGE_DEG:
        assert set(changes(course, metric, "left")["outcome"]) <= {"within", "unknown"}

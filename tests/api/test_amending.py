"""`amend`, `undo`, `redo`: numbers corrected by hand from saved landmarks, the measured ones kept."""

import json
import sys

import numpy as np
import pandas as pd
import pytest
from conftest import ROOT, SAMPLES

import visiongait
from visiongait import Amendment
from visiongait.errors import InputError, UsageError
from visiongait.pose import ReplayBackend, save_landmarks

sys.path.insert(0, str(ROOT / "tests" / "assessments"))
from made_recording import STATURE_M, STRIDE_S, detected, times, track, walking_m

CLIP = SAMPLES / "d01_normal_sagittal.mp4"
WALK = track(walking_m(times()), times())


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    file = tmp_path_factory.mktemp("landmarks") / "walk.npz"
    save_landmarks(file, detected(WALK), WALK)
    return visiongait.analyse(CLIP, height_m=STATURE_M, backend=ReplayBackend(file))


@pytest.fixture
def folder(measured, tmp_path):
    return measured.save(tmp_path / "walk", video=False)


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "corrections.json"}


def strikes(result, side):
    events = result.events
    return events[(events["side"] == side) & (events["event"] == "foot_strike")]["time_s"].tolist()


def value(result, metric, side="left"):
    return result.summary.set_index(["metric", "side"]).loc[(metric, side), "value"]


def moved(result, by_s=0.05, place=1, **more):
    at_s = strikes(result, "left")[place]
    return Amendment("move_event", side="left", event="foot_strike", time_s=at_s, to_s=at_s + by_s, **more)


def test_a_moved_event_moves_its_strides_and_their_numbers(measured, folder):
    before = strikes(measured, "left")
    after = visiongait.amend(folder, moved(measured, by="A. Meier", why="two frames later"))
    assert strikes(after, "left") == pytest.approx([before[0], before[1] + 0.05, *before[2:]])
    left = after.strides[after.strides["side"] == "left"]
    assert left["stride_time_s"].tolist()[:2] == pytest.approx([STRIDE_S + 0.05, STRIDE_S - 0.05], abs=0.01)
    assert value(after, "stride_time_s", "right") == value(measured, "stride_time_s", "right")


def test_only_changed_numbers_are_marked_by_hand(measured, folder):
    summary = visiongait.amend(folder, moved(measured)).summary.set_index(["metric", "side"])
    assert "by_hand" not in measured.summary.columns
    assert summary.loc[("stride_time_s", "left"), "by_hand"] == 1
    assert summary.loc[("stride_time_s", "right"), "by_hand"] == 0
    written = pd.read_csv(folder / "summary.csv").set_index(["metric", "side"])
    assert written["by_hand"].tolist() == summary["by_hand"].tolist()


def test_corrections_are_kept_in_order_and_stated(measured, folder):
    first = moved(measured, by="A. Meier", why="heel still up")
    visiongait.amend(folder, first)
    second = Amendment("height", height_m=1.6, by="B. Kurz")
    visiongait.amend(folder, second)
    kept = visiongait.load(folder).corrections
    assert [(one.kind, one.by, one.why) for one in kept] == [
        ("move_event", "A. Meier", "heel still up"), ("height", "B. Kurz", ""),
    ]  # fmt: skip
    assert all(one.at_utc for one in kept)
    stated = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))["corrections"]
    assert [one["kind"] for one in stated] == ["move_event", "height"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Corrected by hand" in page
    assert f"Left initial contact moved from {first.time_s:.2f} s to {first.to_s:.2f} s (A. Meier" in page
    assert "heel still up" in page
    assert "Height set to 1.60 m (B. Kurz" in page


def test_undoing_everything_restores_every_byte(measured, folder):
    before = contents(folder)
    visiongait.amend(folder, moved(measured), Amendment("swap_sides"))
    corrected = contents(folder)
    assert {"measured.json"} == corrected.keys() - before.keys()
    assert corrected["measured.json"] == before["assessment.json"]
    visiongait.undo(folder)
    assert [one.kind for one in visiongait.load(folder).corrections] == ["move_event"]
    visiongait.undo(folder)
    assert contents(folder) == before
    with pytest.raises(UsageError, match="no correction to take back"):
        visiongait.undo(folder)


def test_what_was_undone_can_be_put_back_until_something_else_is_done(measured, folder):
    visiongait.amend(folder, moved(measured), Amendment("height", height_m=1.6))
    visiongait.undo(folder)
    visiongait.undo(folder)
    assert [one.kind for one in visiongait.undone(folder)] == ["height", "move_event"]
    assert [one.kind for one in visiongait.redo(folder).corrections] == ["move_event"]
    visiongait.amend(folder, Amendment("trim", end_s=4.0))
    assert visiongait.undone(folder) == ()
    with pytest.raises(UsageError, match="put back"):
        visiongait.redo(folder)


def test_swapped_sides_are_the_other_leg(measured):
    swapped = measured.amended(Amendment("swap_sides"))
    assert strikes(swapped, "right") == pytest.approx(strikes(measured, "left"), abs=1e-3)
    assert swapped.frames["left_relabelled"].all()
    twice = swapped.amended(Amendment("swap_sides"))
    pd.testing.assert_frame_equal(twice.strides, measured.strides)


def test_a_correction_follows_its_leg_through_a_later_swap(measured):
    before = measured.amended(moved(measured), Amendment("swap_sides"))
    assert strikes(before, "right")[1] == pytest.approx(strikes(measured, "left")[1] + 0.05)


def test_an_excluded_stride_stays_listed_and_counts_no_more(measured):
    stride = measured.strides[measured.strides["side"] == "left"].iloc[0]
    middle_s = (stride["start_s"] + stride["end_s"]) / 2
    after = measured.amended(Amendment("exclude_stride", side="left", time_s=middle_s, why="stumbled"))
    assert len(after.strides) == len(measured.strides)
    row = after.strides[after.strides["stride"] == stride["stride"]].iloc[0]
    assert (row["valid"], row["reject_reason"]) == (False, "Excluded by hand: stumbled.")
    counts = [one.summary.set_index(["metric", "side"])["n"] for one in (measured, after)]
    assert counts[1]["stride_time_s", "left"] == counts[0]["stride_time_s", "left"] - 1


def test_added_and_deleted_events(measured):
    at_s = strikes(measured, "left")[1]
    deleted = measured.amended(
        Amendment("delete_event", side="left", event="foot_strike", time_s=at_s + 0.03)
    )
    assert len(strikes(deleted, "left")) == len(strikes(measured, "left")) - 1
    added = deleted.amended(Amendment("add_event", side="left", event="foot_strike", time_s=at_s))
    assert strikes(added, "left") == strikes(measured, "left")
    row = added.events[added.events["method"] == "by hand"].iloc[0]
    assert (row["time_s"], row["confidence"]) == (at_s, 1.0)


def test_a_trim_is_in_the_results_own_seconds(measured):
    shorter = measured.amended(Amendment("trim", start_s=1.0, end_s=3.5))
    assert shorter.frames["time_s"].iloc[[0, -1]].tolist() == pytest.approx([1.0, 3.5], abs=0.02)
    whole = shorter.amended(Amendment("trim"))
    pd.testing.assert_frame_equal(whole.strides, measured.strides)


def test_another_stature_scales_lengths_only(measured):
    taller = measured.amended(Amendment("height", height_m=2 * STATURE_M / 1.75))
    assert value(taller, "stride_length_m") == pytest.approx(value(measured, "stride_length_m") * 2 / 1.75)
    assert np.isnan(value(measured.amended(Amendment("height")), "walking_speed_m_per_s"))


@pytest.mark.parametrize(
    ("impossible", "said"),
    [
        (Amendment("move_event", side="left", event="foot_strike", time_s=0.05, to_s=0.5), "near 0.05 s"),
        (Amendment("add_event", side="left", event="foot_off", time_s=99.0), "No walking was measured"),
        (Amendment("exclude_stride", side="left", time_s=99.0), "no left stride at 99.00 s"),
        (Amendment("trim", start_s=99.0), "no landmarks between 99 s"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(folder, impossible, said):
    before = contents(folder)
    with pytest.raises(UsageError, match=said):
        visiongait.amend(folder, Amendment("height", height_m=1.6), impossible)
    assert contents(folder) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "paint"},
        {"kind": "move_event", "side": "left", "event": "foot_strike", "time_s": 1.0},
        {"kind": "height", "side": "left"},
        {"kind": "height", "height_m": 17.2},
        {"kind": "add_event", "side": "middle", "event": "foot_off", "time_s": 1.0},
        {"kind": "trim", "start_s": 2.0, "end_s": 1.0},
    ],
)
def test_corrections_that_make_no_sense_cannot_be_made(wrong):
    with pytest.raises(UsageError):
        Amendment(**wrong)


def test_without_landmarks_or_with_another_recording_it_says_so(folder):
    with pytest.raises(UsageError, match="not the recording that was measured"):
        visiongait.amend(folder, recording=SAMPLES / "d03_foot_drop_right.mp4")
    (folder / "pose.npz").unlink()
    with pytest.raises(InputError, match=r"pose\.npz"):
        visiongait.amend(folder, Amendment("swap_sides"))


def test_corrected_numbers_are_not_measured_or_saved_as_if_they_were_not(measured, folder, tmp_path):
    corrected = visiongait.amend(folder, moved(measured))
    for refused in (corrected.remeasure, lambda: corrected.save(tmp_path / "other")):
        with pytest.raises(UsageError, match="corrected by hand"):
            refused()


def test_exports_of_before_go_and_the_users_own_files_stay(measured, folder):
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    (folder / "exports").mkdir()
    (folder / "exports" / "summary.parquet").write_bytes(b"old")
    visiongait.amend(folder, moved(measured))
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (folder / "exports").exists()


def test_who_was_seen_and_where(measured):
    people = measured.people
    assert people[["person", "measured"]].to_numpy().tolist() == [[1, 1]]
    at_s = (people["start_s"][0] + people["end_s"][0]) / 2
    left, top, right, bottom = measured.people_at(at_s)[1]
    assert left < people["x_px"][0] < right
    assert top < people["y_px"][0] < bottom

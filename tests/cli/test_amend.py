"""`visiongait amend`: corrections from the command line."""

import sys

import pandas as pd
import pytest
from conftest import ROOT, SAMPLES

import visiongait
from visiongait.cli.commands import run
from visiongait.pose import ReplayBackend, save_landmarks

sys.path.insert(0, str(ROOT / "tests" / "assessments"))
from made_recording import STATURE_M, detected, times, track, walking_m


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    file = tmp_path_factory.mktemp("landmarks") / "walk.npz"
    walk = track(walking_m(times()), times())
    save_landmarks(file, detected(walk), walk)
    clip = SAMPLES / "d01_normal_sagittal.mp4"
    return visiongait.analyse(clip, height_m=STATURE_M, backend=ReplayBackend(file))


@pytest.fixture
def folder(measured, tmp_path):
    return measured.save(tmp_path / "walk", video=False)


def corrections(folder):
    return visiongait.load(folder).corrections


def test_edited_events_are_moved_added_and_deleted(folder, tmp_path, capsys):
    events = pd.read_csv(folder / "events.csv")
    strikes = events.index[(events["side"] == "left") & (events["event"] == "foot_strike")]
    offs = events.index[(events["side"] == "right") & (events["event"] == "foot_off")]
    at_s = events.loc[strikes[1], "time_s"]
    events.loc[strikes[1], "time_s"] = at_s + 0.05
    events = events.drop(index=offs[0])
    edited = tmp_path / "events.csv"
    edited.write_bytes(events.to_csv(index=False, sep=";", decimal=",").encode("utf-16"))
    assert run(["amend", str(folder), "--events", str(edited), "--by", "AM", "--why", "seen late"]) == 0
    moved, deleted = corrections(folder)
    assert (moved.kind, moved.side, moved.event) == ("move_event", "left", "foot_strike")
    assert (moved.time_s, moved.to_s) == pytest.approx((at_s, at_s + 0.05), abs=1e-6)
    assert (deleted.kind, deleted.side, deleted.event) == ("delete_event", "right", "foot_off")
    assert {one.why for one in (moved, deleted)} == {"seen late"}
    said = capsys.readouterr().out
    assert "2 corrections in force" in said
    assert "To read: " in said
    assert run(["amend", str(folder), "--events", str(edited)]) == 2
    assert "are those of the result already" in capsys.readouterr().err


def test_sides_strides_trim_and_height(measured, folder):
    options = ["--swap-sides", "1,0,2.5", "--exclude-stride", "2", "--start", "0.5", "--height", "1,80"]
    assert run(["amend", str(folder), *options]) == 2  # 1,0,2.5 is not two times
    options[1] = "1.0,2.5"
    assert run(["amend", str(folder), *options]) == 0
    excluded, swapped, trimmed, height = corrections(folder)
    second = measured.strides.iloc[1]
    assert (excluded.kind, excluded.side) == ("exclude_stride", second["side"])
    assert second["start_s"] < excluded.time_s < second["end_s"]
    assert (swapped.start_s, swapped.end_s) == (1.0, 2.5)
    assert (trimmed.start_s, trimmed.end_s) == (0.5, None)
    assert height.height_m == 1.8


def test_undo_redo_and_everything_swapped(folder, capsys):
    assert run(["amend", str(folder), "--swap-sides"]) == 0
    assert run(["amend", str(folder), "--undo"]) == 0
    assert "As measured again." in capsys.readouterr().out
    assert run(["amend", str(folder), "--redo"]) == 0
    assert [one.kind for one in corrections(folder)] == ["swap_sides"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "No correction was given"),
        (["--exclude-stride", "99"], "There is no stride 99"),
        (["--subject", "2"], "Only the landmarks of the person who was measured"),
        (["--height", "17.2"], "is not a height"),
        (["--undo"], "no correction to take back"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(folder, capsys, options, said):
    assert run(["amend", str(folder), *options]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("time_s,side\n1,left\n", "the columns event are missing"),
        ("time_s,side,event\n1,left,jump\n", "row 2"),
    ],
)
def test_what_is_no_table_of_events_is_one_sentence(folder, tmp_path, capsys, content, said):
    (tmp_path / "e.csv").write_text(content)
    assert run(["amend", str(folder), "--events", str(tmp_path / "e.csv")]) == 3
    assert said in capsys.readouterr().err

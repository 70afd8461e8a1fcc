"""TRC, MOT and C3D, read back by programs that we did not write."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from c3d import Reader
from made_exports import CAMERA, HIDDEN, WALKER, assessed, out_and_back, uneven, walk_out_and_back
from trc import TRCData

from visiongait.datatypes import SIDES
from visiongait.errors import UsageError
from visiongait.exports import export, trials
from visiongait.exports.c3d import LAST_FRAME, MOST_EVENTS, c3d_parts, write_trial
from visiongait.exports.opensim import mot_text, trc_text
from visiongait.version import NOT_A_DEVICE

pytestmark = pytest.mark.filterwarnings("ignore:No analog data found")  # of the reader, and true
ANGLE_COLUMNS = {
    "hip_flexion": "hip_flexion",
    "knee_angle": "knee_flexion",
    "ankle_angle": "ankle_dorsiflexion",
}


@pytest.fixture(scope="module")
def assessment():
    return walk_out_and_back()


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    place = tmp_path_factory.mktemp("erika") / "exports"
    export(assessment, ["trc", "mot", "c3d"], place)
    return place


def read_trc(path):
    """Frame numbers, times, and per marker (N, 3), NaN where the file has nothing."""
    data = TRCData()
    data.load(str(path))
    markers = {name: np.array(data[name]) for name in data["Markers"]}
    return data, np.array(data["Time"]), markers


def read_mot(path):
    head, table = path.read_text().split("endheader\n")
    return head, pd.read_csv(pd.io.common.StringIO(table), sep="\t")


def read_c3d(path):
    """Header facts, per point (N, 5) with residual, and events as (time, side, event)."""
    with path.open("rb") as file:
        reader = Reader(file)
        points = np.array([points for _, points, _ in reader.read_frames()])
        labels = [label.strip() for label in reader.point_labels]
        contexts, names = (
            [word.strip() for word in reader.get(f"EVENT:{part}").string_array]
            for part in ("CONTEXTS", "LABELS")
        )
        minutes, seconds = reader.get("EVENT:TIMES").float_array.T
        events = sorted(zip((60 * minutes + seconds).tolist(), contexts, names, strict=True))
        facts = {
            name: [word.strip() for word in reader.get(name).string_array]
            for name in ("POINT:UNITS", "POINT:ANGLES", "POINT:ANGLE_UNITS", "VISIONGAIT:NOTICE")
        }
        facts |= {"rate": reader.point_rate, "first": reader.first_frame}
        assert reader.get("EVENT:USED").int16_value == len(events)
    return facts, dict(zip(labels, points.swapaxes(0, 1), strict=True)), events


@pytest.fixture(scope="module")
def opensim():
    """OpenSim itself, where somebody has installed it: 280 MB are too much for every computer."""
    return pytest.importorskip("opensim", reason="OpenSim is not installed (pip install opensim)")


@pytest.fixture(scope="module")
def passes(assessment):
    return trials(assessment)


def test_one_trial_per_pass(folder, passes):
    assert sorted(path.name for path in folder.glob("pass*")) == sorted(
        f"pass{number}.{kind}" for number in (1, 2) for kind in ("trc", "mot", "c3d")
    )
    assert [one.number for one in passes] == [1, 2]
    assert passes[1].time_s[0] > 6


@pytest.mark.parametrize("number", [1, 2])
def test_trc_holds_the_markers_in_metres(folder, passes, number):
    data, time_s, markers = read_trc(folder / f"pass{number}.trc")
    trial = passes[number - 1]
    assert (data["Units"], float(data["DataRate"]), int(data["NumFrames"])) == ("m", 30, len(trial.tick))
    assert time_s == pytest.approx(trial.tick / 30, abs=1e-6)
    assert list(markers) == [
        f"{side}_{point}"
        for side in SIDES
        for point in ("hip", "knee", "ankle", "heel", "foot_index", "shoulder")
    ]
    for name, xyz in markers.items():
        assert xyz[:, :2] == pytest.approx(trial.position_m[name], abs=1e-6, nan_ok=True)
        assert set(xyz[:, 2][np.isfinite(xyz[:, 2])]) == {0.0}


def test_what_was_not_seen_is_missing(folder):
    _, _, markers = read_trc(folder / "pass1.trc")
    for name, xyz in markers.items():
        hidden = name in ("right_heel", "right_foot_index", "right_ankle")
        assert np.isnan(xyz[HIDDEN]).all() == hidden
        assert np.isnan(xyz).any() == hidden
    _, points, _ = read_c3d(folder / "pass1.c3d")
    assert (points["right_heel"][HIDDEN, 3] == -1).all()
    assert (points["right_heel"][HIDDEN, :3] == 0).all()
    assert (points["left_heel"][:, 3] == 0).all()
    assert (points["RAnkleAngles"][HIDDEN, 3] == -1).all()


def test_both_ways_walk_forward_and_upright(folder):
    for number in (1, 2):
        _, time_s, markers = read_trc(folder / f"pass{number}.trc")
        hip = (markers["left_hip"] + markers["right_hip"]) / 2
        assert np.polyfit(time_s, hip[:, 0], 1)[0] == pytest.approx(WALKER.speed_m_per_s, rel=0.05)
        assert 0.8 < hip[:, 1].mean() < 1.0
        assert markers["left_shoulder"][:, 1].mean() > hip[:, 1].mean() + 0.3
        feet = [markers[f"{side}_{part}"][:, 1] for side in SIDES for part in ("heel", "foot_index")]
        assert np.nanmin(feet) == pytest.approx(0, abs=0.03)


def test_mot_holds_the_angles_in_degrees(folder, assessment):
    head, table = read_mot(folder / "pass1.mot")
    frames = assessment.frames.set_index(assessment.frames["time_s"].round(4))
    assert "inDegrees=yes" in head
    assert f"nRows={len(table)}" in head
    assert f"nColumns={len(table.columns)}" in head
    assert NOT_A_DEVICE in head
    there = frames.loc[table["time"].round(4)]
    for ours, name in ANGLE_COLUMNS.items():
        for side in SIDES:
            expected = there[f"{side}_{name}_deg"].to_numpy()
            assert table[f"{ours}_{side[0]}"].to_numpy() == pytest.approx(expected, abs=1e-5)


def test_mot_leaves_out_samples_without_all_angles(folder):
    _, table = read_mot(folder / "pass1.mot")
    assert not table.isna().to_numpy().any()
    missing = set(range(149)) - set((table["time"] * 30).round().astype(int))
    assert missing == set(range(HIDDEN.start, HIDDEN.stop))


def test_an_angle_hardly_ever_measured_does_not_empty_the_mot(passes):
    angles = dict(passes[0].angle_deg)
    angles["left", "hip_flexion_deg"] = np.full(len(passes[0].tick), np.nan)
    text = mot_text(replace(passes[0], angle_deg=angles))
    assert "hip_flexion_l" not in text.split("endheader")[1]
    assert "hip_flexion_r" in text.split("endheader")[1]
    assert len(text.splitlines()) > 100


@pytest.mark.parametrize("number", [1, 2])
def test_c3d_holds_markers_angles_and_the_clock(folder, passes, number):
    facts, points, _ = read_c3d(folder / f"pass{number}.c3d")
    trial = passes[number - 1]
    assert (facts["rate"], facts["first"]) == (30, trial.tick[0] + 1)
    assert (facts["POINT:UNITS"], facts["POINT:ANGLE_UNITS"]) == (["mm"], ["deg"])
    assert facts["VISIONGAIT:NOTICE"] == [NOT_A_DEVICE]
    x, y, z = points["left_knee"][:, :3].T
    assert np.stack([x, z], axis=1) == pytest.approx(1000 * trial.position_m["left_knee"], abs=0.01)
    assert not y.any()
    assert set(facts["POINT:ANGLES"]) == set(points) - set(trial.position_m)
    assert points["LKneeAngles"][:, 0] == pytest.approx(trial.angle_deg["left", "knee_flexion_deg"], abs=1e-4)


def test_angles_are_those_of_the_markers(folder):
    """Worked out again from the C3D's own markers: thigh against shank."""
    _, points, _ = read_c3d(folder / "pass2.c3d")
    hip, knee, ankle = (points[f"right_{name}"][:, [0, 2]] for name in ("hip", "knee", "ankle"))
    thigh, shank = (
        np.degrees(np.arctan2(*(upper - lower).T)) for upper, lower in ((hip, knee), (knee, ankle))
    )
    assert points["RKneeAngles"][:, 0] == pytest.approx(shank - thigh, abs=0.05)


def test_events_survive_with_their_times(folder, assessment):
    found = [event for number in (1, 2) for event in read_c3d(folder / f"pass{number}.c3d")[2]]
    table = assessment.events
    words = {"foot_strike": "Foot Strike", "foot_off": "Foot Off", "left": "Left", "right": "Right"}
    assert len(found) == len(table) > 20
    assert [time_s for time_s, _, _ in found] == pytest.approx(table["time_s"].tolist(), abs=1e-5)
    assert [side for _, side, _ in found] == [words[side] for side in table["side"]]
    assert [event for _, _, event in found] == [words[event] for event in table["event"]]


def test_a_walk_of_many_events_is_cut_into_files_that_readers_can_hold(passes, tmp_path):
    events = pd.DataFrame({"time_s": np.linspace(0.01, 4.9, 600), "side": "left", "event": "foot_off"})
    parts = c3d_parts(replace(passes[0], events=events))
    assert np.concatenate([part.tick for part in parts]).tolist() == passes[0].tick.tolist()
    found = []
    for number, part in enumerate(parts):
        assert len(part.events) <= 255
        write_trial(part, tmp_path / f"{number}.c3d")
        found += [time_s for time_s, _, _ in read_c3d(tmp_path / f"{number}.c3d")[2]]
    assert len(parts) == 600 / MOST_EVENTS // 1 + 1
    assert found == pytest.approx(events["time_s"].tolist(), abs=1e-5)


def test_a_pass_later_than_c3d_can_count_is_refused(passes):
    late = replace(passes[0], tick=passes[0].tick + LAST_FRAME)
    with pytest.raises(UsageError, match="65535"):
        c3d_parts(late)


def test_without_a_stature_there_are_angles_and_events_but_no_markers(tmp_path):
    trial = trials(assessed(out_and_back(), height_m=None))[0]
    write_trial(trial, tmp_path / "a.c3d")
    facts, points, events = read_c3d(tmp_path / "a.c3d")
    assert list(points) == facts["POINT:ANGLES"]
    assert len(events) > 10


def test_an_uneven_recording_gets_an_even_clock_and_keeps_its_events():
    measured = assessed(uneven())
    (trial,) = trials(measured)
    frame_s = measured.frames["time_s"].to_numpy()
    assert np.ptp(np.diff(frame_s)) > 0.03
    assert np.diff(trial.time_s) == pytest.approx(1 / trial.rate_hz)
    assert trial.events["time_s"].tolist() == measured.events["time_s"].tolist()
    (even,) = trials(assessed(WALKER.pose_track(CAMERA)))
    for name in ("left_knee", "right_heel"):
        both = slice(5, 140)
        off_m = trial.position_m[name][both] - even.position_m[name][both]
        assert np.sqrt((off_m**2).mean()) < 0.01


def test_opensim_reads_the_markers(opensim, folder, passes):
    table = opensim.TimeSeriesTableVec3(str(folder / "pass1.trc"))
    assert list(table.getColumnLabels()) == list(passes[0].position_m)
    assert table.getTableMetaDataString("Units") == "m"
    assert list(table.getIndependentColumn()) == pytest.approx(passes[0].time_s.tolist(), abs=1e-6)
    heel = table.getDependentColumn("right_heel")
    heel = np.array([[heel[i][axis] for axis in range(3)] for i in range(table.getNumRows())])
    assert heel[:, :2] == pytest.approx(passes[0].position_m["right_heel"], abs=1e-6, nan_ok=True)


def test_opensim_reads_every_row_of_the_angles(opensim, folder):
    """By `Storage`, which its window uses: it stops at the first missing value."""
    _, expected = read_mot(folder / "pass1.mot")
    storage = opensim.Storage(str(folder / "pass1.mot"))
    assert (storage.getSize(), storage.isInDegrees()) == (len(expected), True)
    angle = opensim.ArrayDouble()
    storage.getDataColumn("ankle_angle_r", angle)
    found = [angle.get(i) for i in range(angle.getSize())]
    assert found == pytest.approx(expected["ankle_angle_r"].tolist())


def test_a_marker_never_seen_is_missing_throughout(passes, tmp_path):
    lost = {**passes[0].position_m, "right_shoulder": np.full((len(passes[0].tick), 2), np.nan)}
    (tmp_path / "a.trc").write_text(trc_text(replace(passes[0], position_m=lost), "a.trc"))
    _, _, markers = read_trc(tmp_path / "a.trc")
    assert np.isnan(markers["right_shoulder"]).all()
    assert np.isfinite(markers["left_shoulder"]).all()

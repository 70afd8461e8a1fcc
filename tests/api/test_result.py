"""`analyse`, `Result.save`, `load` and `Result.remeasure`, with saved landmarks in place of a network."""

import sys

import pandas as pd
import pytest
from conftest import ROOT, SAMPLES

import visiongait
from visiongait.datatypes import TABLES
from visiongait.errors import InputError, UsageError
from visiongait.pose import ReplayBackend, save_landmarks

sys.path.insert(0, str(ROOT / "tests" / "assessments"))
from made_recording import STATURE_M, detected, times, track, walking_m

CLIP = SAMPLES / "d01_normal_sagittal.mp4"
WALK = track(walking_m(times()), times())


@pytest.fixture(scope="module")
def backend(tmp_path_factory):
    file = tmp_path_factory.mktemp("landmarks") / "walk.npz"
    save_landmarks(file, detected(WALK), WALK)
    return ReplayBackend(file)


@pytest.fixture
def result(backend):
    return visiongait.analyse(CLIP, height_m=STATURE_M, backend=backend)


def same_tables(one, other):
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def test_tables_are_data_frames(result):
    assert set(result.strides["side"]) == {"left", "right"}
    assert result.summary.set_index(["metric", "side"]).loc[("ankle_rom_deg", "left"), "n"] >= 1
    assert result.verdict.quality in ("ok", "caution")
    assert len(result.frames) == len(result.landmarks) == len(WALK.time_s)


def test_what_is_saved_is_read_back(result, tmp_path):
    folder = result.save(tmp_path / "walk", video=False)
    assert {"assessment.json", "pose.npz", "strides.csv", "report.html"} <= {p.name for p in folder.iterdir()}
    same_tables(visiongait.load(folder), result)


def test_saved_landmarks_give_the_same_numbers_again(result, tmp_path):
    back = visiongait.load(result.save(tmp_path / "walk", video=False))
    same_tables(back.remeasure(), result)


def test_another_stature_scales_lengths_only(result):
    taller = result.remeasure(height_m=2 * STATURE_M / 1.75)
    key = ["metric", "side"]
    before, after = (one.summary.set_index(key)["value"] for one in (result, taller))
    assert after["stride_length_m", "left"] == pytest.approx(before["stride_length_m", "left"] * 2 / 1.75)
    assert after["ankle_rom_deg", "left"] == before["ankle_rom_deg", "left"]
    assert taller.assessment.provenance.parameters["height_m"] == 2 * STATURE_M / 1.75


def test_a_trimmed_recording_has_fewer_strides(result):
    shorter = result.remeasure(end_s=3.0)
    assert 0 < len(shorter.strides) < len(result.strides)
    assert shorter.frames["time_s"].max() < 3.0


@pytest.mark.parametrize("impossible", [{"height_m": 175}, {"start_s": 900.0}, {"subject": "somebody"}])
def test_impossible_wishes_are_refused(result, impossible):
    with pytest.raises(UsageError):
        result.remeasure(**impossible)


def test_a_folder_without_landmarks_says_so(result, tmp_path):
    folder = result.save(tmp_path / "walk", video=False)
    (folder / "pose.npz").unlink()
    with pytest.raises(InputError, match=r"pose\.npz"):
        visiongait.load(folder).remeasure()


def test_public_names_are_there_and_documented():
    for name in visiongait.__all__:
        assert name == "__version__" or getattr(visiongait, name).__doc__


def long_table():
    return pd.DataFrame(
        [
            (frame, name, *WALK.xy_px[frame, column])
            for frame in range(len(WALK.time_s))
            for column, name in enumerate(WALK.skeleton.landmarks)
        ],
        columns=["frame", "landmark", "x_px", "y_px"],
    )


def test_landmarks_of_another_tool_are_measured_alike(result):
    table = visiongait.landmarks_from(long_table(), width_px=1920, height_px=1080, fps=60)
    names = [name.replace("foot_index", "toe") for name in WALK.skeleton.landmarks]
    array = visiongait.landmarks_from(WALK.xy_px, names=names, width_px=1920, height_px=1080, fps=60)
    for landmarks in (table, array):
        measured = landmarks.measure(height_m=STATURE_M)
        assert len(measured.strides) == len(result.strides)
        pd.testing.assert_series_equal(measured.strides["start_s"], result.strides["start_s"])


class Labelled:
    """As much of an xarray DataArray as is asked for."""

    dims = ("time", "space", "keypoints", "individuals")
    sizes = {"individuals": 1}  # noqa: RUF012

    def __init__(self, values, time_s, names):
        coord = lambda of: type("Coord", (), {"values": of})  # noqa: E731
        self.values, self.coords = values, {"time": coord(time_s), "keypoints": coord(names)}

    def isel(self, individuals):
        return self

    def transpose(self, *dims):
        return self


def test_labelled_arrays_keep_their_times():
    poses = Labelled(WALK.xy_px, WALK.time_s, list(WALK.skeleton.landmarks))
    landmarks = visiongait.landmarks_from(poses, width_px=1920, height_px=1080)
    assert (landmarks.track.time_s == WALK.time_s).all()


def test_missing_landmarks_are_named():
    table = long_table()
    with pytest.raises(UsageError, match="left_heel"):
        visiongait.landmarks_from(
            table[table["landmark"] != "left_heel"], width_px=1920, height_px=1080, fps=60
        )
    with pytest.raises(UsageError, match="times"):
        visiongait.landmarks_from(table, width_px=1920, height_px=1080)


def test_curves_and_events_are_drawn_into_axes(result):
    from matplotlib.figure import Figure

    upper, lower = Figure().subplots(2)
    assert visiongait.plotting.plot_cycles(result, ax=upper) is upper
    labels = [text.get_text() for text in upper.get_legend().get_texts()]
    assert labels[0] == "reference ± SD"
    assert labels[1].startswith("left (n = ")
    assert visiongait.plotting.plot_events(result, ax=lower) is lower
    assert len(lower.lines) == 4
    with pytest.raises(UsageError, match="no angle"):
        visiongait.plotting.plot_cycles(result, "elbow_deg", ax=upper)

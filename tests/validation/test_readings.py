"""Angles read by eye: what is compared with what."""

import numpy as np
import pandas as pd
import pytest

from visiongait.validation.readings import angle_errors, by_phase, read_angles

COLUMNS = "clip,frame,side,near_far,phase,shank_to_vertical_deg,foot_from_flat_deg,ankle_from_flat_deg"


@pytest.fixture
def readings(tmp_path):
    file = tmp_path / "readings.csv"
    file.write_text(
        f"{COLUMNS}\nwalk.mp4,7,left,near,strike,-20,22,2\nwalk.mp4,9,left,near,loading,-8,1,-7\n"
        "walk.mp4,7,right,far,pushoff,40,-35,\n",
        encoding="utf-8",
    )
    return read_angles(file)


def frames(**values):
    angles = ("ankle_dorsiflexion_deg", "foot_to_floor_deg", "shank_to_vertical_deg")
    empty = {f"{side}_{angle}": [np.nan, np.nan] for side in ("left", "right") for angle in angles}
    return pd.DataFrame({"frame": [7, 9], **empty, **values})


def test_an_error_is_measured_minus_read(readings):
    found = angle_errors(frames(left_foot_to_floor_deg=[25.0, 4.0]), readings)
    foot = found[(found["angle"] == "foot_to_floor_deg") & (found["leg"] == "near")]
    assert foot["error_deg"].tolist() == [3.0, 3.0]
    assert foot["phase"].tolist() == ["strike", "loading"]


def test_what_was_not_read_is_not_compared(readings):
    found = angle_errors(frames(), readings)
    assert "ankle_dorsiflexion_deg" not in set(found.loc[found["leg"] == "far", "angle"])


def test_bias_and_mean_absolute_error_by_phase_and_over_all(readings):
    errors = angle_errors(frames(left_shank_to_vertical_deg=[-18.0, -12.0]), readings)
    said = {phase: figures[2] for phase, _, figures in by_phase(errors, "near")}
    assert said["strike"] == (2.0, 2.0)
    assert said["all"] == (-1.0, 3.0)

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from visiongait.validation.real_walks import (
    COMPARED,
    foot_steadiness,
    half_differences,
    side_differences,
)

TIME_S = np.arange(0.0, 4.0, 0.02)
SIDES = ("left", "right")


def recording(flat_deg=0.0, foot_px=50.0, metrics=(10.0, 10.0, 12.0, 12.0)):
    """Four strides of each leg from 0 to 4 s."""
    frames, landmarks = pd.DataFrame({"time_s": TIME_S}), pd.DataFrame({"time_s": TIME_S})
    for side in SIDES:
        frames[f"{side}_foot_to_floor_deg"] = flat_deg
        frames[f"{side}_reliable"] = 1
        for point, x in (("heel", 0.0), ("toe", foot_px)):
            landmarks[f"{side}_{point}_x_px"] = x
            landmarks[f"{side}_{point}_y_px"] = 0.0
    strides = pd.DataFrame(
        [
            {"side": side, "start_s": i, "end_s": i + 1, "valid": True, **dict.fromkeys(COMPARED, metrics[i])}
            for side in SIDES
            for i in range(4)
        ]
    )
    summary = pd.DataFrame(
        [
            {"metric": m, "side": side, "value": 11.0, "unit": "deg", "n": 4, "sd": 1.0, "ci95_low": 9.0}
            | {"ci95_high": 12.5, "quality": "ok", "reason": ""}
            for m in COMPARED
            for side in SIDES
        ]
    )
    return SimpleNamespace(frames=frames, landmarks=landmarks, strides=strides, summary=summary)


def test_a_still_foot_is_steady():
    table = foot_steadiness(recording(flat_deg=3.0)).set_index("side")
    assert table.loc["left", "strides"] == 4
    assert table.loc["left", "flat_angle_sd_deg"] == 0
    assert table.loc["left", "flat_angle_range_deg"] == 0
    assert table.loc["right", "foot_length_cv_percent"] == 0


def test_unrest_and_drift_of_the_flat_foot():
    walk = recording(flat_deg=np.where(np.arange(len(TIME_S)) % 2, 1.0, -1.0) + np.floor(TIME_S))
    table = foot_steadiness(walk).set_index("side")
    assert table.loc["left", "flat_angle_sd_deg"] == pytest.approx(1.0, rel=0.1)
    assert table.loc["left", "flat_angle_range_deg"] == pytest.approx(3.0, abs=0.2)


def test_a_foot_that_changes_its_length_and_frames_that_were_not_trusted():
    walk = recording(foot_px=50.0 * (1 + 0.1 * np.where(np.arange(len(TIME_S)) % 2, 1.0, -1.0)))
    assert foot_steadiness(walk)["foot_length_cv_percent"].iloc[0] == pytest.approx(10.0, rel=0.05)
    walk.frames["left_reliable"] = np.arange(len(TIME_S)) % 2
    assert foot_steadiness(walk)["foot_length_cv_percent"].iloc[0] == pytest.approx(0.0, abs=1e-9)


def test_sides_are_compared():
    walk = recording()
    walk.strides.loc[walk.strides["side"] == "right", "ankle_rom_deg"] += 5.0
    differences = side_differences(walk).set_index("metric")["difference"]
    assert differences["ankle_rom_deg"] == pytest.approx(-5.0)
    assert differences["peak_plantarflexion_deg"] == pytest.approx(0.0)


def test_halves_agree_within_the_stated_interval_or_not():
    assert half_differences(recording())["agree"].all()
    assert not half_differences(recording(metrics=(10.0, 10.0, 13.0, 13.0)))["agree"].any()

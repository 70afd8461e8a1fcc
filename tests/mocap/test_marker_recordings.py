"""The goals on real markers, force plates and three-dimensional angles (measured values: figures.py)."""

import numpy as np
import pytest
from conftest import shared
from figures import KINDS, LIMIT_S, angle_rmse_deg, nearest_error, pooled
from recordings import SETS, load

from visiongait.datatypes.walk import SIDES
from visiongait.events import find_events, find_strides
from visiongait.kinematics import ankle_zero


@pytest.fixture(autouse=True)
def _recordings() -> None:
    shared("mocap/README.md")


@pytest.mark.parametrize("kind", KINDS)
def test_events_of_healthy_adults_agree_with_force_plates(kind):
    scored = pooled(kind)
    assert scored.invented == 0
    assert len(scored.errors_s) >= 0.95 * scored.true
    assert abs(np.median(scored.errors_s)) < 0.005
    assert np.mean(np.abs(scored.errors_s) <= LIMIT_S[kind]) >= 0.95


@pytest.mark.parametrize(("joint", "limit_deg"), [("ankle", 1.5), ("knee", 2.0), ("hip", 2.0)])
def test_curves_follow_plug_in_gait(joint, limit_deg):
    assert np.median(list(angle_rmse_deg(joint).values())) <= limit_deg


def test_shuffling_with_parkinson_is_found_and_nothing_is_invented():
    recording = load(*SETS["parkinson"])
    report = find_events(recording.walk_pass)
    detected = []
    for side in SIDES:
        for kind in KINDS:
            stored, found = recording.annotated_s[side, kind], report.times(side, kind)
            detected += [abs(nearest_error(found, t)) < 0.15 for t in stored]
            assert all(abs(nearest_error(stored, t)) < 0.15 for t in found)
    assert np.mean(detected) >= 0.9
    strides = find_strides(report, 0, walk_pass=recording.walk_pass)
    assert all(stride.valid for stride in strides)
    assert len(strides) >= 24


def test_every_foot_calibrates_itself():
    for names in SETS.values():
        for name in names:
            for zero in ankle_zero([load(name).walk_pass]).values():
                assert zero.method == "foot_flat"
                assert zero.spread_deg < 2.0

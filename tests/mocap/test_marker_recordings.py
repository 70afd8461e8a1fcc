"""The goals on real markers, force plates and three-dimensional angles (measured values: figures.py)."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import shared
from evaluation.marker_recordings import SETS, load
from evaluation.markers import KINDS, LIMIT_S, angle_rmse_deg, nearest_error, pooled

from visiongait.datatypes import SIDES, Pass, Trajectories
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


@pytest.mark.parametrize("group", ["fukuchi", "parkinson"])
def test_a_trimmed_recording_tells_the_same_events(group):
    walk_pass = load(*SETS[group]).walk_pass
    whole, time_s = find_events(walk_pass), walk_pass.trajectories.time_s
    due = found = 0
    for start_s in np.arange(time_s[0], time_s[-1] - 3.0, 1.37):
        report = find_events(_between(walk_pass, start_s, start_s + 3.0))
        for side in SIDES:
            for kind in KINDS:
                known, here = whole.times(side, kind), report.times(side, kind)
                assert all(abs(nearest_error(known, t)) < 0.05 for t in here)
                inside = known[(known > start_s + 0.1) & (known < start_s + 2.9)]
                due += len(inside)
                found += sum(abs(nearest_error(here, t)) < 0.02 for t in inside)
    assert found >= 0.97 * due


def _between(walk_pass: Pass, start_s: float, end_s: float) -> Pass:
    t = walk_pass.trajectories
    kept = (t.time_s >= start_s) & (t.time_s <= end_s)
    cut = Trajectories.clean(t.points, t.time_s[kept], t.position[kept], t.unit)
    return replace(walk_pass, trajectories=cut, height_px=walk_pass.height_px[kept])


def test_every_foot_calibrates_itself():
    for names in SETS.values():
        for name in names:
            for zero in ankle_zero([load(name).walk_pass]).values():
                assert zero.method == "foot_flat"
                assert zero.spread_deg < 2.0

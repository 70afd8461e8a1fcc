"""The correction that comes with the program, where a recording ends in the middle of its window."""

from dataclasses import replace

import numpy as np
from conftest import ROOT

from visiongait.cleaning import clean, correct_legs
from visiongait.datatypes import SIDES, AnkleZero, Pass
from visiongait.kinematics import angle_series
from visiongait.model_files import load_correction
from visiongait.pose import load_landmarks

COURSE = ROOT / "tests" / "change" / "course"
NEAR_END_S = 0.3
NO_ZERO = dict.fromkeys(SIDES, AnkleZero("landmark", 0.0, 0, np.nan))


def passes():
    for file in sorted(COURSE.glob("*.npz")):
        detected, track = load_landmarks(file)
        yield from clean(track, detected.camera, detected.video).passes


def cut(walk_pass: Pass, end: int) -> Pass:
    path = walk_pass.trajectories
    columns = {name: getattr(path, name)[:end] for name in ("time_s", "position", "filled", "fault")}
    return replace(walk_pass, trajectories=replace(path, **columns), height_px=walk_pass.height_px[:end])


def ankles(walk_pass: Pass, correction) -> np.ndarray:
    series = angle_series(correct_legs(walk_pass, correction).walk_pass.trajectories, NO_ZERO)
    return np.stack([series.of(side, "ankle_dorsiflexion_deg") for side in SIDES], axis=1)


def test_an_ankle_near_the_end_is_what_it_would_be_in_a_longer_recording():
    """Wherever the recording ends; a narrower window that did not know of ends was 1.8° (95 %) off."""
    correction = load_correction()
    off_deg = []
    for walk_pass in passes():
        whole = ankles(walk_pass, correction)
        rate_hz = walk_pass.trajectories.rate_hz
        for end in range(len(whole) // 3, len(whole), 7):
            part = ankles(cut(walk_pass, end), correction)
            last = slice(max(0, end - round(NEAR_END_S * rate_hz)), end)
            off_deg.append(np.abs(part[last] - whole[last]).ravel())
    off = np.concatenate(off_deg)
    off = off[np.isfinite(off)]
    assert len(off) > 500
    assert np.percentile(off, 50) < 0.6
    assert np.percentile(off, 95) < 2.2
    assert off.max() < 6

"""Rendered walks as the `full` network sees them live, saved: no test needs the network for them."""

from pathlib import Path

import numpy as np

from visiongait.causal import LiveAnalysis
from visiongait.datatypes import LivePose

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "videos" / "samples"
NORMAL, DROP = "d01_normal_sagittal", "d03_foot_drop_right"
SIZE = 1280, 720


def landmarks(name):
    """Times (T,) and landmarks (T, 33, 2), NaN where nobody is in view."""
    with np.load(HERE / "causal" / f"{name}.npz") as saved:
        return saved["time_s"], saved["xy_px"].astype(float)


def live_pose(xy_px):
    found = np.isfinite(xy_px).all() and _inside(xy_px)
    return LivePose(xy_px, np.ones(33), 1) if found else LivePose(None, None, 0)


def _inside(xy_px):
    feet = xy_px[29:33]
    return ((feet > 3) & (feet < np.array(SIZE) - 3)).all()


def live(time_s, xy_px, correction=None):
    """Everything that the live analysis tells of a walk, picture by picture."""
    analysis = LiveAnalysis(*SIZE, correction)
    return [analysis.add(t, live_pose(xy)) for t, xy in zip(time_s.tolist(), xy_px, strict=True)]


def told(analysed):
    """All events and all complete strides of a walk."""
    events = [event for one in analysed for event in one.events]
    strides = [stride for one in analysed for stride in one.strides if stride.complete]
    return events, strides

"""Rendered walks as the `full` network sees them live, saved: no test needs the network for them."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from visiongait.causal import LiveAnalysis
from visiongait.datatypes import LivePose, PoseModel
from visiongait.video import open_video

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "videos" / "samples"
NORMAL, DROP = "d01_normal_sagittal", "d03_foot_drop_right"
SIZE = 1280, 720
_THUMBNAIL = 64, 36


def landmarks(name):
    """Times (T,) and landmarks (T, 33, 2), NaN where nobody is in view."""
    with np.load(HERE / f"{name}.npz") as saved:
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


class SavedTracker:
    """Knows each picture of a clip again, however it came, and answers with the landmarks saved."""

    model = PoseModel("saved", "saved", {}, "pose_landmarker_full on OpenVINO")

    def __init__(self, name, xy_px=None):
        self._xy_px = landmarks(name)[1] if xy_px is None else xy_px
        self._thumbnails = _thumbnails(SAMPLES / f"{name}.mp4" if isinstance(name, str) else name)
        self.rows = []

    def look(self, image, time_s):
        off = np.abs(self._thumbnails - _thumbnail(image)).mean(axis=(1, 2))
        self.rows.append((time_s, int(off.argmin())))
        xy_px = self._xy_px[self.rows[-1][1]]
        return LivePose(xy_px, np.ones(33), 1) if np.isfinite(xy_px).all() else LivePose(None, None, 0)

    def forget(self):
        self.rows = []


@cache
def _thumbnails(clip):
    return np.array([_thumbnail(frame.image) for frame in open_video(clip).frames()])


def _thumbnail(image):
    return cv2.resize(image[..., 1], _THUMBNAIL, interpolation=cv2.INTER_AREA).astype(np.float32)

"""A walk out and back, as an assessment with a scale, gaps and a name that no export may hold."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np

from visiongait.assessments import assess_walk
from visiongait.datatypes import (
    BLAZEPOSE,
    Assessment,
    CameraMotion,
    DetectionPass,
    FrameFaults,
    Person,
    PoseTrack,
    Provenance,
    SubjectChoice,
    VideoInfo,
)
from visiongait.synthetic import SyntheticCamera, SyntheticWalk

WALKER = SyntheticWalk(duration_s=5.0)
CAMERA = SyntheticCamera(width_px=1920)
NAME, SHA256, CONTAINER = "Erika Mustermann.mov", "5ec4e7" * 10 + "beef", "quick-time-of-erika"
FINE_HZ = 120.0
HIDDEN = slice(70, 80)
"""Frames of the way out in which the right foot is not seen, too many to be filled."""


def out_and_back() -> PoseTrack:
    """Film the walker to the right, then after a second and a half without anybody to the left."""
    out, back = (WALKER.pose_track(replace(CAMERA, facing=facing)) for facing in (1, -1))
    n = len(out.time_s)
    away = 45
    nobody = np.full((away, *out.xy_px.shape[1:]), np.nan)
    xy_px = np.concatenate([out.xy_px, nobody, back.xy_px])
    for point in ("heel", "foot_index", "ankle"):
        xy_px[HIDDEN, BLAZEPOSE.index(f"right_{point}")] = np.nan
    seen = np.where(np.isfinite(xy_px).all(axis=2), 0.99, 0.0)
    frame = np.arange(2 * n + away)
    return PoseTrack(BLAZEPOSE, frame, frame / CAMERA.fps, xy_px, seen, source="synthetic")


def uneven() -> PoseTrack:
    """Film the walker at 30 frames a second on average, with intervals from 17 to 50 ms."""
    fine = WALKER.pose_track(replace(CAMERA, fps=FINE_HZ))
    steps = np.random.default_rng(0).choice([2, 4, 4, 6], 400)
    rows = np.concatenate([[0], np.cumsum(steps)])
    rows = rows[rows < len(fine.time_s)]
    return PoseTrack(
        BLAZEPOSE, np.arange(len(rows)), fine.time_s[rows], fine.xy_px[rows], fine.visibility[rows]
    )


def assessed(track: PoseTrack, height_m: float | None = WALKER.height_m) -> Assessment:
    """Measure a track, of a recording with a telling name."""
    n = len(track.time_s)
    info = VideoInfo(NAME, CAMERA.width_px, CAMERA.height_px, 30.0, n / 30, n, 0, "h264", CONTAINER, SHA256)
    detected = DetectionPass(
        info,
        track.frame,
        track.time_s,
        (track,),
        CameraMotion.static(n),
        FrameFaults(np.zeros(n, dtype=bool)),
    )
    provenance = Provenance("0.1.0", "2026-11-20T10:00:00+00:00", f"model {NAME}", {}, {}, {"path": NAME})
    choice = SubjectChoice(0, "The only person seen.", 1)
    measured = assess_walk(detected, choice, track, height_m=height_m, provenance=provenance)
    return replace(measured, person=Person("P-07", 54, "female", date(2026, 11, 19)))


@cache
def walk_out_and_back() -> Assessment:
    """Return the assessment that most tests of this room export."""
    return assessed(out_and_back())

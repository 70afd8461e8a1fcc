"""Training samples of the live correction: clips shown to the live path as if they came from a camera."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from visiongait.causal import CausalLegs, FilteredMoment, LiveAnalysis
from visiongait.cleaning import middle
from visiongait.datatypes import LivePose, Side
from visiongait.live.camera_check import feet_inside
from visiongait.pose import LiveTracker
from visiongait.video import open_video

from .legs import Leg, Truth, WalkSeen, legs_of
from .settings import CorrectionSettings


class RecordedLegs(CausalLegs):
    """Keeps the moments that the live view would correct, one list per stretch of walking one way."""

    def __init__(self) -> None:
        super().__init__(None)
        self.stretches: list[tuple[Side, list[FilteredMoment]]] = []

    def restart(self, facing: Literal[1, -1]) -> None:
        """Begin a new stretch."""
        super().restart(facing)
        self.stretches.append(("right" if facing > 0 else "left", []))

    def add(self, moment: FilteredMoment, ahead: Sequence[FilteredMoment] = ()) -> None:
        """Keep a moment."""
        super().add(moment, ahead)
        self.stretches[-1][1].append(moment)


def live_legs(truth: Truth, clip: Path, tracker: LiveTracker, settings: CorrectionSettings) -> list[Leg]:
    """Return every leg of a clip, with one estimate per picture and the causal filter."""
    source, legs = open_video(clip), RecordedLegs()
    analysis = LiveAnalysis(source.info.width_px, source.info.height_px, legs=legs)
    tracker.forget()
    for picture in source.frames():
        seen = tracker.look(picture.image, picture.time_s)
        whole = feet_inside(picture.image, seen.xy_px)
        analysis.add(picture.time_s, seen if whole else LivePose(None, None, seen.people))
    walks = [_seen(*one) for one in legs.stretches if len(one[1]) >= settings.min_frames]
    return [leg for walk in walks for leg in legs_of(truth, walk, settings)]


def _seen(near: Side, moments: Sequence[FilteredMoment]) -> WalkSeen:
    time_s = np.array([moment.time_s for moment in moments])
    position = np.array([moment.position for moment in moments])
    from_hips = position - middle(position, "hip")[:, None]
    return WalkSeen(time_s, from_hips, near, (len(time_s) - 1) / np.ptp(time_s))

#!/usr/bin/env python3
"""Learn models/leg_correction_live.npz: the correction of the legs as the live view sees them.

    scripts/train_live_correction CLIPS [-o FILE] [--split train valid] [--model full]

CLIPS holds NAME.mp4 and NAME.truth.json (format synthetic-gait-truth/1), for instance of
scripts/training_walkers.  Every clip is followed as a camera would be, by one look at each picture and the
causal filter; the network is then learnt as in scripts/train_correction, but looks only back.  Needs torch
beside the program's own packages, for instance `uv run --with torch scripts/train_live_correction ...`.
"""

import argparse
import importlib.util
import io
import json
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path

import numpy as np

from visiongait.cleaning.correction import leg_inputs
from visiongait.cleaning.points import POINTS, middle, nan_mean
from visiongait.datatypes.pose import Sighting
from visiongait.datatypes.walk import LEG_POINTS, SIDES, Side, other
from visiongait.causal.analysis import LiveAnalysis
from visiongait.live.camera_check import feet_inside
from visiongait.causal.filtering import Smoothed
from visiongait.causal.legs import LiveLegs
from visiongait.pose import LiveTracker, make_live_tracker
from visiongait.video import open_video

LAGS_S = np.array([-1.2, -1.0, -0.8, -0.6, -0.4, -0.2, -0.1, -0.05, 0.0])  # a whole stride, all of it past
EPOCHS = 100  # with the offline 40 the networks have not settled: one look a picture gives fewer frames
Stretch = tuple[Side, list[Smoothed]]
"""The side nearer to the camera, and the moments of walking one way."""


def _offline_script():
    path = Path(__file__).with_name("train_correction")
    spec = importlib.util.spec_from_loader(
        "train_correction", SourceFileLoader("train_correction", str(path))
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.LAGS_S, module.EPOCHS = LAGS_S, EPOCHS
    return module


learning = _offline_script()


class WatchedLegs(LiveLegs):
    """Keeps the moments that the live view would correct, stretch by stretch."""

    def __init__(self) -> None:
        super().__init__(None)
        self.stretches: list[Stretch] = []

    def restart(self, facing: int) -> None:
        super().restart(facing)
        self.stretches.append(("right" if facing > 0 else "left", []))

    def add(self, moment: Smoothed, ahead: Sequence[Smoothed] = ()) -> None:
        super().add(moment, ahead)
        self.stretches[-1][1].append(moment)


def stretches(clip: Path, tracker: LiveTracker) -> list[Stretch]:
    """Follow a clip as if it came from a camera."""
    source = open_video(clip)
    analysis, legs = LiveAnalysis(source.info.width_px, source.info.height_px), WatchedLegs()
    analysis._legs = legs
    tracker.forget()
    for picture in source.frames():
        seen = tracker.look(picture.image, picture.time_s)
        whole = feet_inside(picture.image, seen.xy_px)
        analysis.add(picture.time_s, seen if whole else Sighting(None, None, seen.people))
    return [stretch for stretch in legs.stretches if len(stretch[1]) >= learning.LEAST_FRAMES]


def legs_of(truth: dict, stretch: Stretch) -> list:
    """Return both legs of a stretch of walking, where they were wholly in the picture."""
    near, moments = stretch
    time_s = np.array([moment.time_s for moment in moments])
    position = np.array([moment.position for moment in moments])
    from_hips = position - middle(position, "hip")[:, None]
    sides = (near, other(near))
    measured = from_hips[:, [[POINTS.index(f"{side}_{part}") for part in LEG_POINTS] for side in sides]]
    true = _true_legs(truth, time_s, sides)
    # the person stays where the landmarks are: only the shape is corrected
    true += nan_mean((measured - true).reshape(len(true), -1, 2), axis=1)[:, None, None]
    frames = truth["frames"]
    inside = np.interp(time_s, frames["time_s"], np.array(frames["legs_in_frame"], float), 0, 0) > 0.99
    rate_hz = (len(time_s) - 1) / np.ptp(time_s)
    legs = []
    for k in range(len(SIDES)):
        inputs = [leg_inputs(time_s, measured[:, k], 1.0 - 2.0 * k, LAGS_S * pace) for pace in learning.PACES]
        ends = np.stack([learning.ends_of(time_s, measured[:, k]) / pace for pace in learning.PACES])
        off = np.linalg.norm(true[:, k] - measured[:, k], axis=2)
        usable = inside & (off < learning.MISTAKEN).all(axis=1)
        usable &= np.arange(len(usable)) % max(1, round(rate_hz / learning.MOST_RATE_HZ)) == 0
        shown = np.stack(inputs)[:, usable], ends[:, usable], measured[usable, k], true[usable, k]
        legs.append(learning.Leg(*shown))
    return [leg for leg in legs if len(leg.true) >= learning.LEAST_FRAMES]


def _true_legs(truth: dict, time_s: np.ndarray, sides: tuple[Side, Side]) -> np.ndarray:
    """(T, 2, 5, 2) true points of both legs, x forward: the toes lie ahead of the heels."""
    true = np.stack([learning._true_leg(truth, time_s, side) for side in sides], axis=1)
    forward = np.sign(np.nanmedian(true[..., 4, 0] - true[..., 3, 0]))
    return true * [forward, 1]


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("clips", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/leg_correction_live.npz"))
    parser.add_argument("--split", nargs="+", help="use only the clips of these splits")
    parser.add_argument("--model", default="full")
    options = parser.parse_args()
    tracker = make_live_tracker(options.model)
    legs, clips = [], 0
    for file in sorted(options.clips.glob("*.truth.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        if options.split is None or truth["split"] in options.split:
            found = stretches(file.with_name(f"{truth['name']}.mp4"), tracker)
            legs += [leg for stretch in found for leg in legs_of(truth, stretch)]
            clips += 1
    learning.torch.set_num_threads(1)
    arrays = {name: np.asarray(value, dtype=np.float32) for name, value in learning.packed(legs).items()}
    file = io.BytesIO()
    name = f"legs of {clips} rendered walkers, live"
    np.savez(file, name=np.array(name), network=np.array(tracker.name.split(" (")[0]), **arrays)
    options.output.write_bytes(file.getvalue())


if __name__ == "__main__":
    main()

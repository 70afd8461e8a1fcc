"""Fits what hips and trunk of people who bend are off by: `models/bending.toml` from rendered tests.

    python -m modelling.bending FOLDER models/bending.toml

FOLDER holds, for each rendered test (`modelling.bending_people`), NAME.truth.json and NAME/pose.npz, its
landmarks.  Near and far leg get a line of their own; the instants of the repetitions count six times.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from visiongait.assessments.exercises.bending import bending_inputs
from visiongait.assessments.exercises.body import Body
from visiongait.cleaning import InPlace, clean_in_place, name_legs_in_place
from visiongait.datatypes import SIDES, FloatArray
from visiongait.pose import load_landmarks

REST_S = 0.75
PEAK_S = 0.05
PEAK_WEIGHT = 6
RIDGE = 0.003
MOST_LEAN_DEG = 65.0
"""Clips in which the trunk leans farther are left out: the balance model lets stiff ankles do so, people not."""


@dataclass(frozen=True)
class Sample:
    """One leg of one clip: inputs (T, 2) of each, true thigh and trunk (T,), weights (T,)."""

    clip: str
    far: bool
    thigh_inputs: FloatArray
    trunk_inputs: FloatArray
    thigh_deg: FloatArray
    trunk_deg: FloatArray
    weight: FloatArray


def samples(folder: Path) -> list[Sample]:
    """Return both legs of every clip, or the tested one."""
    found = []
    for file in sorted(folder.glob("*.truth.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        name = file.name.removesuffix(".truth.json")
        landmarks = folder / name / "pose.npz"
        if landmarks.is_file() and max(truth["frames"]["angles"]["trunk_lean_deg"]) <= MOST_LEAN_DEG:
            found += _of_clip(name, truth, landmarks)
    return found


def _of_clip(name: str, truth: dict[str, Any], landmarks: Path) -> list[Sample]:
    detected, track = load_landmarks(landmarks)
    placed = clean_in_place(name_legs_in_place(track), detected.camera, detected.video)
    if not isinstance(placed, InPlace):
        return []
    body = Body(placed.stays, None)
    rest = body.time_s < REST_S
    weight = np.ones(len(body.time_s))
    for one in truth["repetitions"]:
        at_s = one.get("tap_s") or one["peak_s"]
        weight[np.abs(body.time_s - at_s) < PEAK_S] = PEAK_WEIGHT
    tested = truth["exercise"]["tested_side"]
    return [
        Sample(
            name,
            body.is_far(side),
            *bending_inputs(body, side, rest),
            _true(truth, f"knee_flexion_deg.{side[0].upper()}", body)
            - _true(truth, f"shank_angle_deg.{side[0].upper()}", body),
            _true(truth, "trunk_lean_deg", body),
            weight,
        )
        for side in SIDES
        if tested not in "LR" or side[0].upper() == tested
    ]


def _true(truth: dict[str, Any], name: str, body: Body) -> FloatArray:
    frames = truth["frames"]
    return np.asarray(np.interp(body.time_s, frames["time_s"], frames["angles"][name]))


def fitted(of: list[Sample], what: str) -> FloatArray:
    """Return the coefficients of one line, its constant last."""
    inputs = np.concatenate([getattr(one, f"{what}_inputs") for one in of])
    true = np.concatenate([getattr(one, f"{what}_deg") for one in of])
    weight = np.concatenate([one.weight for one in of])
    known = np.isfinite(inputs).all(axis=1) & np.isfinite(true)
    inputs, true, weight = inputs[known], true[known], weight[known]
    centre = np.average(inputs, axis=0, weights=weight)
    spread = np.sqrt(np.average((inputs - centre) ** 2, axis=0, weights=weight))
    scaled, middle = (inputs - centre) / spread, np.average(true, weights=weight)
    normal = (scaled * weight[:, None]).T @ scaled + RIDGE * weight.sum() * np.eye(scaled.shape[1])
    slopes = np.linalg.solve(normal, (scaled * weight[:, None]).T @ (true - middle)) / spread
    return np.append(slopes, middle - slopes @ centre)


def main() -> None:
    """Fit, say how well clips that were left out are told, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    known = samples(given.folder)
    lines = ['name = "bending-1"', f'network = "{_network(given.folder)}"']
    for far, leg in ((False, "near"), (True, "far")):
        mine = [one for one in known if one.far == far]
        lines.append(f"clips_{leg} = {len(mine)}")
        for what in ("thigh", "trunk"):
            print(f"{what} {leg}: left out one by one, RMS {_left_out(mine, what):.1f} degrees")
            numbers = ", ".join(f"{number:.5g}" for number in fitted(mine, what))
            lines.append(f"{what}_{leg} = [{numbers}]")
    given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _left_out(of: list[Sample], what: str) -> float:
    """Return the RMS of the mean errors at the peaks, each clip told by the others."""
    errors = []
    for one in of:
        line = fitted([other for other in of if other.clip != one.clip], what)
        told = getattr(one, f"{what}_inputs") @ line[:-1] + line[-1]
        errors.append(np.nanmean((told - getattr(one, f"{what}_deg"))[one.weight > 1]))
    return float(np.sqrt(np.mean(np.square(errors))))


def _network(folder: Path) -> str:
    _, track = load_landmarks(next(folder.glob("*/pose.npz")))
    return track.calibration


if __name__ == "__main__":
    main()

"""Render people who squat, lunge and step down, for scripts/train_bending.

    scripts/bending_people LAB CLIPS

LAB is a folder that holds the renderer `gaitlab`.  24 people, none of the lab's own clips, 15 frames a second:
the same call gives the same clips again.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

FIRST = "squat lunge stepdown squat lunge squat lunge stepdown squat lunge stepdown squat"
SECOND = "squat squat lunge squat stepdown squat lunge squat stepdown squat lunge squat"
CATALOGUES = (("v", 20_261_130, 900, FIRST), ("w", 20_261_201, 960, SECOND))
"""Letter of the names, seed of what is drawn, first seed of the rooms, and the tests in order."""

FPS = 15
Random = np.random.Generator


def specifications() -> Iterator[Any]:
    """Yield what to render; the order in which things are drawn is part of the catalogue."""
    from gaitlab.catalogue import CARPET, DARK, DARK_WHITE_SOLE, GREY, RED, SOFT, TILES, WHITE, WINDOW
    from gaitlab.exercise_truth import ExerciseSpec
    from gaitlab.footwear import Footwear
    from gaitlab.scene import Camera, Room
    from gaitlab.wardrobe import Outfit

    rooms = ({"light": SOFT}, TILES, {**CARPET, "light": SOFT}, GREY, {"light": WINDOW})
    shoes = (DARK, WHITE, DARK_WHITE_SOLE, RED, {"barefoot": True})
    for letter, seed, room_seed, kinds in CATALOGUES:
        rng = np.random.default_rng(seed)
        for number, kind in enumerate(kinds.split()):
            body, look = _person(rng)
            exercise, seconds, side = _exercise(rng, kind)
            outfit = Outfit(footwear=Footwear(**shoes[int(rng.integers(5))]), **look)
            camera = Camera(
                side=side,
                fps=FPS,
                distance=float(rng.uniform(3.5, 4.3)),
                azimuth=float(rng.choice([0, 0, rng.uniform(-12, 12)])),
            )
            room = Room(**rooms[int(rng.integers(5))], seed=room_seed + number)
            name = f"{letter}{number:02d}_{kind}"
            yield ExerciseSpec(
                name, "train", "", seconds, exercise, body, outfit, camera, room, room_seed + number
            )


def _person(rng: Random) -> tuple[Any, dict[str, Any]]:
    from gaitlab.body import Phenotype

    female, age = float(rng.random() < 0.5), rng.uniform(0.66, 0.99)
    stature_m = float(rng.normal(1.64 if female else 1.77, 0.06))
    origin = int(rng.choice([0, 0, 1, 2]))
    shares = ({}, _only("african"), _only("asian"))[origin]
    skin = ((0.62, 0.40, 0.30), (0.2, 0.09, 0.06), (0.6, 0.39, 0.27))[origin]
    body = Phenotype(
        female, age, rng.uniform(0.4, 0.65), rng.uniform(0.38, 0.85), stature_m=stature_m, **shares
    )
    look: dict[str, Any] = {"skin": skin}
    for part, low, high in (("hair", 0.02, 0.4), ("shirt", 0.05, 0.55), ("trousers", 0.02, 0.25)):
        look[part] = tuple(float(one) for one in rng.uniform(low, high) * rng.uniform(0.5, 1, 3))
    look["looseness"] = float(rng.uniform(0.5, 1.3))
    look["leg_length"] = float(rng.choice([0.75, 1.6, 1.9]))
    look["sleeve"] = float(rng.choice([1.0, 1.9]))
    if female:
        look["hair_style"] = str(rng.choice(["bun", "long"]))
    return body, look


def _only(origin: str) -> dict[str, float]:
    return {"african": 0.0, "asian": 0.0, "caucasian": 0.0} | {origin: 1.0}


def _exercise(rng: Random, kind: str) -> tuple[Any, float, str]:
    """Return the test, its seconds, and the side of the camera."""
    from gaitlab.clinical_tests import Lunge, Squat, StepDown

    side, camera = ("LR"[int(rng.integers(2))] for _ in range(2))
    if kind == "lunge":
        peak, lift_m = rng.uniform(22, 45), float(rng.uniform(0.015, 0.035))
        peaks = tuple(float(one) for one in peak + rng.uniform(-3, 3, 2))
        step, wall = float(rng.uniform(0.34, 0.46)), bool(rng.random() < 0.5)
        return Lunge(side, peaks, heel_lift=(0.0, lift_m), step=step, wall=wall), 8.0, camera
    if kind == "squat":
        depth, shank = rng.uniform(60, 112), float(rng.uniform(14, 38))
        depths = tuple(float(one) for one in depth + rng.uniform(-4, 4, 2))
        lift_m = float(rng.choice([0, 0, rng.uniform(0.015, 0.035)]))
        width, toe_out = float(rng.uniform(0.24, 0.36)), float(rng.uniform(5, 14))
        arms, balance = float(rng.uniform(10, 88)), 0.045 if shank > 25 else 0.012
        squat = Squat(
            depths,
            shank=shank,
            heel_lift=lift_m,
            width=width,
            toe_out=toe_out,
            arms_forward=arms,
            balance=balance,
        )
        return squat, 7.0, camera
    return StepDown(side, float(rng.uniform(0.12, 0.2)), 2, float(rng.uniform(6, 22))), 8.0, camera


def main() -> None:
    """Render what is not there yet."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("lab", type=Path)
    parser.add_argument("clips", type=Path)
    given = parser.parse_args()
    sys.path.insert(0, str(given.lab.resolve()))
    from gaitlab.exercise_truth import render_exercise

    given.clips.mkdir(parents=True, exist_ok=True)
    for spec in specifications():
        if not (given.clips / f"{spec.name}.truth.json").exists():
            render_exercise(spec, given.clips)
            print(spec.name, flush=True)


if __name__ == "__main__":
    main()

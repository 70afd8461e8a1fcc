"""Stick people who lunge and squat, filmed from the side: angles are known, landmarks have no error."""

import numpy as np
from made_recording import FOOT, SHANK_M, THIGH_M, TRUNK_M, detected, track

import visiongait
from visiongait.datatypes import SIDES, Options, SubjectChoice
from visiongait.pipeline import Provenance, assess

FPS = 30.0
REST_S, MOVE_S = 1.5, 1.2
BY = Provenance("0", "", "made by hand", {}, {}, {})


def times(repetitions: int) -> np.ndarray:
    seconds = REST_S + repetitions * (2 * MOVE_S + REST_S)
    return np.arange(round(seconds * FPS)) / FPS


def bent(time_s: np.ndarray, depths: tuple[float, ...]) -> np.ndarray:
    """Return a signal that rises to each depth and falls back to 0, smoothly, with rests between."""
    signal = np.zeros(len(time_s))
    for number, depth in enumerate(depths):
        phase = (time_s - REST_S - number * (2 * MOVE_S + REST_S)) / (2 * MOVE_S)
        inside = (phase > 0) & (phase < 1)
        signal[inside] += depth * (1 - np.cos(2 * np.pi * phase[inside])) / 2
    return signal


def start_s(number: int) -> float:
    """Return where repetition `number` (from 0) is 5 % above rest."""
    return REST_S + number * (2 * MOVE_S + REST_S) + 2 * MOVE_S * np.arccos(0.9) / (2 * np.pi)


def up(angle_deg: np.ndarray, length_m: float) -> np.ndarray:
    angle = np.radians(angle_deg)
    return length_m * np.stack([np.sin(angle), np.cos(angle)], axis=1)


def person_m(
    shank_deg: dict[str, np.ndarray],
    knee_deg: dict[str, np.ndarray],
    trunk_deg: np.ndarray,
    foot_x_m: dict[str, float],
    pitch_deg: dict[str, np.ndarray] | None = None,
) -> dict[str, np.ndarray]:
    """Return each landmark (T, 2) in metres; pitch_deg: heel up about the toe, positive."""
    points = {}
    for side in SIDES:
        pitch = np.radians((pitch_deg or {}).get(side, np.zeros(len(trunk_deg))))
        toe = np.array(FOOT["foot_index"])
        for part, place in FOOT.items():
            arm = np.array(place) - toe
            turned = np.stack(
                [
                    arm[0] * np.cos(pitch) + arm[1] * np.sin(pitch),
                    arm[1] * np.cos(pitch) - arm[0] * np.sin(pitch),
                ],
                axis=1,
            )
            points[f"{side}_{part}"] = turned + toe + np.array([foot_x_m[side] + 1.5, 0.0])
        points[f"{side}_knee"] = points[f"{side}_ankle"] + up(shank_deg[side], SHANK_M)
        points[f"{side}_hip"] = points[f"{side}_knee"] - up(knee_deg[side] - shank_deg[side], THIGH_M) * [
            1,
            -1,
        ]
    hips = (points["left_hip"] + points["right_hip"]) / 2
    for side in SIDES:
        points[f"{side}_shoulder"] = hips + up(trunk_deg, TRUNK_M)
    return points


def lunger(depths: tuple[float, ...], side: str = "right") -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return times and landmarks of somebody who lunges with one leg in front."""
    time_s = times(len(depths))
    lean = bent(time_s, depths)
    rear = "left" if side == "right" else "right"
    shank = {side: 5 + lean, rear: 20 + 0.5 * lean}
    knee = {side: 25 + lean, rear: 30 + 0.5 * lean}
    return time_s, person_m(shank, knee, np.full(len(time_s), 5.0), {side: 0.45, rear: 0.0})


def squatter(depths: tuple[float, ...]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return times and landmarks of somebody who squats: knee 5° + depth, shank 3° + a third of it."""
    time_s = times(len(depths))
    knee = 5 + bent(time_s, depths)
    shank = dict.fromkeys(SIDES, 3 + bent(time_s, depths) / 3)
    trunk = 3 + bent(time_s, depths) / 3
    return time_s, person_m(shank, dict.fromkeys(SIDES, knee), trunk, dict.fromkeys(SIDES, 0.0))


def measured(points_m, time_s, *, test, side=None, height_m=1.75, people=1, **others) -> visiongait.Result:
    """Return the result of a test on landmarks."""
    one = track(points_m, time_s)
    seen = detected(*[one] * people)
    options = Options(test=test, side=side, height_m=height_m, **others)
    from visiongait.assessments import clinical_test
    from visiongait.errors import NoGaitError

    try:
        subject = clinical_test(test).choose(seen, "auto")
    except NoGaitError as nobody:
        subject = nobody
    followed = one if isinstance(subject, SubjectChoice) else None
    made = assess(seen, subject, followed, options, BY)
    return visiongait.Result(made.assessment, made)

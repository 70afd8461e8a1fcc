"""C3D files with markers, angles and events, as Vicon's Plug-in Gait lays them out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..datatypes import Assessment, FloatArray
from ..errors import UsageError
from ..version import NOT_A_DEVICE, __version__
from .trial import Trial, trials

MOST_EVENTS = 250
"""A C3D parameter has 255 places at most; a few are spare for events that fall into one sample."""
LAST_FRAME = 65535
"""Frames of the header are counted in two bytes."""

MM_PER_M = 1000.0
ANGLES = {
    "ankle_dorsiflexion_deg": ("AnkleAngles", "shank against sole, dorsiflexion +"),
    "knee_flexion_deg": ("KneeAngles", "thigh against shank, flexion +"),
    "hip_flexion_deg": ("ThighTrunkAngles", "thigh against trunk (not pelvis), flexion +"),
    "shank_to_vertical_deg": ("ShankVerticalAngles", "shank against the vertical, knee ahead +"),
    "foot_to_floor_deg": ("FootFloorAngles", "sole against the floor, toes up +"),
}
"""Labels after the letter of the side: Plug-in Gait's where its definition is ours, and what X is."""

LABELS = {"foot_strike": "Foot Strike", "foot_off": "Foot Off"}
CONTEXTS = {"left": "Left", "right": "Right"}
DESCRIPTIONS = {"foot_strike": "The shoe reaches the floor", "foot_off": "The shoe leaves the floor"}
SECONDS_PER_MINUTE = 60.0


def write_c3d(assessment: Assessment, folder: Path) -> None:
    """Write `pass1.c3d` and so on, a walk of several minutes in parts.

    Raises
    ------
    UsageError
        If a pass lies too late in the recording for the frame numbers of a C3D file.
    """
    for trial in trials(assessment):
        parts = c3d_parts(trial)
        for number, part in enumerate(parts, 1):
            of_several = f"_part{number}" if len(parts) > 1 else ""
            write_trial(part, folder / f"pass{trial.number}{of_several}.c3d")


def c3d_parts(trial: Trial) -> list[Trial]:
    """Return the trial in parts that a C3D file can hold: one, but for a walk of several minutes.

    Raises
    ------
    UsageError
        If the pass lies too late in the recording for the frame numbers of a C3D file.
    """
    last = trial.tick[-1] + 1
    if last > LAST_FRAME:
        raise UsageError(
            f"Pass {trial.number} ends at frame {last}, but frame numbers in C3D files end at {LAST_FRAME}.",
            "Analyse the recording in parts with --start and --end, or leave c3d out of --to.",
        )
    return list(trial.parts(MOST_EVENTS))


def write_trial(trial: Trial, path: Path) -> None:
    """Write one trial: X in the direction of walking, Y to the left (0: not seen from the side), Z up, mm.

    Angles are points too, listed in POINT:ANGLES: X in degrees, Y and Z always 0.  What was not measured has
    the residual −1.  The file's first frame number and its events are on the clock of the recording, whose
    first picture is frame 1 at 0 s; events stand at their own times, between frames.  Without a scale there
    are no markers.
    """
    import ezc3d

    file = ezc3d.c3d()
    _put_points(file, trial)
    _put_events(file, trial)
    _put_remarks(file)
    file.write(str(path))


def _put_points(file: Any, trial: Trial) -> None:
    angles = {key: curve for key, curve in trial.angle_deg.items() if key[1] in ANGLES}
    labels = [f"{side[0].upper()}{ANGLES[name][0]}" for side, name in angles]
    paths = [path * MM_PER_M for path in trial.position_m.values()]
    curves = [np.column_stack([x_deg, 0.0 * x_deg]) for x_deg in angles.values()]
    points, residuals = _homogeneous(np.stack([*paths, *curves], axis=1))
    file["header"]["points"]["first_frame"] = int(trial.tick[0])  # ezc3d counts from 0, the file from 1
    file["data"]["points"] = points
    file["data"]["meta_points"]["residuals"] = residuals
    parameters = {
        "LABELS": [*trial.position_m, *labels],
        "DESCRIPTIONS": [*("" for _ in paths), *(f"X: {ANGLES[name][1]}" for _, name in angles)],
        "RATE": [trial.rate_hz],
        "UNITS": ["mm"],
        "ANGLE_UNITS": ["deg"],
        "ANGLES": labels,
        "TYPE_GROUPS": ["ANGLES", "ANGLE"],
        "X_SCREEN": ["+X"],
        "Y_SCREEN": ["+Z"],
    }
    _add(file, "POINT", parameters)


def _homogeneous(xz: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return x and z of points (N, P, 2) as ezc3d's (4, P, N), and residuals (1, P, N): 0, −1 if missing."""
    missing = np.isnan(xz).any(axis=2).T
    x, z = np.where(missing, 0.0, np.moveaxis(xz, -1, 0).swapaxes(1, 2))
    points = np.stack([x, np.zeros_like(x), z, np.ones_like(x)])
    return points, np.where(missing, -1.0, 0.0)[None]


def _put_events(file: Any, trial: Trial) -> None:
    events = trial.events
    parameters = {
        "USED": len(events),  # a list of whole numbers would become one of floats
        "CONTEXTS": [CONTEXTS[side] for side in events["side"]],
        "LABELS": [LABELS[event] for event in events["event"]],
        "TIMES": np.divmod(events["time_s"].to_numpy(), SECONDS_PER_MINUTE),
        "DESCRIPTIONS": [DESCRIPTIONS[event] for event in events["event"]],
    }
    _add(file, "EVENT", parameters)


def _put_remarks(file: Any) -> None:
    _add(
        file,
        "MANUFACTURER",
        {"COMPANY": ["VisionGait"], "SOFTWARE": ["VisionGait"], "VERSION_LABEL": [__version__]},
    )
    _add(file, "VISIONGAIT", {"NOTICE": [NOT_A_DEVICE]})


def _add(file: Any, group: str, parameters: Mapping[str, Any]) -> None:
    for name, value in parameters.items():
        file.add_parameter(group, name, value)

"""What the kinematics and event rooms reach on the marker recordings.

Printed by `PYTHONPATH=tests python tests/mocap/figures.py`.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from visiongait.datatypes import SIDES, EventKind
from visiongait.events import find_events
from visiongait.kinematics import angle_series, ankle_zero

from .marker_recordings import HEALTHY_OVERGROUND, SETS, Recording, load

KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")
LIMIT_S = {"foot_strike": 0.020, "foot_off": 0.030}
HEALTHY = ("biomechzoo", "fukuchi", "subject01", "Gait")
ANGLE_OF = {"ankle": "ankle_dorsiflexion_deg", "knee": "knee_flexion_deg", "hip": "hip_flexion_deg"}
SAME_EVENT_S = 0.15
EDGE_S = 0.1


class Scored(NamedTuple):
    """Errors of the events found (s), how many there were to find, and how many were invented."""

    errors_s: np.ndarray
    true: int
    invented: int


def score_events(recordings: Iterable[Recording], kind: EventKind) -> Scored:
    """Compare with the force plates; an event is invented if neither plate nor the file's own list has it."""
    errors, true, invented = [], 0, 0
    for recording in recordings:
        report = find_events(recording.walk_pass)
        time_s = recording.walk_pass.trajectories.time_s
        for side in SIDES:
            found = report.times(side, kind)
            wanted = recording.true_times(side, kind)
            wanted = wanted[(wanted > time_s[0] + EDGE_S) & (wanted < time_s[-1] - EDGE_S)]
            true += len(wanted)
            errors += [e for e in (nearest_error(found, t) for t in wanted) if abs(e) <= SAME_EVENT_S]
            known = np.concatenate([recording.true_times(side, kind), recording.annotated_s[side, kind]])
            if len(recording.annotated_s[side, kind]):
                invented += sum(abs(nearest_error(known, t)) > SAME_EVENT_S for t in inner(found, known))
    return Scored(np.array(errors), true, invented)


def inner(found: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Events within the time for which truth is known."""
    inside: np.ndarray = found[(found > known.min() - EDGE_S) & (found < known.max() + EDGE_S)]
    return inside


def nearest_error(found: np.ndarray, wanted_s: float) -> float:
    """The nearest event minus the wanted one; infinite if there is none."""
    return float(found[np.argmin(np.abs(found - wanted_s))] - wanted_s) if len(found) else np.inf


def angle_rmse_deg(joint: str) -> dict[str, float]:
    """RMSE per leg against Plug-in-Gait, each leg's constant offset removed."""
    rmse = {}
    for name in HEALTHY_OVERGROUND:
        recording = load(name)
        zero = ankle_zero([recording.walk_pass])
        angles = angle_series(recording.walk_pass.trajectories, zero)
        for side in SIDES:
            error = angles.of(side, ANGLE_OF[joint]) - recording.reference_deg[side, joint]
            rmse[f"{name} {side}"] = float(np.nanstd(error))
    return rmse


def pooled(kind: EventKind, groups: Iterable[str] = HEALTHY) -> Scored:
    """Score of several sets together."""
    return score_events([load(name) for group in groups for name in SETS[group]], kind)


def _line(label: str, scored: Scored, kind: EventKind) -> str:
    ms = 1000 * scored.errors_s
    within = 100 * np.mean(np.abs(scored.errors_s) <= LIMIT_S[kind])
    return (
        f"{kind:11s} {label:11s} found {len(ms):2d} of {scored.true:2d}, invented {scored.invented}, "
        f"median {np.median(ms):+5.1f} ms, MAE {np.mean(np.abs(ms)):4.1f} ms, SD {np.std(ms):4.1f} ms, "
        f"{within:3.0f} % within {1000 * LIMIT_S[kind]:.0f} ms"
    )


def main() -> None:
    """Print the table."""
    for kind in KINDS:
        for group, names in SETS.items():
            print(_line(group, score_events([load(name) for name in names], kind), kind))
        print(_line("healthy", pooled(kind), kind))
    for joint in ANGLE_OF:
        rmse = np.array(list(angle_rmse_deg(joint).values()))
        print(
            f"{joint:5s} against Plug-in-Gait, {len(rmse)} legs: "
            f"median RMSE {np.median(rmse):.2f}°, worst {rmse.max():.2f}°"
        )


if __name__ == "__main__":
    main()

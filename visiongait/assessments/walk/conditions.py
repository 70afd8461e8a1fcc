"""What a recording offers, gathered for the rules of quality."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from ...datatypes import LEG_POINTS, SIDES, CleanWalk, DetectionPass, Fault, PoseTrack, Side, other
from ...metrics import RecordingConditions, measured_over_ground, pixels_per_metre
from .passage import MeasuredPass

LANDMARKS = [f"{side}_{part}" for side in SIDES for part in ("knee", "ankle", "heel", "foot_index")]
MISSING = int(Fault.OUT_OF_PICTURE | Fault.NOT_FOUND)


def gather(
    detected: DetectionPass, track: PoseTrack | None, walk: CleanWalk, passes: Sequence[MeasuredPass]
) -> RecordingConditions:
    """Return the conditions of the measured passes; of several the least favourable counts."""
    near = {one.walk_pass.near_side for one in passes}
    angles_deg = [abs(angle) for one in passes if (angle := one.walk_pass.view_angle_deg) is not None]
    resolutions = [
        pixels_per_metre(one.walk_pass, one.scaled_pass) for one in passes if one.scaled_pass is not None
    ]
    return RecordingConditions(
        masked_frames_percent={side: _masked_percent(passes, side) for side in SIDES},
        zero=passes[0].angles.zero,
        far_side=other(near.pop()) if len(near) == 1 else None,
        view_angle_deg=max(angles_deg, default=None),
        rate_hz=float(1 / np.median(np.diff(detected.time_s))),
        height_px=float(np.nanmin([np.nanmedian(one.walk_pass.height_px) for one in passes])),
        px_per_m=min(resolutions, default=None),
        over_ground=all(measured_over_ground(one.walk_pass) for one in passes),
        disagreement_s=_each(max, [one.report.agreement_s for one in passes]),
        agreed_share=_each(min, [one.report.agreed_share for one in passes]),
        disagreement=_disagreement(track, passes) if track else None,
        unsteady={side: _unsteady(passes, side) for side in SIDES},
        side_doubts=walk.side_doubts,
        tilt_doubts=walk.tilt_doubts,
    )


def _disagreement(track: PoseTrack, passes: Sequence[MeasuredPass]) -> float | None:
    """Return the median distance of the legs' landmarks from halfway between their neighbours in time."""
    columns = [track.skeleton.index(name) for name in LANDMARKS]
    legs_px = track.xy_px[:, columns]
    apart_px = np.linalg.norm(legs_px[1:-1] - (legs_px[:-2] + legs_px[2:]) / 2, axis=2)
    known_px = apart_px[np.isfinite(apart_px)]
    height_px = np.concatenate([one.walk_pass.height_px for one in passes])
    return float(np.median(known_px) / np.nanmedian(height_px)) if known_px.size else None


def _unsteady(passes: Sequence[MeasuredPass], side: Side) -> int:
    """Return how many valid strides of a leg belong to starting, stopping or turning."""
    strides = [stride for one in passes for stride in one.strides if stride.side == side]
    return sum(stride.valid and not stride.steady for stride in strides)


def _masked_percent(passes: Sequence[MeasuredPass], side: Side) -> float:
    """Return the share of the passes' frames, in %, in which a point of the leg was seen but not believed.

    Points outside the picture do not count: they are missing, not mistaken.
    """
    doubted = []
    for one in passes:
        faults = np.array([one.walk_pass.trajectories.fault_of(f"{side}_{point}") for point in LEG_POINTS])
        doubted.append((faults & ~MISSING != 0).any(axis=0))
    return float(100 * np.concatenate(doubted).mean())


def _each(
    choose: Callable[[Iterable[float]], float], figures: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """Choose per key among the known figures; a key that is nowhere known is left out."""
    known: dict[str, list[float]] = {}
    for figure in figures:
        for key, value in figure.items():
            if np.isfinite(value):
                known.setdefault(key, []).append(value)
    return {key: choose(values) for key, values in known.items()}

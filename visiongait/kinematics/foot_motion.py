"""How the feet move against pelvis and ground, without asking whether the camera or a belt moves too.

Seen from the pelvis, a planted foot is carried backwards at walking speed whether the person crosses the
room, walks on a treadmill or is followed by a camera.  That shared motion is the ground of this module.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.polynomial import polynomial
from numpy.typing import NDArray

from ..datatypes import SIDES, FloatArray, Side, Trajectories

HALF_WIDTH_S = 0.07
"""Usual half-width of the local quadratic fits: two samples at 30 frames a second."""


def local_fit(
    values: FloatArray, rate_hz: float, derivative: int = 0, half_width_s: float = HALF_WIDTH_S
) -> FloatArray:
    """Return the value or derivative (per second) of a quadratic fitted around each sample.

    Savitzky and Golay (1964).  The window is fixed in seconds, so that the frame rate does not change what is
    filtered away.  NaN stays NaN (its neighbours see a bridge of straight lines instead); series shorter than
    the window are NaN throughout.
    """
    half = max(2, round(half_width_s * rate_hz))
    known = np.isfinite(values)
    if len(values) < 2 * half + 1 or not known.any():
        return np.full(values.shape, np.nan)
    fitted = _quadratics(bridged(values), half, rate_hz, derivative)
    fitted[~known] = np.nan
    return fitted


def _quadratics(values: FloatArray, half: int, rate_hz: float, derivative: int) -> FloatArray:
    """(T, …) value or derivative of the quadratic through 2 `half` + 1 samples about each sample.

    At the ends that of the outermost whole window.  `scipy.signal` has the same, but takes half a second to
    import.
    """
    offset_s = np.arange(-half, half + 1) / rate_hz
    to_quadratic = np.linalg.pinv(polynomial.polyvander(offset_s, 2))
    quadratic = np.moveaxis(sliding_window_view(values, len(offset_s), axis=0) @ to_quadratic.T, -1, 0)
    sample = np.arange(len(values))
    middle = sample.clip(half, len(values) - 1 - half)
    off_s = ((sample - middle) / rate_hz).reshape(-1, *[1] * (values.ndim - 1))
    wanted = polynomial.polyder(quadratic[:, middle - half], derivative)
    fitted: FloatArray = polynomial.polyval(off_s, wanted, tensor=False)
    return fitted


def bridged(values: FloatArray) -> FloatArray:
    """Return (T, …) values with NaN bridged by straight lines: for finding places, not for measuring."""
    flat = values.reshape(len(values), -1)
    filled = np.full(flat.shape, np.nan)
    sample = np.arange(len(values))
    for column in range(flat.shape[1]):
        known = np.isfinite(flat[:, column])
        if known.any():
            filled[:, column] = np.interp(sample, sample[known], flat[known, column])
    return filled.reshape(values.shape)


def from_mid_hip(point: FloatArray, left_hip: FloatArray, right_hip: FloatArray) -> FloatArray:
    """(..., 2) forward distance of a point from the middle of the hips, its height as it is."""
    return np.asarray(point - (left_hip + right_hip) / 2 * np.array([1.0, 0.0]))


def from_pelvis(trajectories: Trajectories, point: str) -> FloatArray:
    """(T, 2) path of a point: forward distance from the mid-hip, height as it is; gaps bridged."""
    path, left, right = (bridged(trajectories.of(name)) for name in (point, "left_hip", "right_hip"))
    return from_mid_hip(path, left, right)


def foot_path(trajectories: Trajectories, side: Side) -> FloatArray:
    """(T,) forward distance of the foot (mean of heel and toe) from the mid-hip."""
    heel, toe = (from_pelvis(trajectories, f"{side}_{point}") for point in ("heel", "toe"))
    path: FloatArray = (heel[:, 0] + toe[:, 0]) / 2
    return path


def excursion(path: FloatArray) -> float:
    """Return the usual to-and-fro of a path: 5th to 95th percentile; 0 if nothing is known."""
    known = path[np.isfinite(path)]
    return float(np.subtract(*np.percentile(known, [95, 5]))) if known.size else 0.0


def leg_length(trajectories: Trajectories) -> float:
    """Return the length hip→heel of the longer leg (90th percentile, so that a bent leg does not count)."""
    legs = np.concatenate([trajectories.of(f"{s}_hip") - trajectories.of(f"{s}_heel") for s in SIDES])
    lengths = np.linalg.norm(legs, axis=1)
    known = lengths[np.isfinite(lengths)]
    return float(np.percentile(known, 90)) if known.size else np.nan


def stance_speed(trajectories: Trajectories) -> float:
    """Return the speed at which planted feet move back under the pelvis: the walking speed, per second.

    A foot spends more than half of the stride on the ground, so the slower (more backward) half of all foot
    velocities is stance, and its median is robust.  NaN if nothing is known.
    """
    velocity = np.concatenate(
        [local_fit(foot_path(trajectories, side), trajectories.rate_hz, 1) for side in SIDES]
    )
    velocity = velocity[np.isfinite(velocity)]
    if not velocity.size:
        return np.nan
    return -float(np.median(velocity[velocity <= np.median(velocity)]))


def speed_over_ground(trajectories: Trajectories, point: str, walking_speed: float) -> FloatArray:
    """(T,) speed of a foot point over the ground that carries it, from both directions of the plane."""
    velocity = local_fit(from_pelvis(trajectories, point), trajectories.rate_hz, 1)
    return np.hypot(velocity[:, 0] + walking_speed, velocity[:, 1])


def prominent_peaks(values: FloatArray, prominence: float) -> NDArray[np.intp]:
    """Return the samples (N,) of peaks from which a curve (T,) falls on both sides before it is higher.

    It must fall by at least `prominence`, which is above 0.  The curve's ends are no peaks.  `find_peaks` of
    `scipy.signal` gives the same, but takes half a second to import, in every analysis.
    """
    before, here, after = values[:-2], values[1:-1], values[2:]
    places = np.flatnonzero((here > before) & (here >= after)) + 1
    return np.array([place for place in places if _prominence(values, place) >= prominence], dtype=np.intp)


def _prominence(values: FloatArray, place: np.intp) -> float:
    higher = np.flatnonzero(values > values[place])
    after = int(np.searchsorted(higher, place))
    start = higher[after - 1] if after else 0
    stop = higher[after] if after < len(higher) else len(values)
    return float(values[place] - max(values[start : place + 1].min(), values[place:stop].min()))

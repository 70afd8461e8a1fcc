"""Timed walk: how long somebody takes for a marked distance, or how fast they cross the picture.

With two marked points of the floor the time is that in which the hips pass from above the one to above the
other, as a stopwatch takes it at two lines; the distance is the one that was measured on the floor, and no
stature is needed.  Without marks the way of the hips between the first and the last contact counts, in metres
by the stature.  Everything that walking measures is in the result as well.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from ..cleaning import clean, low_pass, scale_to_metres
from ..datatypes import SUMMARY, Z95, Assessment, Course, FloatArray, PoseTrack, Verdict
from .exercises import summary_row
from .registry import Recording, clinical_test, register
from .walk import assess_walk

CUTOFF_HZ = 4.0
CROSSING_SD_S = 0.02
"""Of the instant at which the hips are above a mark: 0.01 s on eight rendered walks, 0.04 s on two."""

MARK_SD_M = 0.015
"""Of a marked point: some pixels, and the floor's marks."""

SCALE_SD = 0.03
"""Of the way by the stature, as a share: ten rendered walks are off by -1 to +6 %."""

LEAST_S = 1.0

MOVING = "The camera moves: two points of the picture are not two places of the floor."
STILL_CAMERA = "Put the phone on a tripod."
NOT_CROSSED = "The person does not cross both marked lines."
MARKS = "Give two points of the floor on the person's way, well inside the picture (--from, --to)."
NO_METRES = "Without marks and without a height there is no distance."
GIVE = "Give --from, --to and --distance, or the person's --height."
TREADMILL = "On a treadmill nobody covers a distance."


def assess(recording: Recording) -> Assessment:
    """Measure the walk, and the time of its distance; withheld, with what to do, where there is none."""
    walk = assess_walk(
        recording.detected,
        recording.subject,
        recording.track,
        height_m=recording.height_m,
        correction=recording.correction,
        precision=recording.precision,
        provenance=recording.provenance,
    )
    if walk.verdict.quality == "withheld" or recording.track is None:
        return walk
    if recording.course is not None:
        found = crossing_s(recording.track, recording.course) if not walk_moves(recording) else MOVING
        if isinstance(found, str):
            return _withheld(walk, found, STILL_CAMERA if found == MOVING else MARKS)
        start_s, end_s = found
        return _timed(walk, recording.course.distance_m, start_s, end_s, marked=True)
    if any(one.treadmill for one in walk.passes):
        return _withheld(walk, TREADMILL, GIVE)
    if recording.height_m is None:
        return _withheld(walk, NO_METRES, GIVE)
    way = _way(recording, walk)
    if way is None:
        return _withheld(walk, "Too little of the walk was measured.", GIVE)
    return _timed(walk, *way, marked=False)


def walk_moves(recording: Recording) -> bool:
    """Return whether the camera moved."""
    return recording.detected.camera.moving


def crossing_s(track: PoseTrack, course: Course) -> tuple[float, float] | str:
    """Return when the hips pass above the two points, whichever comes first; or why not."""
    hips_px = (track.of("left_hip") + track.of("right_hip"))[:, 0] / 2
    known = np.isfinite(hips_px)
    if known.sum() < 3:
        return NOT_CROSSED
    clock_s = np.linspace(track.time_s[0], track.time_s[-1], len(track.time_s))
    rate_hz = (len(clock_s) - 1) / float(clock_s[-1] - clock_s[0])
    smooth_px = low_pass(np.interp(clock_s, track.time_s[known], hips_px[known]), rate_hz, CUTOFF_HZ)
    seen = (clock_s >= track.time_s[known][0]) & (clock_s <= track.time_s[known][-1])
    times = [_passes(clock_s[seen], smooth_px[seen], point[0]) for point in (course.from_px, course.to_px)]
    if not all(times):
        return NOT_CROSSED
    first, last = sorted(one[0] for one in times)
    return (first, last) if last - first >= LEAST_S / 2 else NOT_CROSSED


def _passes(time_s: FloatArray, place_px: FloatArray, at_px: float) -> list[float]:
    """Return when a path passes a place, in order of time."""
    beyond = place_px - at_px
    rows = np.flatnonzero(np.sign(beyond[:-1]) * np.sign(beyond[1:]) < 0)
    share = beyond[rows] / (beyond[rows] - beyond[rows + 1])
    return [float(one) for one in time_s[rows] + share * (time_s[rows + 1] - time_s[rows])]


def _way(recording: Recording, walk: Assessment) -> tuple[float, float, float] | None:
    """Return the way of the hips in metres between the first and the last contact, and these instants.

    Of several passes the one with the longest way.
    """
    if recording.track is None or recording.height_m is None:
        return None
    seen = recording.detected
    cleaned = clean(recording.track, seen.camera, seen.video, leaped=seen.faults.leaped)
    scaled, _ = scale_to_metres(cleaned, recording.height_m)
    strikes_s = walk.events.loc[walk.events["event"] == "foot_strike", "time_s"].to_numpy(dtype=float)
    ways = []
    for one in scaled.passes:
        path = one.trajectories
        inside = strikes_s[(strikes_s >= path.time_s[0]) & (strikes_s <= path.time_s[-1])]
        if len(inside) < 2 or not one.world_fixed:
            continue
        hips_m = (path.of("left_hip") + path.of("right_hip"))[:, 0] / 2
        known = np.isfinite(hips_m)
        start_m, end_m = np.interp(inside[[0, -1]], path.time_s[known], hips_m[known])
        ways.append((float(end_m - start_m), float(inside[0]), float(inside[-1])))
    return max(ways, default=None)


def _timed(walk: Assessment, distance_m: float, start_s: float, end_s: float, *, marked: bool) -> Assessment:
    """Return the walk with distance, time and speed in its summary."""
    time_s = end_s - start_s
    time_sd = float(np.hypot(CROSSING_SD_S, CROSSING_SD_S))
    way_sd = float(np.hypot(MARK_SD_M, MARK_SD_M)) if marked else SCALE_SD * distance_m
    speed = distance_m / time_s
    speed_sd = speed * float(np.hypot(time_sd / time_s, way_sd / distance_m))
    rows = [
        _row("distance_m", distance_m, "m", way_sd),
        _row("duration_s", time_s, "s", time_sd),
        _row("walking_speed_m_per_s", speed, "m/s", speed_sd),
    ]
    whole = (walk.summary["metric"] == "walking_speed_m_per_s") & (walk.summary["side"] == "both")
    summary = pd.concat([_table(rows), walk.summary[~whole]], ignore_index=True)
    where = "between the marks" if marked else "from the first to the last contact, by the height given"
    note = f"Timed from {start_s:.2f} to {end_s:.2f} s, {where}."
    return replace(walk, summary=summary.astype(walk.summary.dtypes.to_dict()), notes=(*walk.notes, note))


def _row(metric: str, value: float, unit: str, sd: float) -> dict[str, object]:
    interval = (value - Z95 * sd, value + Z95 * sd)
    return summary_row(metric, "both", value, unit=unit, n=1, interval=interval, shared_sd=sd)


def _table(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(SUMMARY.names))


def _withheld(walk: Assessment, reason: str, advice: str) -> Assessment:
    return replace(walk, verdict=Verdict("withheld", (reason, advice)), summary=SUMMARY.empty())


TEST = register(
    replace(
        clinical_test("walk"),
        name="timed-walk",
        title="Timed walk",
        assess=assess,
        amendable=False,
        headline={
            "distance_m": "Distance (m)",
            "duration_s": "Time (s)",
            "walking_speed_m_per_s": "Speed (m/s)",
            "cadence_steps_per_min": "Cadence (steps/min)",
        },
    )
)

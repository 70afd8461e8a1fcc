"""The room's main path: from one person's landmarks to clean passes."""

from typing import NamedTuple

import numpy as np

from ..datatypes._arrays import BoolArray, FloatArray
from ..datatypes.pose import PoseTrack
from ..datatypes.video import CameraMotion, VideoInfo
from ..datatypes.walk import LEG_POINTS, SIDES, CleanWalk, Fault, LeftOut, Pass, Side
from .camera import pinhole_of, stabilise
from .gaps import on_clock, uniform_clock
from .mask import Faults, find_bone_faults, find_faults
from .passes import BuiltPass, Recording, Smoothed, build_pass
from .perspective import smooth_height_px
from .points import POINTS, point_paths
from .settings import CleaningSettings
from .smoothing import low_pass
from .swaps import DOUBTFUL, UNDECIDED, relabel
from .walking import ABSENT, Stretch, find_stretches


class _Samples(NamedTuple):
    """Points on the recording's frames with their faults, before any is taken out."""

    xy_px: FloatArray
    faults: Faults
    height_px: FloatArray


def clean(
    track: PoseTrack, camera: CameraMotion, video: VideoInfo, settings: CleaningSettings | None = None
) -> CleanWalk:
    """Clean the walk of one subject and cut it into passes.

    Parameters
    ----------
    track
        The subject's landmarks on the recording's frames.
    camera
        How the background moved on the same frames.
    video
        The recording's facts (its size bounds the picture).
    settings
        Limits; the defaults where None.

    Passes are in pixels (x forward, y up, smoothed; NaN = not measured); without a walk there is none.
    """
    settings = settings or CleaningSettings()
    track = relabel(track) if settings.relabel else track
    samples = _judged(track, video, settings)
    if len(track.time_s) < 2 or not np.isfinite(samples.height_px).any():
        span = LeftOut(float(track.time_s[0]), float(track.time_s[-1]), ABSENT)
        return CleanWalk((), (span,), dict.fromkeys(SIDES, 0.0), settings.cutoff_hz, camera.moving)
    pinhole = pinhole_of(video, settings.focal_per_long_side)
    ground = stabilise(samples.xy_px, camera, pinhole)
    height_px = smooth_height_px(track.time_s, ground.xy_px)
    stretches, left_out = find_stretches(
        track.time_s, ground.xy_px, height_px, _feet_seen(samples.faults), settings
    )
    faults = samples.faults | _bone_faults(samples, stretches, settings)
    recording = Recording(
        camera=pinhole,
        camera_moving=camera.moving,
        frame_s=track.time_s,
        ground=ground,
        height_px=height_px,
        smooth=_smoothed(track.time_s, ground.xy_px, faults, settings),
    )
    built = [build_pass(recording, stretch, settings) for stretch in stretches]
    notes = [ground.note, _relabelled_note(track), *(note for one in built for note in one.notes)]
    doubts = [_crossing_doubt(track, one) for one in stretches] + [one.side_doubt for one in built]
    return _walk(built, left_out, notes, doubts, camera.moving, settings)


def _smoothed(time_s: FloatArray, xy_px: FloatArray, faults: Faults, settings: CleaningSettings) -> Smoothed:
    """Take faulty points out, fill short gaps on a uniform clock, and smooth."""
    trusted = np.where(faults[..., None] == 0, xy_px, np.nan)
    clock_s = uniform_clock(time_s)
    position, filled = on_clock(time_s, trusted, clock_s, settings.longest_gap_s)
    smooth = low_pass(position, 1.0 / float(clock_s[1] - clock_s[0]), settings.cutoff_hz)
    return Smoothed(clock_s, smooth, filled, _at_ticks(time_s, faults, clock_s))


def _walk(
    built: list[BuiltPass],
    left_out: list[LeftOut],
    notes: list[str],
    side_doubts: list[str],
    moving: bool,
    settings: CleaningSettings,
) -> CleanWalk:
    """Put passes, what was left out, and the notes together."""
    passes = tuple(one.walk_pass for one in built if one.walk_pass is not None)
    refused = [one.left_out for one in built if one.left_out is not None]
    return CleanWalk(
        passes=passes,
        left_out=tuple(sorted([*left_out, *refused], key=lambda part: part.start_s)),
        masked_frames_percent={side: _masked_percent(passes, side) for side in SIDES},
        cutoff_hz=settings.cutoff_hz,
        camera_moving=moving,
        notes=tuple(dict.fromkeys(note for note in notes if note)),
        side_doubts=tuple(dict.fromkeys(doubt for doubt in side_doubts if doubt)),
    )


def _judged(track: PoseTrack, video: VideoInfo, settings: CleaningSettings) -> _Samples:
    """Flag every point but for its bone lengths."""
    xy, visibility, second = point_paths(track)
    height_px = smooth_height_px(track.time_s, xy)
    faults = find_faults(track.time_s, xy, visibility, second, height_px, video, settings)
    if track.label_margin is not None:
        legs = [POINTS.index(f"{side}_{part}") for side in SIDES for part in LEG_POINTS]
        faults[:, legs] |= np.where(track.label_margin < UNDECIDED, int(Fault.SIDE_UNKNOWN), 0)[:, None]
    return _Samples(xy, faults, height_px)


def _bone_faults(samples: _Samples, stretches: list[Stretch], settings: CleaningSettings) -> Faults:
    """Return the bone-length faults (T, K), each pass judged by its own medians."""
    faults = np.zeros_like(samples.faults)
    for stretch in stretches:
        part = slice(stretch.start, stretch.end)
        faults[part] = find_bone_faults(samples.xy_px[part], samples.height_px[part], settings)
    return faults


def _feet_seen(faults: Faults) -> BoolArray:
    """(T,) whether at least one foot is wholly inside the picture."""
    gone = (faults & (Fault.OUT_OF_PICTURE | Fault.NOT_FOUND)) != 0
    feet = [[POINTS.index(f"{side}_{part}") for part in ("ankle", "heel", "toe")] for side in SIDES]
    seen: BoolArray = ~(gone[:, feet[0]].any(axis=1) & gone[:, feet[1]].any(axis=1))
    return seen


def _at_ticks(time_s: FloatArray, faults: Faults, clock_s: FloatArray) -> Faults:
    """Carry faults (T, K) to the ticks of the clock (N, K): those of the nearest frame, or NOT_FOUND."""
    after = np.clip(np.searchsorted(time_s, clock_s), 1, len(time_s) - 1)
    nearest = np.where(clock_s - time_s[after - 1] <= time_s[after] - clock_s, after - 1, after)
    carried = faults[nearest].copy()
    missing = np.abs(time_s[nearest] - clock_s) > 0.75 * (clock_s[1] - clock_s[0])
    carried[missing] |= Fault.NOT_FOUND
    return carried


def _masked_percent(passes: tuple[Pass, ...], side: Side) -> float:
    """Share of the passes' frames in which a leg point of one side was masked, in percent."""
    columns = [POINTS.index(f"{side}_{part}") for part in LEG_POINTS]
    flagged = [(one.trajectories.fault[:, columns] != 0).any(axis=1) for one in passes]
    return float(100.0 * np.concatenate(flagged).mean()) if flagged else 0.0


def _relabelled_note(track: PoseTrack) -> str:
    """Say in how many frames left and right leg were swapped back."""
    count = 0 if track.relabelled is None else int(track.relabelled.sum())
    frames = f"{count} frame{'s' * (count > 1)}"
    return f"Left and right were swapped in {frames} and corrected." if count else ""


def _crossing_doubt(track: PoseTrack, stretch: Stretch) -> str:
    """Say between which times two ways of naming the legs are nearly as good; empty where there are none."""
    if track.label_margin is None:
        return ""
    rows = stretch.start + np.flatnonzero(track.label_margin[stretch.start : stretch.end] < DOUBTFUL)
    if not rows.size:
        return ""
    first_s, last_s = track.time_s[rows[0]], track.time_s[rows[-1]]
    return (
        f"Between {first_s:.1f} and {last_s:.1f} s it is not certain which leg is left and which is right. "
        "Shoes or trouser legs of different colours make them easier to tell apart."
    )

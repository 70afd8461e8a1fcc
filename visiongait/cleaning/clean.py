"""The room's main path: from one person's landmarks to clean passes."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..datatypes import (
    LEG_POINTS,
    SIDES,
    BoolArray,
    CameraMotion,
    CleanWalk,
    Fault,
    FloatArray,
    LeftOut,
    Pass,
    PoseTrack,
    Scale,
    Side,
    VideoInfo,
    check_height,
)
from .camera import pinhole_of, smooth_height_px, stabilise
from .cuts import find_cuts
from .filtering import low_pass, on_clock, uniform_clock
from .mask import Faults, find_bone_faults, find_faults
from .passes import BuiltPass, FilteredPaths, SubjectPaths, build_pass
from .points import POINTS, point_paths, runs
from .settings import CleaningSettings
from .stretches import InPicture, Reason, Stretch, find_stretches
from .swaps import DOUBTFUL, UNDECIDED, relabel

ENDS_S = 0.5
# On the lab the apparent stature is within 0.8 % (SD); people differ by more in the share of legs and trunk.
RELATIVE_SD = 0.02


class _Samples(NamedTuple):
    """Points on the recording's frames with their faults, before any is taken out."""

    xy_px: FloatArray
    faults: Faults
    height_px: FloatArray


def clean(
    track: PoseTrack,
    camera: CameraMotion,
    video: VideoInfo,
    settings: CleaningSettings | None = None,
    *,
    leaped: BoolArray | None = None,
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
    leaped
        (T,) frames with which the picture leaps (`FrameFaults.leaped`): evidence of cuts.

    Passes are in pixels (x forward, y up, low-pass filtered; NaN = not measured); none without a walk.
    """
    settings = settings or CleaningSettings()
    track = relabel(track, leaped=leaped) if settings.relabel else track
    samples = _judged(track, video, settings)
    if len(track.time_s) < 2 or not np.isfinite(samples.height_px).any():
        span = LeftOut(float(track.time_s[0]), float(track.time_s[-1]), str(Reason.ABSENT))
        return CleanWalk((), (span,), dict.fromkeys(SIDES, 0.0), settings.cutoff_hz, camera.moving)
    pinhole = pinhole_of(video.width_px, video.height_px, settings.focal_per_long_side)
    cuts = find_cuts(track.time_s, samples.xy_px, samples.height_px, leaped)
    ground = stabilise(samples.xy_px, camera, pinhole)
    height_px = smooth_height_px(track.time_s, ground.xy_px)
    in_picture = _in_picture(samples.faults)
    stretches, left_out = find_stretches(track.time_s, ground, height_px, in_picture, cuts, settings)
    faults = samples.faults | _bone_faults(samples, stretches, settings)
    paths = SubjectPaths(
        camera=pinhole,
        camera_moving=camera.moving,
        frame_s=track.time_s,
        ground=ground,
        height_px=height_px,
        filtered=_filtered(track.time_s, ground.xy_px, faults, cuts, settings),
    )
    built = [build_pass(paths, stretch, settings) for stretch in stretches]
    notes = [ground.note, _relabelled_note(track), *_jump_notes(left_out)]
    notes += [note for one in built for note in one.notes]
    doubts = [_crossing_doubt(track, one) for one in stretches] + [one.side_doubt for one in built]
    walk = _walk(built, left_out, notes, doubts, camera.moving, settings)
    return replace(walk, tilt_doubts=tuple(dict.fromkeys(one.tilt_doubt for one in built if one.tilt_doubt)))


def _filtered(
    time_s: FloatArray, xy_px: FloatArray, faults: Faults, cuts: list[int], settings: CleaningSettings
) -> FilteredPaths:
    """Take faulty points out, fill short gaps on a uniform clock, and filter, but not over a jump."""
    trusted = np.where(faults[..., None] == 0, xy_px, np.nan)
    clock_s = uniform_clock(time_s)
    filtered = np.full((len(clock_s), *xy_px.shape[1:]), np.nan)
    filled = np.zeros(filtered.shape[:2], dtype=np.bool_)
    for a, b in pairwise([0, *cuts, len(time_s)]):
        ticks = (clock_s >= time_s[a] - 1e-9) & (clock_s <= time_s[b - 1] + 1e-9)
        position, filled[ticks] = on_clock(time_s[a:b], trusted[a:b], clock_s[ticks], settings.longest_gap_s)
        filtered[ticks] = low_pass(position, 1.0 / float(clock_s[1] - clock_s[0]), settings.cutoff_hz)
    return FilteredPaths(clock_s, filtered, filled, _at_ticks(time_s, faults, clock_s))


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


def _in_picture(faults: Faults) -> InPicture:
    """Return what of the person is inside the picture, frame by frame."""
    gone = (faults & (Fault.OUT_OF_PICTURE | Fault.NOT_FOUND)) != 0

    def without(*parts: str) -> BoolArray:
        legs = [gone[:, [POINTS.index(f"{side}_{part}") for part in parts]].any(axis=1) for side in SIDES]
        return np.asarray(legs[0] & legs[1])

    return InPicture(feet=~without("ankle", "heel", "toe"), hips=~without("hip"))


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
    """Say between which times two ways of naming the legs are nearly as good; empty where there are none.

    Within half a second of the ends, where people enter, leave, start or stop, that is usual and no matter.
    """
    if track.label_margin is None:
        return ""
    time_s = track.time_s[stretch.start : stretch.end]
    doubtful = track.label_margin[stretch.start : stretch.end] < DOUBTFUL
    inner = (time_s > time_s[0] + ENDS_S) & (time_s < time_s[-1] - ENDS_S)
    spans = [f"{time_s[a]:.1f} and {time_s[b - 1]:.1f} s" for a, b in runs(np.asarray(doubtful & inner))]
    if not spans:
        return ""
    return (
        f"Between {', '.join(spans[:3])} it is uncertain which leg is left and which is right. "
        "Shoes or trouser legs in different colours make this easier."
    )


def _jump_notes(left_out: list[LeftOut]) -> list[str]:
    """Say when the recording jumps."""
    times = [f"{part.end_s:.1f} s" for part in left_out if part.reason == Reason.JUMP]
    return (
        [f"The recording jumps at {', '.join(times)}: no stride is measured across the jump."]
        if times
        else []
    )


def scale_to_metres(walk: CleanWalk, height_m: float) -> tuple[CleanWalk, Scale]:
    """Scale every pass to metres with the subject's stature.

    Each sample is multiplied by stature ÷ apparent stature (`Pass.height_px`).  The pixel walk stays
    untouched.

    Parameters
    ----------
    walk
        The walk in pixels.
    height_m
        The subject's stature in metres, as worn in the recording (shoes add about 2 cm).

    Raises
    ------
    UsageError
        If the stature is not that of a person.
    """
    check_height(height_m)
    passes = tuple(_in_metres(one, height_m) for one in walk.passes)
    method = "height given, compared with the length of trunk, thigh and shank in the picture"
    return replace(walk, passes=passes), Scale(height_m, method, RELATIVE_SD)


def _in_metres(one: Pass, height_m: float) -> Pass:
    """Scale one pass."""
    path = one.trajectories
    metres = path.position * (height_m / one.height_px)[:, None, None]
    return replace(one, trajectories=replace(path, position=metres, unit="m"))

"""Landmarks of another pose tool, measured by the same rooms, without our network."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..datatypes import (
    BLAZEPOSE,
    SIDES,
    CameraMotion,
    DetectionPass,
    FloatArray,
    FrameFaults,
    Options,
    Person,
    PoseTrack,
    Side,
    SubjectChoice,
    VideoInfo,
)
from ..errors import InputError, UsageError
from ..version import __version__
from .result import Result

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

NEEDED = tuple(f"{side}_{p}" for side in SIDES for p in ("hip", "knee", "ankle", "heel", "foot_index"))
COLUMNS = ("frame", "landmark", "x_px", "y_px")
_SHORT = {"l": "left", "r": "right"}
_ALIASES = {"toe": "foot_index", "big_toe": "foot_index", "bigtoe": "foot_index", "foot": "foot_index"}


@dataclass(frozen=True, eq=False)
class Landmarks:
    """One person's landmarks on the frames of one recording; `measure` makes a result of them."""

    detected: DetectionPass
    track: PoseTrack

    def measure(
        self,
        *,
        height_m: float | None = None,
        test: str = "walk",
        side: Side | None = None,
        person: Person | None = None,
    ) -> Result:
        """Measure the landmarks; parameters and errors as for `analyse`."""
        from ..pipeline import Provenance, assess

        options = Options(height_m=height_m, test=test, side=side, person=person or Person())
        by = Provenance(__version__, "", self.track.source, {}, {}, {})
        subject = SubjectChoice(0, "The landmarks are those of one person.", 1)
        measurement = assess(self.detected, subject, self.track, options, by)
        return Result(measurement.assessment, measurement)


def landmarks_from(
    poses: "pd.DataFrame | ArrayLike | Any",
    *,
    width_px: int,
    height_px: int,
    fps: float | None = None,
    names: Sequence[str] | None = None,
    rename: Mapping[str, str] | None = None,
    source: str = "another pose tool",
) -> Landmarks:
    """Take one person's landmarks from another pose tool.

    Parameters
    ----------
    poses
        A long table with the columns `frame`, `landmark`, `x_px`, `y_px` and, if known, `visibility` (0 to 1)
        and `time_s`; or an array (T, K, 2) with `names`; or an xarray DataArray with the dimensions `time`,
        `space` and `keypoints` in any order, as `movement` has it (of one individual).  Pixels of the
        upright picture, x right, y down, NaN = not seen.
    width_px, height_px
        Size of the picture.
    fps
        Frames per second; needed where `poses` has no times.
    names
        Names of the K landmarks of an array.
    rename
        From the tool's names to ours.  Ours are those of BlazePose (`left_hip`, `right_foot_index` …);
        `LHip`, `l_hip` and `left toe` are understood by themselves.
    source
        The tool, for the record.

    Raises
    ------
    UsageError
        If hip, knee, ankle, heel and toe of both legs are not there, or times are missing.
    InputError
        If the shapes do not fit.

    Examples
    --------
    >>> landmarks = visiongait.landmarks_from(table, width_px=1920, height_px=1080, fps=60)  # doctest: +SKIP
    >>> landmarks.measure(height_m=1.72).summary  # doctest: +SKIP
    """
    if isinstance(poses, pd.DataFrame):
        xy_px, visibility, time_s, names = _from_table(poses)
    elif hasattr(poses, "dims"):
        xy_px, visibility, time_s, names = _from_xarray(poses)
    else:
        xy_px, visibility, time_s = np.asarray(poses, dtype=float), None, None
    if names is None or xy_px.ndim != 3 or xy_px.shape[1:] != (len(names), 2):
        raise InputError(
            f"The landmarks have the shape {xy_px.shape}.", "Give (frames, landmarks, 2) and the names."
        )
    if time_s is None:
        if not fps:
            raise UsageError("The landmarks have no times.", "Give fps, the frames per second.")
        time_s = np.arange(len(xy_px)) / fps
    track = _track(xy_px, visibility, time_s, names, rename or {}, source)
    return Landmarks(_detected(track, width_px, height_px), track)


def _track(
    xy_px: FloatArray,
    visibility: FloatArray | None,
    time_s: FloatArray,
    names: Sequence[str],
    rename: Mapping[str, str],
    source: str,
) -> PoseTrack:
    """Put landmarks where our skeleton has them; what it does not know is left out."""
    ours = [_our_name(rename.get(name, name)) for name in names]
    if missing := [name for name in NEEDED if name not in ours]:
        raise UsageError(
            f"These landmarks are missing: {', '.join(missing)}.", "Name them with rename={'theirs': 'ours'}."
        )
    shape = (len(time_s), len(BLAZEPOSE.landmarks))
    placed, seen = np.full((*shape, 2), np.nan), np.zeros(shape)
    for column, name in enumerate(ours):
        if name in BLAZEPOSE.landmarks:
            place = BLAZEPOSE.index(name)
            placed[:, place] = xy_px[:, column]
            known = np.isfinite(xy_px[:, column]).all(axis=1)
            seen[:, place] = known if visibility is None else visibility[:, column]
    return PoseTrack(BLAZEPOSE, np.arange(len(time_s)), time_s, placed, seen, source=source)


def _our_name(name: str) -> str:
    """Return our spelling of `LHip`, `l_hip`, `left toe`, `RBigToe`."""
    spelt = name.strip().replace(" ", "_").replace(".", "_")
    if len(spelt) > 1 and spelt[0] in "LR" and spelt[1].isupper():
        spelt = f"{spelt[0]}_{spelt[1:]}"
    side, _, point = spelt.lower().partition("_")
    return f"{_SHORT.get(side, side)}_{_ALIASES.get(point, point)}"


def _detected(track: PoseTrack, width_px: int, height_px: int) -> DetectionPass:
    n = len(track.time_s)
    rate_hz = (n - 1) / float(track.time_s[-1] - track.time_s[0])
    digest = hashlib.sha256(track.xy_px.tobytes()).hexdigest()
    info = VideoInfo("landmarks", width_px, height_px, rate_hz, n / rate_hz, n, 0, "", "", digest)
    faults = FrameFaults(np.zeros(n, dtype=bool))
    return DetectionPass(info, track.frame, track.time_s, (track,), CameraMotion.static(n), faults)


Parts = tuple[FloatArray, FloatArray | None, FloatArray | None, list[str]]


def _from_table(table: pd.DataFrame) -> Parts:
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise InputError(f"The table lacks the columns {', '.join(missing)}.", f"Give {', '.join(COLUMNS)}.")
    frames = np.arange(int(table["frame"].min()), int(table["frame"].max()) + 1)

    def wide(column: str) -> pd.DataFrame:
        return table.pivot_table(index="frame", columns="landmark", values=column, dropna=False).reindex(
            frames
        )

    x_px, y_px = wide("x_px"), wide("y_px")
    visibility = wide("visibility").to_numpy(dtype=float) if "visibility" in table.columns else None
    times = table.groupby("frame")["time_s"].first().reindex(frames) if "time_s" in table.columns else None
    return (
        np.stack([x_px.to_numpy(dtype=float), y_px.to_numpy(dtype=float)], axis=2),
        None if visibility is None else np.nan_to_num(visibility),
        None if times is None else times.interpolate().to_numpy(dtype=float),
        [str(name) for name in x_px.columns],
    )


def _from_xarray(poses: Any) -> Parts:
    dims = [dim for dim in poses.dims if dim != "individuals"]
    if set(dims) != {"time", "space", "keypoints"}:
        raise InputError(f"The dimensions are {tuple(poses.dims)}.", "Give time, space and keypoints.")
    if "individuals" in poses.dims:
        if poses.sizes["individuals"] != 1:
            raise UsageError("There are several individuals.", "Choose one: poses.sel(individuals=...).")
        poses = poses.isel(individuals=0)
    ordered = poses.transpose("time", "keypoints", "space")
    time_s = np.asarray(ordered.coords["time"].values, dtype=float) if "time" in ordered.coords else None
    return (
        np.asarray(ordered.values, dtype=float)[..., :2],
        None,
        time_s,
        [str(n) for n in ordered.coords["keypoints"].values],
    )

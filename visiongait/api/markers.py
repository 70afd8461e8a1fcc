"""Marker recordings (C3D, TRC) as a perfect camera at the side would have seen them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..cleaning import chain_height_px, point_paths
from ..datatypes import HEIGHT_M, SIDES, FloatArray
from ..errors import EnvironmentFaultError, InputError, UsageError
from ..system import printable, sha256_of
from .landmarks import Landmarks, landmarks_from
from .result import Result

PX_PER_M = 1000.0
MARGIN_PX = 200
WALKED_M = 1.0
"""Hips that move less over the whole recording are those of somebody on a treadmill."""

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "shoulder": ("{s}SHO", "{s}.Acromium", "{s}.Acromion", "{s}_Shoulder"),
    "hip": ("{s}HJC", "{s}FEP", "V_{s}.Hip_JC", "{s}.GTR", "{s}GTR", "{s}THI", "{s}ASI", "{s}.ASIS"),
    "knee": ("{s}KNE", "{s}.Knee", "{s}_Knee", "{s}KneeLat"),
    "ankle": ("{s}ANK", "{s}.Ankle", "{s}_Ankle", "{s}AnkleLat"),
    "heel": ("{s}HEE", "{s}.Heel", "{s}_Heel", "{s}CAL"),
    "foot_index": ("{s}TOE", "{s}.MT2", "{s}.Toe.Tip", "{s}.MT1", "{s}_Toe", "{s}TOE2"),
}
"""Labels of common marker sets, the best first; {s} is L or R."""

MIN_SEEN = 0.1
"""Share of the frames in which a marker must be seen."""

TRUNK_PER_LEG = 0.55
"""Height of the shoulders above the hips, in lengths of the leg."""

UPRIGHT_TRUNK = (
    "No shoulder markers were found: the trunk is assumed to be upright, which also affects hip angles."
)

OPTIONAL = ("left_shoulder", "right_shoulder")


@dataclass(frozen=True, eq=False)
class Markers:
    """Markers by label, each (T, 3) in metres, NaN = not seen; time_s (T,)."""

    time_s: FloatArray
    positions_m: Mapping[str, FloatArray]


def measure_markers(path: Path | str, *, markers: Mapping[str, str] | None = None) -> Result:
    """Measure the walk in a marker recording with the rooms that measure videos.

    Markers are seen from the side: forward is the way the person walks, or the feet point on a treadmill;
    up is the axis in which hips lie highest above heels.  Lengths come from the markers themselves.

    Parameters
    ----------
    path
        A .c3d or .trc file.
    markers
        Labels of the file for our points (`left_knee`: `LKNE`), where they are none of the usual ones.

    Raises
    ------
    InputError
        If the file cannot be read.
    UsageError
        If a point has no marker.
    EnvironmentFaultError
        If C3D files cannot be read because ezc3d is not installed.
    """
    path = Path(path)
    found = read_markers(path)
    points_m = _points(found, markers or {})
    landmarks = _seen_from_the_side(points_m, found.time_s, path)
    heights_px = chain_height_px(point_paths(landmarks.track)[0])
    known = heights_px[np.isfinite(heights_px)]
    height_m = float(np.median(known)) / PX_PER_M if known.size else 0.0
    return landmarks.measure(height_m=height_m if HEIGHT_M[0] <= height_m <= HEIGHT_M[1] else None)


def read_markers(path: Path) -> Markers:
    """Read a .c3d or .trc file; errors as `measure_markers`."""
    readers = {".c3d": _read_c3d, ".trc": _read_trc}
    if path.suffix.lower() not in readers:
        raise UsageError(f"{printable(path.name)} is not a marker recording.", "Give a .c3d or a .trc file.")
    if not path.is_file():
        raise InputError(f"There is no file {printable(path)}.")
    try:
        return readers[path.suffix.lower()](path)
    except (OSError, ValueError, KeyError, IndexError, RuntimeError) as fault:
        raise InputError(f"{printable(path.name)} is damaged or is not a marker recording.") from fault


def _read_c3d(path: Path) -> Markers:
    try:
        import ezc3d
    except ImportError as absent:
        raise EnvironmentFaultError(
            "Reading C3D files needs ezc3d.", "Run pip install 'visiongait[exports]'."
        ) from absent
    file = ezc3d.c3d(str(path))
    about = file["parameters"]["POINT"]
    metres = file["data"]["points"][:3] * _metres(about["UNITS"]["value"])
    metres[:, (metres == 0).all(axis=0)] = np.nan
    rate_hz = float(about["RATE"]["value"][0])
    labels = [str(label).rpartition(":")[2] for label in about["LABELS"]["value"]]
    positions = {label: metres[:, i].T for i, label in reversed(list(enumerate(labels)))}
    return Markers(np.arange(metres.shape[2]) / rate_hz, positions)


def _read_trc(path: Path) -> Markers:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    head = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=False))
    labels = [label for label in lines[3].split("\t")[2:] if label.strip()]
    rows = [line.rstrip("\n").split("\t") for line in lines[5:] if line.strip()]
    width = 2 + 3 * len(labels)
    values = np.array(
        [[float(c) if c.strip() else np.nan for c in (row + [""] * width)[:width]] for row in rows]
    )
    positions = values[:, 2:].reshape(len(values), len(labels), 3) * _metres([head["Units"]])
    return Markers(values[:, 1], {label.strip(): positions[:, i] for i, label in enumerate(labels)})


def _metres(units: list[str]) -> float:
    return {"m": 1.0, "cm": 0.01}.get(units[0].strip().lower() if units else "mm", 0.001)


def _points(found: Markers, named: Mapping[str, str]) -> dict[str, FloatArray]:
    """Return our points in metres; UsageError names those that have no marker."""
    points, missing = {}, []
    for side in SIDES:
        for point, patterns in CANDIDATES.items():
            name = f"{side}_{point}"
            labels = [one.format(s=side[0].upper()) for one in patterns]
            wanted = [named[name]] if name in named else labels
            label = next((one for one in wanted if one in found.positions_m and _seen(found, one)), None)
            if label is not None:
                points[name] = found.positions_m[label]
            elif name not in OPTIONAL or name in named:
                missing.append(name)
    if missing:
        raise UsageError(
            f"No marker was found for {', '.join(missing)}.",
            f"Name one, such as --marker {missing[0]}=LABEL; the file has {', '.join(found.positions_m)}.",
        )
    return points


def _seen(found: Markers, label: str) -> bool:
    """Whether a marker was seen for a while: files may name what they do not hold."""
    return bool(np.isfinite(found.positions_m[label]).all(axis=1).mean() > MIN_SEEN)


def _seen_from_the_side(points_m: Mapping[str, FloatArray], time_s: FloatArray, path: Path) -> Landmarks:
    """Project markers onto the plane of walking, a pixel for each millimetre."""
    forward, up = _axes(points_m)
    notes: tuple[str, ...] = ()
    if not all(name in points_m for name in OPTIONAL):
        points_m, notes = _with_upright_trunk(points_m, up), (UPRIGHT_TRUNK,)
    names = list(points_m)
    plane_m = np.stack([np.column_stack([p @ forward, p @ up]) for p in points_m.values()], axis=1)
    shown = np.isfinite(plane_m).all(axis=(1, 2))
    if shown.sum() < 2:
        raise InputError(f"{printable(path.name)} has no frame in which all markers are visible.")
    first, last = np.flatnonzero(shown)[[0, -1]]
    plane_m, time_s = plane_m[first : last + 1], time_s[first : last + 1]
    low = np.nanmin(plane_m, axis=(0, 1))
    high = np.nanmax(plane_m, axis=(0, 1))
    width_px, height_px = (np.ceil((high - low) * PX_PER_M).astype(int) + 2 * MARGIN_PX).tolist()
    x_px = (plane_m[..., 0] - low[0]) * PX_PER_M + MARGIN_PX
    y_px = (high[1] - plane_m[..., 1]) * PX_PER_M + MARGIN_PX
    rate_hz = (len(time_s) - 1) / (time_s[-1] - time_s[0])
    seen = landmarks_from(
        np.stack([x_px, y_px], axis=2),
        names=names,
        width_px=width_px,
        height_px=height_px,
        fps=rate_hz,
        source="markers",
    )
    name, sha256 = printable(path.name), sha256_of(path)
    video = replace(seen.detected.video, name=name, sha256=sha256, codec="markers", notes=notes)
    return Landmarks(replace(seen.detected, video=video), seen.track)


def _with_upright_trunk(points_m: Mapping[str, FloatArray], up: FloatArray) -> dict[str, FloatArray]:
    """Return the points with shoulders straight above the hips."""
    legs_m = [
        np.nanmean(np.linalg.norm(points_m[f"{s}_hip"] - points_m[f"{s}_ankle"], axis=1)) for s in SIDES
    ]
    trunk = TRUNK_PER_LEG * float(np.mean(legs_m)) * up
    return {**points_m, **{f"{side}_shoulder": points_m[f"{side}_hip"] + trunk for side in SIDES}}


def _axes(points_m: Mapping[str, FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return the directions forward and up of the laboratory."""
    middle = {
        point: (points_m[f"left_{point}"] + points_m[f"right_{point}"]) / 2
        for point in ("hip", "heel", "foot_index")
    }
    rise = np.nanmean(middle["hip"] - middle["heel"], axis=0)
    up = np.zeros(3)
    up[np.abs(rise).argmax()] = np.sign(rise[np.abs(rise).argmax()])
    hips = middle["hip"][np.isfinite(middle["hip"]).all(axis=1)]
    way = (hips[-1] - hips[0]) * (up == 0)
    if np.linalg.norm(way) < WALKED_M:
        way = np.nanmean(middle["foot_index"] - middle["heel"], axis=0) * (up == 0)
    return way / np.linalg.norm(way), up

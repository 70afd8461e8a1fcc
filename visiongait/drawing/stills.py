"""Pictures that the report shows: a stride of the near leg, or a repetition, where people look at it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from ..assessments import clinical_test
from ..datatypes import Assessment, PassSummary, PoseTrack, Side
from ..metrics import KEY_INSTANTS, key_instants_s
from .movie import Artist
from .scene import layout_at, tested_leg

if TYPE_CHECKING:
    from ..pipeline import Measurement
    from ..video import VideoSource

HEIGHT_PX = 720
ASPECT = 0.74
MARGIN = 1.3
"""Height of a still in heights of the subject."""

ROOM_BEHIND, ROOM_BEFORE = 0.38, 0.3
"""Room for the numbers behind the foot and before the knee, in heights of the subject."""

UNIT_PX = 1.05
LONGEST_PX = 4000
"""No whole picture is enlarged beyond this to make a still."""

JPEG_QUALITY = 84
OF_TESTS = ("start", "peak", "end")
"""Instants of a repetition, beside those of a stride."""

FILE_NAMES = {
    name: f"still_{number}_{name}.jpg"
    for names in (KEY_INSTANTS, OF_TESTS)
    for number, name in enumerate(names, 1)
}
"""Where the result folder keeps the still of each instant."""


@dataclass(frozen=True)
class Still:
    """One picture for the report: `jpeg` bytes, what it shows, and when."""

    instant: str
    side: Side
    time_s: float
    jpeg: bytes


def draw_stills(measurement: "Measurement", source: "VideoSource", blur: bool) -> tuple[Still, ...]:
    """Draw the chosen instants, in a size of their own: the subject fills the picture."""
    wanted = _wanted(measurement)
    if not wanted:
        return ()
    boxes_px = {frame: _box(measurement, frame) for frame in wanted}
    tallest_px = max(bottom - top for _, top, _, bottom in boxes_px.values())
    video = measurement.assessment.video
    scale = min(HEIGHT_PX / tallest_px, LONGEST_PX / max(video.width_px, video.height_px))
    layout = layout_at(video, scale, UNIT_PX)
    artist = Artist(measurement, layout, blur, bare=True)
    stills: list[Still] = []
    for frame in source.frames_at(wanted):
        left, top, right, bottom = np.round(np.array(boxes_px[frame.index]) * layout.scale).astype(int)
        cut = artist.canvas(frame)[top:bottom, left:right, ::-1]
        jpeg = cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
        stills.append(Still(*wanted[frame.index], frame.time_s, jpeg))
    return tuple(sorted(stills, key=lambda still: still.time_s))


def _box(measurement: "Measurement", frame: int) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom about the subject in source pixels, within the picture."""
    track, video = measurement.track, measurement.assessment.video
    assert track is not None  # a still is wanted only of a subject
    row = int(np.flatnonzero(track.frame == frame)[0])
    size = np.array([video.width_px, video.height_px], dtype=float)
    low, high = np.nanmin(track.xy_px[row], axis=0), np.nanmax(track.xy_px[row], axis=0)
    tallest = float(np.nanmax(np.ptp(track.xy_px[track.present, :, 1], axis=1)))
    bends = "repetitions" in measurement.assessment.tables
    height = MARGIN * (tallest if bends else high[1] - low[1])  # room for the numbers beside who squats
    half = np.minimum([ASPECT * height, height], size) / 2
    side = tested_leg(measurement.assessment)
    first, last = _span_of_numbers(track, row, measurement.assessment.passes, side)
    middle = np.clip((low[0] + high[0]) / 2, last - half[0], first + half[0])
    centre = np.clip([middle, (low[1] + high[1]) / 2], half, size - half)
    left, top, right, bottom = np.concatenate([centre - half, centre + half]).tolist()
    return left, top, right, bottom


def _span_of_numbers(
    track: PoseTrack, row: int, passes: tuple[PassSummary, ...], tested: Side | None
) -> tuple[float, float]:
    """Return the ends in x of the tested or near leg with the numbers behind its foot and before its knee."""
    time_s = track.time_s[row]
    walk = min(passes, key=lambda one: max(one.start_s - time_s, time_s - one.end_s))
    ahead = -1 if walk.facing == "left" else 1
    leg = tested or walk.near_side
    x = {point: ahead * track.of(f"{leg}_{point}")[row, 0] for point in ("heel", "ankle", "knee")}
    stature_px = np.ptp(track.xy_px[row, :, 1])
    behind = min(x["heel"], x["ankle"]) - ROOM_BEHIND * stature_px
    before = x["knee"] + ROOM_BEFORE * stature_px
    first, last = sorted((ahead * behind, ahead * before))
    return first, last


def write_stills(stills: Iterable[Still], folder: Path) -> None:
    """Write each still into the result folder under the name of its instant."""
    for still in stills:
        (folder / FILE_NAMES[still.instant]).write_bytes(still.jpeg)


def read_stills(assessment: Assessment, folder: Path) -> tuple[Still, ...]:
    """Return the stills that a result folder holds of the walk's chosen stride; empty without a video."""
    return tuple(
        Still(instant, side, time_s, path.read_bytes())
        for instant, side, time_s in _chosen(assessment)
        if (path := folder / FILE_NAMES[instant]).is_file()
    )


def _wanted(measurement: "Measurement") -> dict[int, tuple[str, Side]]:
    """Return the frames to make stills of: frame → instant and side."""
    track = measurement.track
    wanted: dict[int, tuple[str, Side]] = {}
    if track is None:
        return wanted
    for instant, side, time_s in _chosen(measurement.assessment):
        row = int(np.abs(track.time_s - time_s).argmin())
        if track.present[row]:
            wanted.setdefault(int(track.frame[row]), (instant, side))
    return wanted


def _chosen(assessment: Assessment) -> list[tuple[str, Side, float]]:
    """Choose a stride and return its instants: name, side and second of the recording; a test names its own.

    Of the valid strides of the leg nearer to the camera, the middle one of those that show most.
    """
    if named := clinical_test(assessment.test).instants(assessment):
        return list(named)
    candidates = [_instants(assessment, stride) for stride in _near_strides(assessment)]
    most = max(map(len, candidates), default=0)
    telling = [instants for instants in candidates if len(instants) == most]
    return telling[len(telling) // 2] if telling else []


def _near_strides(assessment: Assessment) -> Iterator[dict[Any, Any]]:
    for stride in assessment.strides.to_dict("records"):
        walks = (walk for walk in assessment.passes if walk.start_s <= stride["start_s"] <= walk.end_s)
        if stride["valid"] and stride["side"] in {walk.near_side for walk in walks}:
            yield stride


def _instants(assessment: Assessment, stride: Mapping[Any, Any]) -> list[tuple[str, Side, float]]:
    instants_s = key_instants_s(stride, assessment.cycles, assessment.events)
    return [(instant, stride["side"], time_s) for instant, time_s in instants_s.items()]

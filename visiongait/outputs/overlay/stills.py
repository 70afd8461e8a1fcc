"""Pictures of the annotated video that the report shows: one stride of the near leg in four instants."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ...datatypes.video import Frame
from ...datatypes.walk import Side
from .artist import Artist
from .layout import layout_at

if TYPE_CHECKING:
    from ...pipeline import Measurement

HEIGHT_PX = 640
ASPECT = 0.8
MARGIN = 1.4
"""Height of a still in heights of the subject."""

UNIT_PX = 0.72
LONGEST_PX = 4000
"""No whole picture is enlarged beyond this to make a still."""

JPEG_QUALITY = 82
INSTANTS = (("foot_strike", 0.0), ("mid_stance", 0.3), ("foot_off", 0.62), ("mid_swing", 0.8))
"""Name and usual share of the stride at which to look; events replace the shares where there are some."""


@dataclass(frozen=True)
class Still:
    """One picture for the report: `jpeg` bytes, what it shows, and when."""

    instant: str
    side: Side
    time_s: float
    jpeg: bytes


class StillPicker:
    """Draws the chosen instants as they pass, in a size of their own: the subject fills the picture."""

    def __init__(self, measurement: "Measurement", blur: bool) -> None:
        self._wanted = _wanted(measurement)
        self._boxes_px = {frame: _box(measurement, frame) for frame in self._wanted}
        tallest_px = max((bottom - top for _, top, _, bottom in self._boxes_px.values()), default=HEIGHT_PX)
        video = measurement.assessment.video
        scale = min(HEIGHT_PX / tallest_px, LONGEST_PX / max(video.width_px, video.height_px))
        self._layout = layout_at(video, scale, UNIT_PX)
        self._artist = Artist(measurement, self._layout, blur) if self._wanted else None
        self.stills: tuple[Still, ...] = ()

    def offer(self, frame: Frame) -> None:
        """Keep a picture of this frame if it is one of the chosen instants."""
        if self._artist is None or frame.index not in self._wanted:
            return
        instant, side = self._wanted[frame.index]
        left, top, right, bottom = np.round(
            np.array(self._boxes_px[frame.index]) * self._layout.scale
        ).astype(int)
        cut = self._artist.canvas(frame)[top:bottom, left:right, ::-1]
        jpeg = cv2.imencode(".jpg", cut, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
        self.stills = (*self.stills, Still(instant, side, frame.time_s, jpeg))


def _box(measurement: "Measurement", frame: int) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom about the subject in source pixels, within the picture."""
    assert measurement.track is not None  # a still is wanted only of a subject
    points_px = measurement.track.xy_px[measurement.track.frame == frame][0]
    video = measurement.assessment.video
    size = np.array([video.width_px, video.height_px], dtype=float)
    low, high = np.nanmin(points_px, axis=0), np.nanmax(points_px, axis=0)
    height = MARGIN * (high[1] - low[1])
    half = np.minimum([ASPECT * height, height], size) / 2
    centre = np.clip((low + high) / 2, half, size - half)
    left, top, right, bottom = np.concatenate([centre - half, centre + half]).tolist()
    return left, top, right, bottom


def _wanted(measurement: "Measurement") -> dict[int, tuple[str, Side]]:
    """Choose a valid stride of the near leg in the middle of the recording: frame → instant and side."""
    assessment, track = measurement.assessment, measurement.track
    strides = assessment.strides
    near = {walk.near_side for walk in assessment.passes}
    usable = strides[strides["valid"].astype(bool) & strides["side"].isin(near)]
    if track is None or not len(usable):
        return {}
    stride = usable.iloc[len(usable) // 2]
    wanted: dict[int, tuple[str, Side]] = {}
    for instant, share in INSTANTS:
        time_s = stride["start_s"] + share * (stride["end_s"] - stride["start_s"])
        if instant == "foot_off" and np.isfinite(stride.get("stance_time_s", np.nan)):
            time_s = stride["start_s"] + stride["stance_time_s"]
        row = int(np.abs(track.time_s - time_s).argmin())
        if track.present[row]:
            wanted[int(track.frame[row])] = (instant, stride["side"])
    return wanted

"""Pictures of the annotated video that the report shows: one stride of the near leg in four instants."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ...datatypes._arrays import FloatArray
from ...datatypes.video import Frame, Image
from ...datatypes.walk import Side

if TYPE_CHECKING:
    from ...pipeline import Measurement

HEIGHT_PX = 640
ASPECT = 0.72
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
    """Keeps the pictures of the chosen instants as they pass."""

    def __init__(self, measurement: "Measurement") -> None:
        self._track = measurement.track
        self._wanted = _wanted(measurement)
        self._width_px = measurement.assessment.video.width_px
        self.stills: tuple[Still, ...] = ()

    def offer(self, frame: Frame, picture: Image) -> None:
        """Keep this frame's picture if it is one of the chosen instants."""
        if frame.index not in self._wanted:
            return
        instant, side = self._wanted[frame.index]
        cut = self._around_subject(frame.index, picture)
        jpeg = cv2.imencode(".jpg", cut[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()
        self.stills = (*self.stills, Still(instant, side, frame.time_s, jpeg))

    def _around_subject(self, frame: int, picture: Image) -> Image:
        """Cut an upright rectangle about the subject and bring it to the report's size."""
        assert self._track is not None
        scale = picture.shape[1] / self._width_px
        row = int(np.searchsorted(self._track.frame, frame))
        left, top, right, bottom = _rectangle(self._track.xy_px[row] * scale, picture.shape)
        cut = picture[top:bottom, left:right]
        size = (round(HEIGHT_PX * cut.shape[1] / cut.shape[0]), HEIGHT_PX)
        return np.asarray(cv2.resize(cut, size, interpolation=cv2.INTER_AREA), np.uint8)


def _rectangle(points_px: FloatArray, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    low, high = np.nanmin(points_px, axis=0), np.nanmax(points_px, axis=0)
    size = np.array(shape[1::-1])
    height = min(1.35 * (high[1] - low[1]), size[1])
    width = min(max(ASPECT * height, 1.1 * (high[0] - low[0])), size[0])
    half = np.array([width, height]) / 2
    centre = np.clip((low + high) / 2, half, size - half)
    left, top, right, bottom = np.concatenate([centre - half, centre + half]).round().astype(int).tolist()
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

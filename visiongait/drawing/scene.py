"""What is known at the instant of each picture, and how large everything is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..datatypes import (
    SIDES,
    Assessment,
    DetectionPass,
    EventKind,
    FloatArray,
    Frame,
    Image,
    PassSummary,
    PoseTrack,
    Side,
    VideoInfo,
)
from ..video import resized

if TYPE_CHECKING:
    from ..pipeline import Measurement


LONGEST_PX = 1280
SHORTEST_PX = 960
"""The picture's longer side is brought between these: more takes twice as long, a tiny one holds no text."""

UNIT_AT_PX = 1440
"""Side of the square as large as a 1080p picture: there a unit of drawing is one pixel."""

PANEL_HEIGHT = 248
"""Height of the band under the picture, in units."""


@dataclass(frozen=True)
class Layout:
    """Sizes in output pixels, all even as H.264 wants them; `scale` is output per source pixel."""

    width_px: int
    picture_height_px: int
    panel_height_px: int
    scale: float
    unit_px: float

    @property
    def canvas_size(self) -> tuple[int, int]:
        """Width and height of picture and panel together."""
        return self.width_px, self.picture_height_px + self.panel_height_px

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height of the picture alone."""
        return self.width_px, self.picture_height_px

    def resized(self, frame: Frame) -> Image:
        """Return a source picture in the size of the output."""
        return resized(frame, self.picture_size)


def layout_of(video: VideoInfo) -> Layout:
    """Return the sizes of the annotated video of a recording."""
    longer = max(video.width_px, video.height_px)
    return layout_at(video, min(max(1.0, SHORTEST_PX / longer), LONGEST_PX / longer))


def layout_at(video: VideoInfo, scale: float, unit_px: float | None = None) -> Layout:
    """Return the sizes at a given scale; a unit that fits the picture, or the one given."""
    width, height = (2 * max(1, round(side * scale / 2)) for side in (video.width_px, video.height_px))
    unit = unit_px or float(np.sqrt(width * height)) / UNIT_AT_PX
    return Layout(width, height, 2 * round(PANEL_HEIGHT * unit / 2), width / video.width_px, unit)


SHOWN_ANGLES = ("ankle_dorsiflexion_deg", "shank_to_vertical_deg", "knee_flexion_deg")


@dataclass(frozen=True)
class FootMark:
    """A foot event with its place in the picture, in output pixels (NaN if unknown)."""

    time_s: float
    side: Side
    kind: EventKind
    at_px: FloatArray


@dataclass(frozen=True)
class Moment:
    """One picture's facts.

    points_px: landmark name → (2,) in output pixels, empty where the subject was not found;
    angles: side → name → degrees (NaN = not measured); reliable: side → trusted in this picture;
    walk: the pass that this picture belongs to, or None; caption: why nothing is measured here, or empty;
    tested: the leg that does the clinical test, None where both do.
    """

    frame: int
    time_s: float
    points_px: Mapping[str, FloatArray]
    angles: Mapping[Side, Mapping[str, float]]
    reliable: Mapping[Side, bool]
    walk: PassSummary | None
    caption: str
    tested: Side | None = None

    @property
    def facing(self) -> int:
        """+1 if the subject walks to the picture's right, -1 to its left."""
        return -1 if self.walk and self.walk.facing == "left" else 1

    def measured(self, side: Side) -> bool:
        """Whether this leg was measured in this picture."""
        return self.walk is not None and self.reliable[side]

    @property
    def near_side(self) -> Side:
        """The leg nearer to the camera."""
        return self.walk.near_side if self.walk else "right"

    @property
    def read_side(self) -> Side:
        """The leg whose angles are written beside it: the tested one, or the nearer one."""
        return self.tested or self.near_side


class Scene:
    """Looks up what is known about each picture; places are in output pixels, `scale` per source pixel."""

    def __init__(self, measurement: "Measurement", scale: float) -> None:
        self.assessment: Assessment = measurement.assessment
        self.detected: DetectionPass = measurement.detected
        self._track: PoseTrack | None = measurement.track
        self._scale = scale
        table = self.assessment.frames
        self._table_row = {int(frame): row for row, frame in enumerate(table["frame"])}
        self._columns = {str(name): table[name].to_numpy() for name in table.columns}
        self._row = {} if self._track is None else _rows_of_presence(self._track)
        self._tested = tested_leg(self.assessment)
        self.marks: tuple[FootMark, ...] = tuple(map(self._mark, self.assessment.events.to_dict("records")))

    def at(self, frame: Frame) -> Moment:
        """Return the facts of one picture."""
        row = self._measured(frame.index)
        return Moment(
            frame.index,
            frame.time_s,
            self._points(frame.index),
            {side: {name: row.get(f"{side}_{name}", np.nan) for name in SHOWN_ANGLES} for side in SIDES},
            {side: row.get(f"{side}_reliable", 0) == 1 for side in SIDES},
            self._pass(frame.time_s),
            self._caption(frame.time_s),
            self._tested,
        )

    def moved(self, at_px: FloatArray, from_time_s: float, to_time_s: float) -> FloatArray:
        """Return where a place of the scene is at another time, after the camera moved."""
        camera = self.detected.camera
        if not camera.moving or np.isnan(at_px).any():
            return at_px
        then, now = (
            camera.to_reference[int(np.abs(self.detected.time_s - t).argmin())]
            for t in (from_time_s, to_time_s)
        )
        if not np.isfinite([then, now]).all():
            return at_px
        reference = then[:, :2] @ (at_px / self._scale) + then[:, 2]
        place: FloatArray = np.linalg.solve(now[:, :2], reference - now[:, 2]) * self._scale
        return place

    def _measured(self, frame: int) -> dict[str, Any]:
        row = self._table_row.get(frame)
        return {} if row is None else {name: values[row] for name, values in self._columns.items()}

    def _points(self, frame: int) -> dict[str, FloatArray]:
        row = self._row.get(frame)
        if row is None or self._track is None:
            return {}
        places = self._track.xy_px[row] * self._scale
        return dict(zip(self._track.skeleton.landmarks, places, strict=True))

    def _pass(self, time_s: float) -> PassSummary | None:
        return next((p for p in self.assessment.passes if p.start_s <= time_s <= p.end_s), None)

    def _caption(self, time_s: float) -> str:
        within = (out for out in self.assessment.left_out if out.start_s <= time_s < out.end_s)
        return next((_as_clause(out.reason) for out in within), "")

    def _mark(self, event: Mapping[Any, Any]) -> FootMark:
        """Place an event: a strike at whichever end of the foot is lower, a foot off at the toe."""
        side: Side = event["side"]
        points = self._points(int(event["frame"]))
        heel, toe = (points.get(f"{side}_{end}", np.full(2, np.nan)) for end in ("heel", "foot_index"))
        strikes = event["event"] == "foot_strike"
        return FootMark(
            event["time_s"], side, event["event"], heel if strikes and heel[1] >= toe[1] - 1 else toe
        )


def tested_leg(assessment: Assessment) -> Side | None:
    """Return the only leg of which there are repetitions; None of a walk, or where both legs work."""
    sides = set(assessment.tables["repetitions"]["side"]) if "repetitions" in assessment.tables else set()
    return next((side for side in SIDES if sides == {side}), None)


def _rows_of_presence(track: PoseTrack) -> dict[int, int]:
    """Return the rows of the track in which the person was found, by frame."""
    rows = np.flatnonzero(track.present)
    return dict(zip(track.frame[rows].tolist(), rows.tolist(), strict=True))


def _as_clause(sentence: str) -> str:
    """Return a sentence as it stands after a colon."""
    return sentence[:1].lower() + sentence[1:].removesuffix(".")

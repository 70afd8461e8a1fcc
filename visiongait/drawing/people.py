"""Everybody in a recording, numbered, so that somebody can be named: `people.jpg`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import cv2
import numpy as np

from ..datatypes import DetectionPass, FloatArray, Frame, Image, PoseTrack
from .faces import head_paths, heads_at, hide_head
from .pen import path, write
from .scene import Layout, layout_at
from .style import INK, WHITE, Colour

if TYPE_CHECKING:
    from ..video import VideoSource

PEOPLE_FILE = "people.jpg"

WIDTH_PX = 1280
MOST_PICTURES = 4
"""People who never appear together need several pictures; in more than these nobody would look."""

ROOM = 0.06
"""Room between a person and the frame about them, in heights of the person."""

JPEG_QUALITY = 84
_COLOURS: tuple[Colour, ...] = ((240, 101, 20), (34, 139, 230), (18, 184, 134), (190, 75, 219), (250, 176, 5))


def draw_people(detected: DetectionPass, source: "VideoSource", *, blur: bool = True) -> bytes:
    """Return a JPEG of the fewest pictures of a recording that show everybody, numbered from 1."""
    video = detected.video
    layout = layout_at(video, min(1.0, WIDTH_PX / max(video.width_px, video.height_px)))
    heads = head_paths(detected.people) if blur else ()
    rows = {int(detected.frame[row]): row for row in rows_with_everybody(detected.people)}
    pictures: dict[int, Image] = {}
    for frame in source.frames_at(rows):
        picture = _resized(layout, frame)
        for centre, radius in heads_at(heads, frame.time_s):
            hide_head(picture, centre * layout.scale, radius * layout.scale)
        _mark_people(picture, detected.people, rows[frame.index], layout)
        write(
            picture,
            f"{frame.time_s:.1f} s",
            (12, picture.shape[0] - 20),
            20 * layout.unit_px,
            WHITE,
            plate=0.6,
        )
        pictures[frame.index] = picture
    sheet = np.concatenate([pictures[index] for index in sorted(pictures)])[..., ::-1]
    return cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes()


def rows_with_everybody(people: Sequence[PoseTrack]) -> list[int]:
    """Return the fewest rows of the recording, found greedily, in which each person is seen at least once.

    Of the rows that show equally many, the one in which they stand farthest from each other's middle.
    """
    present = np.array([person.present for person in people])
    middles = np.array([_middle_px(person) for person in people])
    missing = present.any(axis=1)
    rows: list[int] = []
    while missing.any() and len(rows) < MOST_PICTURES:
        shown = present[missing].sum(axis=0)
        best = np.flatnonzero(shown == shown.max())
        row = int(best[np.argmax([_apart_px(middles[present[:, place], place]) for place in best])])
        rows.append(row)
        missing &= ~present[:, row]
    return sorted(rows)


def _middle_px(person: PoseTrack) -> FloatArray:
    """(T, 2) middle of the hips."""
    middle: FloatArray = (person.of("left_hip") + person.of("right_hip")) / 2
    return middle


def _apart_px(places: FloatArray) -> float:
    """Return the least distance between two of some places (N, 2); 0 for fewer than two."""
    if len(places) < 2:
        return 0.0
    away = np.linalg.norm(places[:, None] - places[None], axis=2)
    return float(np.nan_to_num(away[~np.eye(len(places), dtype=bool)]).min())


def _resized(layout: Layout, frame: Frame) -> Image:
    return np.ascontiguousarray(layout.resized(frame))


def _mark_people(picture: Image, people: Sequence[PoseTrack], row: int, layout: Layout) -> None:
    for number, person in enumerate(people, 1):
        if not person.present[row]:
            continue
        low, high = (edge(person.xy_px[row], axis=0) * layout.scale for edge in (np.nanmin, np.nanmax))
        room = ROOM * (high[1] - low[1])
        (left, top), (right, bottom) = low - room, high + room
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom], [left, top]])
        colour = _COLOURS[(number - 1) % len(_COLOURS)]
        path(picture, corners, INK, 6 * layout.unit_px)
        path(picture, corners, colour, 3 * layout.unit_px)
        size_px = 34 * layout.unit_px
        write(picture, f" {number} ", (left, top - size_px / 2), size_px, colour, bold=True, plate=0.85)

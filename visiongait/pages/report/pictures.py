"""The strip of pictures of one stride, each with the angles of its instant."""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ...datatypes.assessment import Assessment
from ...drawing import Still, degrees_text
from .rows import Texts
from .withheld import curve_withheld

ANGLES = {"ankle_dorsiflexion_deg": True, "shank_to_vertical_deg": True, "knee_flexion_deg": False}
"""The angles drawn into the pictures, repeated beneath them, and whether with a plus sign."""


@dataclass(frozen=True)
class Picture:
    """One picture: `jpeg` in base64, its size in pixels, what it shows, when, and its angles in words."""

    jpeg: str
    width: int
    height: int
    caption: str
    time: str
    angles: tuple[tuple[str, str], ...]


def pictures(assessment: Assessment, stills: Iterable[Still], texts: Texts) -> Iterator[Picture]:
    """Yield the stills with their captions."""
    words = texts["stills"]
    for still in stills:
        row = _frame(assessment, still.time_s)
        yield Picture(
            base64.b64encode(still.jpeg).decode("ascii"),
            *_size_px(still.jpeg),
            words[still.instant].format(side=texts["sides"][still.side]),
            words["at"].format(time=f"{still.time_s:.2f}"),
            tuple(
                (texts["curves"][name]["title"], degrees_text(row[f"{still.side}_{name}"], signed=signed))
                for name, signed in ANGLES.items()
                if not curve_withheld(assessment.summary, name, still.side)
            ),
        )


def _size_px(jpeg: bytes) -> tuple[int, int]:
    from PIL import Image

    with Image.open(BytesIO(jpeg)) as picture:
        return picture.size


def _frame(assessment: Assessment, time_s: float) -> Any:
    """Return the row of the picture nearest in time: the one that the still was made of."""
    frames = assessment.frames
    return frames.iloc[int((frames["time_s"] - time_s).abs().argmin())]

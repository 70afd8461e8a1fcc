"""Text in pictures: each word is rendered once by Pillow and then blended where it is wanted."""

from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ..datatypes.video import Image
from .fonts import font_folder
from .palette import INK, Colour

Anchor = Literal["l", "m", "r"]
"""Whether the place given is the text's left end, middle or right end."""

Mask = NDArray[np.float32]
"""(height, width) opacity, 0 to 1."""

SHARE_LEFT = {"l": 0.0, "m": 0.5, "r": 1.0}


def write(
    image: Image,
    text: str,
    at: tuple[float, float],
    size_px: float,
    colour: Colour,
    *,
    anchor: Anchor = "l",
    bold: bool = False,
    plate: float = 0.0,
) -> None:
    """Write a line of text, vertically centred on `at`, moved so that it stays in the picture.

    plate: opacity of a dark ground behind the text, 0 for none.
    """
    mask = _plated(text, round(size_px), bold) if plate else _letters(text, round(size_px), bold)
    ground = _plate(*mask.shape) if plate else None
    x, y = _kept_inside(image, mask, at[0] - SHARE_LEFT[anchor] * mask.shape[1], at[1] - mask.shape[0] / 2)
    region = image[y : y + mask.shape[0], x : x + mask.shape[1]]
    mask = mask[: region.shape[0], : region.shape[1]]
    if ground is not None:
        _blend(region, INK, ground[: region.shape[0], : region.shape[1]] * plate)
    _blend(region, colour, mask)


def width_px(text: str, size_px: float, bold: bool = False) -> int:
    """Return how wide a line of text will be."""
    return int(_letters(text, round(size_px), bold).shape[1])


def _blend(region: Image, colour: Colour, opacity: Mask) -> None:
    """Blend one colour into a region."""
    if region.size:
        paint = np.full(region.shape, colour, np.uint8)
        cv2.blendLinear(paint, region, opacity, 1 - opacity, dst=region)


def _kept_inside(image: Image, mask: Mask, x: float, y: float) -> tuple[int, int]:
    top, left = (
        round(min(max(place, 0), max(room - taken, 0)))
        for place, room, taken in zip((y, x), image.shape, mask.shape, strict=False)
    )
    return left, top


@lru_cache(maxsize=1024)
def _letters(text: str, size_px: int, bold: bool) -> Mask:
    """Opacity (h, w) of a line of text; every line of one size is equally high."""
    font = _font(size_px, bold)
    ascent, descent = font.getmetrics()
    sheet = PillowImage.new("L", (max(1, round(font.getlength(text)) + 2), ascent + descent))
    ImageDraw.Draw(sheet).text((1, 0), text, font=font, fill=255)
    return np.asarray(sheet, np.float32) / np.float32(255)


@lru_cache(maxsize=1024)
def _plated(text: str, size_px: int, bold: bool) -> Mask:
    return np.pad(_letters(text, size_px, bold), ((size_px // 10,) * 2, (size_px // 3,) * 2))


@lru_cache(maxsize=1024)
def _plate(height: int, width: int) -> Mask:
    """Opacity (h, w) of a rectangle with round corners."""
    fine = np.zeros((height * 4, width * 4), np.uint8)
    radius = height
    cv2.rectangle(fine, (radius, 0), (width * 4 - radius, height * 4), 255, cv2.FILLED)
    cv2.rectangle(fine, (0, radius), (width * 4, height * 4 - radius), 255, cv2.FILLED)
    for x in (radius, width * 4 - radius):
        for y in (radius, height * 4 - radius):
            cv2.circle(fine, (x, y), radius, 255, cv2.FILLED)
    smooth = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return smooth.astype(np.float32) / np.float32(255)


@lru_cache(maxsize=32)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(font_folder() / name), size_px)

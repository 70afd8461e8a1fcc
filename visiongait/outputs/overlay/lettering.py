"""Text in pictures: each word is rendered once by Pillow and then blended where it is wanted."""

from functools import lru_cache
from importlib.resources import as_file, files
from typing import Literal

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont

from ...datatypes.video import Image
from ..palette import INK, Colour

Anchor = Literal["l", "m", "r"]
"""Whether the place given is the text's left end, middle or right end."""

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
    _blend(region, colour, mask.astype(np.float32))


def width_px(text: str, size_px: float, bold: bool = False) -> int:
    """Return how wide a line of text will be."""
    return int(_letters(text, round(size_px), bold).shape[1])


def _blend(
    region: Image, colour: Colour, opacity: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
) -> None:
    """Blend one colour into a region; opacity 0 to 255."""
    share = (opacity / 255)[..., None]
    region[:] = (region + (np.array(colour, np.float32) - region) * share).round().astype(np.uint8)


def _kept_inside(image: Image, mask: Image, x: float, y: float) -> tuple[int, int]:
    room = np.array(image.shape[1::-1]) - mask.shape[1::-1]
    left, top = np.clip([x, y], 0, np.maximum(room, 0)).round().astype(int)
    return int(left), int(top)


@lru_cache(maxsize=1024)
def _letters(text: str, size_px: int, bold: bool) -> Image:
    """Opacity (h, w) of a line of text; every line of one size is equally high."""
    font = _font(size_px, bold)
    ascent, descent = font.getmetrics()
    sheet = PillowImage.new("L", (max(1, round(font.getlength(text)) + 2), ascent + descent))
    ImageDraw.Draw(sheet).text((1, 0), text, font=font, fill=255)
    return np.asarray(sheet)


@lru_cache(maxsize=1024)
def _plated(text: str, size_px: int, bold: bool) -> Image:
    return np.pad(_letters(text, size_px, bold), ((size_px // 10,) * 2, (size_px // 3,) * 2))


@lru_cache(maxsize=1024)
def _plate(height: int, width: int) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """Opacity (h, w) of a rectangle with round corners."""
    fine = np.zeros((height * 4, width * 4), np.uint8)
    radius = height
    cv2.rectangle(fine, (radius, 0), (width * 4 - radius, height * 4), 255, cv2.FILLED)
    cv2.rectangle(fine, (0, radius), (width * 4, height * 4 - radius), 255, cv2.FILLED)
    for x in (radius, width * 4 - radius):
        for y in (radius, height * 4 - radius):
            cv2.circle(fine, (x, y), radius, 255, cv2.FILLED)
    return cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)


@lru_cache(maxsize=32)
def _font(size_px: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    with as_file(files("matplotlib") / "mpl-data" / "fonts" / "ttf" / name) as font_file:
        return ImageFont.truetype(str(font_file), size_px)

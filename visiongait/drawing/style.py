"""Colours and letters that pages, pictures and the live screen share."""

from importlib.util import find_spec
from pathlib import Path

from ..datatypes import Side

Colour = tuple[int, int, int]

SIDE_COLOUR: dict[Side, Colour] = {"left": (240, 101, 20), "right": (34, 139, 230)}
"""RGB: orange for the left leg, blue for the right."""

WHITE: Colour = (255, 255, 255)
PALE: Colour = (206, 212, 218)
GREY: Colour = (134, 142, 150)
SLATE: Colour = (52, 58, 64)
INK: Colour = (20, 23, 27)


def css(colour: Colour) -> str:
    """Return a colour as a style sheet writes it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def font_folder() -> Path:
    """Return the folder of the TrueType files."""
    package = find_spec("matplotlib")
    assert package is not None  # a dependency
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "fonts" / "ttf"

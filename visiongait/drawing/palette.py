"""The colours of left and right: told apart by colour-blind readers, the same on page and picture."""

from ..datatypes.walk import Side

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

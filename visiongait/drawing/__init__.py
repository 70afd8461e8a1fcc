"""Skeleton, angles, events and a panel drawn into pictures, faces hidden; the live screen borrows from it."""

from typing import TYPE_CHECKING, Any

from .style import GREY, INK, PALE, SIDE_COLOUR, SLATE, WHITE, Colour, css, font_folder

if TYPE_CHECKING:
    from .figure import MARK_SHOWN_FOR_S, degrees_text, draw_figure, draw_mark
    from .movie import annotate, keep_pictures
    from .panel import Box, unbroken
    from .pen import width_px, write
    from .scene import SHOWN_ANGLES, FootMark, Moment
    from .stills import Still, draw_stills, read_stills, write_stills

__all__ = [
    "GREY",
    "INK",
    "MARK_SHOWN_FOR_S",
    "PALE",
    "SHOWN_ANGLES",
    "SIDE_COLOUR",
    "SLATE",
    "WHITE",
    "Box",
    "Colour",
    "FootMark",
    "Moment",
    "Still",
    "annotate",
    "css",
    "degrees_text",
    "draw_figure",
    "draw_mark",
    "draw_stills",
    "font_folder",
    "keep_pictures",
    "read_stills",
    "unbroken",
    "width_px",
    "write",
    "write_stills",
]

_NAMES_OF = {
    "figure": ("MARK_SHOWN_FOR_S", "degrees_text", "draw_figure", "draw_mark"),
    "movie": ("annotate", "keep_pictures"),
    "panel": ("Box", "unbroken"),
    "pen": ("width_px", "write"),
    "scene": ("SHOWN_ANGLES", "FootMark", "Moment"),
    "stills": ("Still", "draw_stills", "read_stills", "write_stills"),
}


def __getattr__(name: str) -> Any:
    """Import what needs OpenCV only when it is asked for."""
    from importlib import import_module

    for module, names in _NAMES_OF.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Skeleton, angles, events and a panel drawn into pictures, faces hidden; the live screen borrows from it."""

from typing import TYPE_CHECKING

from ..system import lazy_exports
from .style import GREY, INK, PALE, SIDE_COLOUR, SLATE, WHITE, Colour, css, font_folder

if TYPE_CHECKING:
    from . import pen
    from .figure import MARK_SHOWN_FOR_S, draw_figure, draw_mark
    from .movie import annotate, keep_pictures
    from .panel import Box, unbroken
    from .pen import width_px, write
    from .people import PEOPLE_FILE, draw_people
    from .scene import SHOWN_ANGLES, FootMark, Moment
    from .stills import Still, draw_stills, read_stills, write_stills

__all__ = [
    "GREY",
    "INK",
    "MARK_SHOWN_FOR_S",
    "PALE",
    "PEOPLE_FILE",
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
    "draw_figure",
    "draw_mark",
    "draw_people",
    "draw_stills",
    "font_folder",
    "keep_pictures",
    "pen",
    "read_stills",
    "unbroken",
    "width_px",
    "write",
    "write_stills",
]

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "figure": ("MARK_SHOWN_FOR_S", "draw_figure", "draw_mark"),
            "movie": ("annotate", "keep_pictures"),
            "panel": ("Box", "unbroken"),
            "pen": ("width_px", "write"),
            "people": ("PEOPLE_FILE", "draw_people"),
            "scene": ("SHOWN_ANGLES", "FootMark", "Moment"),
            "stills": ("Still", "draw_stills", "read_stills", "write_stills"),
        },
    )

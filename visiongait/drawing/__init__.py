"""Skeleton, angles, events and a panel drawn into pictures, faces hidden; the live screen borrows from it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .movie import annotate, keep_pictures
    from .stills import Still, draw_stills, read_stills, write_stills

__all__ = ["Still", "annotate", "draw_stills", "keep_pictures", "read_stills", "write_stills"]

_MODULES = {
    "annotate": "movie",
    "keep_pictures": "movie",
    "Still": "stills",
    "draw_stills": "stills",
    "read_stills": "stills",
    "write_stills": "stills",
}


def __getattr__(name: str) -> Any:
    """Import what needs OpenCV only when it is asked for."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)

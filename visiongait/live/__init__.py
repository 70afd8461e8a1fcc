"""Feedback while the patient walks: capture, session, cues, sound and display.  The science is `causal`.

LiveSession  pictures in, `LiveFrame`s out; `show` hands each of them to the spectators
Controller   the spectator that the patient sees and hears: judges, sounds, shows
LinePrinter  the spectator without a window; SessionFiles: the video and the lines of a recorded session
Plan         what the clinician sets; load_preset, load_settings
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .controller import Controller
    from .cues import Plan, load_preset, load_settings, score_lines
    from .journal import LinePrinter, SessionFiles
    from .reader import Reader
    from .session import LiveSession, percentile_s, show
    from .state import LiveFrame, Spectator

__all__ = [
    "Controller",
    "LinePrinter",
    "LiveFrame",
    "LiveSession",
    "Plan",
    "Reader",
    "SessionFiles",
    "Spectator",
    "load_preset",
    "load_settings",
    "percentile_s",
    "score_lines",
    "show",
]

_NAMES_OF = {
    "controller": ("Controller",),
    "cues": ("Plan", "load_preset", "load_settings", "score_lines"),
    "journal": ("LinePrinter", "SessionFiles"),
    "reader": ("Reader",),
    "session": ("LiveSession", "percentile_s", "show"),
    "state": ("LiveFrame", "Spectator"),
}


def __getattr__(name: str) -> Any:
    """Import what needs OpenCV and PyAV only when it is asked for."""
    from importlib import import_module

    for module, names in _NAMES_OF.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

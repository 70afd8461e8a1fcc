"""Feedback while the patient walks: capture, session, cues, sound and display.  The science is `causal`.

LiveSession  pictures in, `LiveFrame`s out; `show` hands each of them to the spectators
Controller   the spectator that the patient sees and hears: judges, sounds, shows
LinePrinter  the spectator without a window; SessionFiles: the video and the lines of a recorded session
Plan         what the clinician sets; load_preset, load_settings
"""

from typing import TYPE_CHECKING

from ..system import lazy_exports

if TYPE_CHECKING:
    from .controller import Controller
    from .cues import Plan, load_preset, load_settings, score_lines
    from .journal import LinePrinter, SessionFiles
    from .reader import Reader
    from .session import LiveSession, percentile_s, show
    from .sounds import SPEECH_PROGRAM
    from .state import LiveFrame, Spectator

__all__ = [
    "SPEECH_PROGRAM",
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

if not TYPE_CHECKING:  # a type checker would take every name for one of them
    __getattr__ = lazy_exports(
        __name__,
        {
            "controller": ("Controller",),
            "cues": ("Plan", "load_preset", "load_settings", "score_lines"),
            "journal": ("LinePrinter", "SessionFiles"),
            "reader": ("Reader",),
            "session": ("LiveSession", "percentile_s", "show"),
            "sounds": ("SPEECH_PROGRAM",),
            "state": ("LiveFrame", "Spectator"),
        },
    )

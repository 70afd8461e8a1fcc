"""The loop of a live session: every frame to every spectator, until one of them or the clock ends it."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing

from .session import LiveSession
from .state import LiveFrame, Spectator, Wish

Mark = Callable[[float], None]
"""Called with the recording time of each mark that a user sets."""


def show(
    session: LiveSession, spectators: Sequence[Spectator], *, seconds: float | None = None, mark: Mark
) -> None:
    """Run a session to its end, and close the spectators whatever happens.

    Parameters
    ----------
    session
        Not yet started.
    spectators
        Are shown every frame, in this order; any of them may end the session.
    seconds
        End after so long; None: only at the end of the source or at a wish.
    mark
        Notes a mark.

    Raises
    ------
    InputError, EnvironmentFaultError
        As `LiveSession.frames`.
    """
    started_s = time.monotonic()
    try:
        with closing(session.frames()) as frames:
            for frame in frames:
                wishes = [spectator.take(frame) for spectator in spectators]
                for wish in wishes:
                    _fulfil(wish, session, frame, mark)
                late = seconds is not None and time.monotonic() - started_s >= seconds
                if late or "quit" in wishes:
                    return
    finally:
        for spectator in spectators:
            spectator.close()


def _fulfil(wish: Wish | None, session: LiveSession, frame: LiveFrame, mark: Mark) -> None:
    if wish == "pause":
        session.paused = not session.paused
    elif wish == "mark":
        mark(frame.time_s)

"""Words for what cannot be caught: a decoder or network that brings its process down."""

import signal

from ..errors import InputError

OUT_OF_MEMORY = -9
"""The exit code of a process that Linux ended because memory ran out (SIGKILL)."""


def crashed(what: str, exit_code: int) -> InputError:
    """Return the error of a process that died over a recording.

    Parameters
    ----------
    what
        The recording, as its user calls it; the sentence begins with it.
    exit_code
        As `subprocess` tells it: below 0 the number of the signal that ended the process.
    """
    if exit_code == OUT_OF_MEMORY:
        return InputError(
            f"{what} needs more memory than this computer has free.",
            "Close other programs, or analyse part of the recording with --start and --end.",
        )
    return InputError(
        f"{what} could not be read: the software that decodes the video failed on it ({_ending(exit_code)}).",
        "Check that it plays on the phone, export it from there as an ordinary MP4, and analyse that.",
    )


def stuck(what: str, minutes: float) -> InputError:
    """Return the error of a process that has not moved for so many minutes."""
    return InputError(
        f"{what} could not be read: nothing has moved for {minutes:g} min, so the measuring was stopped.",
        "Check that the disk is still connected, export the video as an ordinary MP4, and analyse that.",
    )


def _ending(exit_code: int) -> str:
    """Return how the process ended, in the system's words."""
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"exit code {exit_code}"

"""One error tree.  The library raises these; the command line turns each into one sentence.

VisionGaitError           exit code
├── UsageError            2   the call itself is wrong (option, folder, results already there)
│   └── NobodyThereError      nobody is where the subject was said to be
├── InputError            3   the recording cannot be read
├── NoGaitError           4   read, but there is no assessable gait in it
├── WeightsError          5   the network's weights are not to be had
└── EnvironmentFaultError 1   this computer lacks something (a library, disk space)
"""


class VisionGaitError(Exception):
    """Base of every error a user may see: one sentence, and what to do about it.

    Parameters
    ----------
    message
        What is wrong, as one sentence without the word "Error".
    hint
        What the user can do, as one sentence; empty where nothing helps.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(VisionGaitError):
    """The call is wrong: an impossible option, results that already exist."""

    exit_code = 2


class NobodyThereError(UsageError):
    """Nobody is where `--subject` points; `detected` is everybody who was seen (`DetectionPass`)."""

    def __init__(self, message: str, hint: str = "", detected: object = None) -> None:
        super().__init__(message, hint)
        self.detected = detected


class InputError(VisionGaitError):
    """The recording cannot be read: missing, empty, not a video, damaged from the start."""

    exit_code = 3


class NoGaitError(VisionGaitError):
    """The recording was read, but holds no gait that can be assessed."""

    exit_code = 4


class WeightsError(VisionGaitError):
    """The pose network's weights are not here and cannot be fetched, or are not what they should be."""

    exit_code = 5


class EnvironmentFaultError(VisionGaitError):
    """The computer lacks something: a system library, disk space, permission."""

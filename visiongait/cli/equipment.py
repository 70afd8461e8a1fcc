"""What of this computer the doctor looks at beside packages: fonts, camera, sound, window, disk."""

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOM_NEEDED_GB = 1.0
CAMERAS = Path("/dev")
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


@dataclass(frozen=True)
class Check:
    """One line of the doctor.

    needed: whether `analyze` fails without it; absent: the word where it is not there; purpose: what it is
    for, in a clause.
    """

    what: str
    ok: bool
    found: str
    remedy: str = ""
    needed: bool = True
    absent: str = "missing"
    purpose: str = ""


def tried(what: str, attempt: Callable[[], str], remedy: str, purpose: str, *, needed: bool = True) -> Check:
    """Return the check of something that either works or raises."""
    absent = "missing" if needed else "none"
    try:
        return Check(what, True, attempt(), needed=needed, purpose=purpose)
    except (ImportError, OSError, AttributeError, ValueError) as fault:
        return Check(what, False, str(fault).splitlines()[0], remedy, needed, absent, purpose)


def equipment() -> Iterator[Check]:
    """Yield what there is beside packages."""
    yield tried("fonts", _fonts, "pip install --force-reinstall matplotlib", "annotated videos and PDFs")
    yield _room()
    yield tried("camera", _camera, "Plug one in, or use a phone as a stream.", "the live view", needed=False)
    yield tried("sound", _sound, "Connect a loudspeaker.", "cues of the live view", needed=False)
    yield tried("spoken numbers", _voice, "apt-get install espeak-ng", "cues of the live view", needed=False)
    yield tried("screen", _screen, "Use live --headless.", "the live view and --open", needed=False)


def _fonts() -> str:
    from ..drawing import font_folder

    lacking = [name for name in FONTS if not (font_folder() / name).is_file()]
    if lacking:
        raise OSError(f"{', '.join(lacking)} not found")
    return "DejaVu Sans"


def _room() -> Check:
    free_gb = shutil.disk_usage(Path.cwd()).free / 1e9
    enough = free_gb >= ROOM_NEEDED_GB
    return Check(
        "free disk space", enough, f"{free_gb:.0f} GB", "Free some space.", False, purpose="results here"
    )


def _camera() -> str:
    if sys.platform != "linux":
        raise OSError("cameras of this computer can be read on Linux only")
    numbers = sorted(path.name.removeprefix("video") for path in CAMERAS.glob("video[0-9]*"))
    if not numbers:
        raise OSError("no camera found")
    return f"number {', '.join(numbers)}"


def _sound() -> str:
    try:
        sounddevice = importlib.import_module("sounddevice")
    except ImportError as lack:
        raise ImportError("sounddevice is not installed (see above)") from lack
    try:
        return str(sounddevice.query_devices(kind="output")["name"])
    except (sounddevice.PortAudioError, ValueError) as fault:
        raise OSError("no sound device found") from fault


def _voice() -> str:
    from ..live import SPEECH_PROGRAM

    found = shutil.which(SPEECH_PROGRAM)
    if not found:
        raise OSError(f"{SPEECH_PROGRAM} is not installed; tones are played instead")
    return found


def _screen() -> str:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise OSError("no window can be opened here")
    return "windows can be opened"

"""The one window of the live view, by OpenCV's own means."""

import subprocess
import sys

import cv2

from ...datatypes.video import Image
from ...errors import EnvironmentFaultError
from .theme import HEIGHT_PX, WIDTH_PX

TITLE = "VisionGait live"

PROBE = f"import cv2; cv2.namedWindow({TITLE!r}); cv2.destroyAllWindows()"
PROBE_TIMEOUT_S = 20


class Window:
    """Shows pictures and hears keys; to be used from the main thread only.

    Raises
    ------
    EnvironmentFaultError
        If this computer has no display.
    """

    def __init__(self) -> None:
        if not _display_works():
            raise EnvironmentFaultError(
                "There is no display to open a window on.", "Use --headless, or start it from a desktop."
            )
        cv2.namedWindow(TITLE, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
        cv2.resizeWindow(TITLE, WIDTH_PX, HEIGHT_PX)
        self._full = False

    def show(self, canvas: Image) -> None:
        """Show an RGB picture."""
        cv2.imshow(TITLE, cv2.cvtColor(canvas, cv2.COLOR_RGB2BGR))

    def key(self) -> int:
        """Let the window work, and return the code of a key that was typed; -1 for none."""
        return int(cv2.pollKey())

    @property
    def closed(self) -> bool:
        """Whether its user has closed the window."""
        return bool(cv2.getWindowProperty(TITLE, cv2.WND_PROP_VISIBLE) < 1)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._full = not self._full
        cv2.setWindowProperty(TITLE, cv2.WND_PROP_FULLSCREEN, float(self._full))

    def close(self) -> None:
        """Take the window away."""
        cv2.destroyAllWindows()


def _display_works() -> bool:
    """Open a window in another process: without a display, OpenCV's toolkit ends the process that tries."""
    try:
        probe = subprocess.run(
            [sys.executable, "-c", PROBE], capture_output=True, timeout=PROBE_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return probe.returncode == 0

"""The live window, kept at arm's length in a process of its own (`viewer.py`).

OpenCV's window hangs for ever in a process that loaded PyAV before it, and without a display, or when the
display goes away, its toolkit ends the process.  Neither may end a session (docs/decisions/0015).
"""

import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

from ...datatypes import Image
from ...errors import EnvironmentFaultError
from .theme import HEIGHT_PX, WIDTH_PX

TITLE = "VisionGait live"
VIEWER = Path(__file__).with_name("viewer.py")
OPENS_WITHIN_S = 20.0
ENDS_WITHIN_S = 2.0


class Window:
    """Shows pictures and hears keys; only its making waits.

    Raises
    ------
    EnvironmentFaultError
        If this computer has no display.

    Attributes
    ----------
    closed
        Whether its user has closed it.
    lost
        Whether it ended unasked: the display is gone.
    latency_s
        From the arrival of the picture shown last to its being on the screen; NaN before the first.
    """

    def __init__(self) -> None:
        call = [sys.executable, "-P", str(VIEWER), TITLE, str(WIDTH_PX), str(HEIGHT_PX)]
        pipe = subprocess.PIPE
        self._viewer = subprocess.Popen(call, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self.closed = self.lost = False
        self.latency_s = float("nan")
        self._keys: deque[int] = deque()
        self._next: Queue[tuple[Image, float] | None] = Queue(maxsize=1)
        if not self._opened():
            self._end()
            raise EnvironmentFaultError(
                "No display is available for the window.", "Use --headless, or start from a desktop session."
            )
        self._serving = Thread(target=self._serve, daemon=True)
        self._serving.start()

    def show(self, canvas: Image, arrived_s: float) -> None:
        """Show a picture that arrived at a monotonic time; one that still waits gives way to it."""
        self._put((canvas.copy(), arrived_s))

    def typed(self) -> tuple[int, ...]:
        """Return the codes of the keys typed since the last call."""
        return tuple(self._keys.popleft() for _ in range(len(self._keys)))

    def close(self) -> None:
        """Take the window away."""
        self._put(None)
        self._serving.join(ENDS_WITHIN_S)
        self._end()

    def _put(self, item: tuple[Image, float] | None) -> None:
        with suppress(Empty):
            self._next.get_nowait()
        self._next.put(item)

    def _opened(self) -> bool:
        answers = self._viewer.stdout
        assert answers is not None  # it is a pipe
        first: Queue[bytes] = Queue()
        Thread(target=lambda: first.put(answers.readline()), daemon=True).start()
        with suppress(Empty):
            return first.get(timeout=OPENS_WITHIN_S) == b"ready\n"
        return False

    def _serve(self) -> None:
        """Hand pictures to the viewer and take its answers, until there are no more or it ended."""
        while item := self._next.get():
            answer = self._exchange(item[0])
            if not answer or answer == [b"closed"]:
                self.closed, self.lost = bool(answer), not answer
                return
            shown_s, *keys = answer
            self.latency_s = float(shown_s) - item[1]
            self._keys.extend(map(int, keys))

    def _exchange(self, canvas: Image) -> list[bytes]:
        """Return the words of the viewer's answer to one picture; none if it ended."""
        pictures, answers = self._viewer.stdin, self._viewer.stdout
        assert pictures is not None
        assert answers is not None
        with suppress(OSError):  # it ended; its last word may still be there to read
            pictures.write(canvas.data)
            pictures.flush()
        return answers.readline().split()

    def _end(self) -> None:
        """End the viewer, kindly first; a pipe is closed last that somebody may still read from."""
        pictures, answers = self._viewer.stdin, self._viewer.stdout
        assert pictures is not None
        assert answers is not None
        with suppress(OSError):
            pictures.close()
        try:
            self._viewer.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._viewer.kill()
            self._viewer.wait()
        answers.close()

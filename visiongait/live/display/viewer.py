"""The window's own process: shows the pictures that come in, and answers each with the keys typed since.

Run as a program by `window.py`, which tells why.  It imports nothing of this project.

    python -P viewer.py TITLE WIDTH HEIGHT

In: pictures of HEIGHT x WIDTH x 3 bytes, RGB.  Out: a line `ready`; then for each picture the monotonic time
at which it was shown and the codes of the keys, or `closed`.
"""

import sys
import time
from io import FileIO
from queue import Empty, Queue
from threading import Thread

import cv2
import numpy as np

WAIT_S = 0.01
"""Between two looks at the keys while no picture comes."""

FULL_SCREEN_KEY = ord("f")


class Viewer:
    """One window of OpenCV's."""

    def __init__(self, title: str, width_px: int, height_px: int) -> None:
        cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_KEEPRATIO | cv2.WINDOW_GUI_NORMAL)
        cv2.resizeWindow(title, width_px, height_px)
        self._title = title
        self._bytes = bytearray(height_px * width_px * 3)
        self._picture = np.frombuffer(self._bytes, np.uint8).reshape(height_px, width_px, 3)
        self._came: Queue[bool] = Queue()
        self._keys: list[int] = []
        self._full = False

    def run(self) -> None:
        """Show pictures until there are no more, or the window is closed."""
        self._show()
        Thread(target=self._read, daemon=True).start()
        _say("ready")
        while not self._closed():
            try:
                another = self._came.get(timeout=WAIT_S)
            except Empty:
                self._hear()
                continue
            if not another:
                return
            self._show()
            self._answer()
        _say("closed")

    def _read(self) -> None:
        """Fill the picture from the input and say so, again and again; False at the input's end.

        In a thread, since Windows cannot wait for a pipe.  Who sends waits for the answer before the next
        picture, so that this one is not overwritten while it is shown.
        """
        pictures = FileIO(0)  # a daemon's lock on sys.stdin.buffer could not be taken back at exit
        rest = memoryview(self._bytes)
        while count := pictures.readinto(rest):
            rest = rest[count:]
            if not rest:
                self._came.put(True)
                rest = memoryview(self._bytes)
        self._came.put(False)

    def _show(self) -> None:
        cv2.imshow(self._title, cv2.cvtColor(self._picture, cv2.COLOR_RGB2BGR))
        self._hear()

    def _hear(self) -> None:
        """Let the window work; keep a key that was typed."""
        key = cv2.pollKey()
        if key in (FULL_SCREEN_KEY, FULL_SCREEN_KEY - 32):
            self._full = not self._full
            cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, float(self._full))
        elif key >= 0:
            self._keys.append(key)

    def _answer(self) -> None:
        _say(" ".join(map(str, [time.monotonic(), *self._keys])))
        self._keys.clear()

    def _closed(self) -> bool:
        return bool(cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    Viewer(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])).run()

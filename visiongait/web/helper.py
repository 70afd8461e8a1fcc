"""A second isolated process, for what a page waits for: corrections, exports, the list of clinical tests.

It is separate from those that measure, so that nobody waits behind a recording, and ends when it has had
nothing to do for a while.
"""

import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..batch import Isolated, Limits
from ..datatypes import silent
from ..errors import VisionGaitError

IDLE_S = 300.0
LOOK_EVERY_S = 15.0
START_LIMITS = Limits(time_min=2.0, memory_gb=3.0)


class Helper:
    """Answers questions one after the other."""

    def __init__(self, log: Path, work: str) -> None:
        self._isolated = Isolated(work, 2)
        self._turn = threading.Lock()
        self._log = log
        self._used_s = time.monotonic()
        self._stopping = threading.Event()
        self._tests: list[dict[str, str]] | None = None

    def start(self) -> None:
        """Begin to look after the process; ask it what pages will need."""
        threading.Thread(target=self._look_after, daemon=True).start()

    def ask(self, question: Mapping[str, Any], limits: Limits = START_LIMITS) -> dict[str, Any]:
        """Return the answer to a question; errors as `Isolated.ask`."""
        with self._turn:
            try:
                return self._isolated.ask({"log": str(self._log), **question}, limits, silent)
            finally:
                self._used_s = time.monotonic()

    def tests(self) -> list[dict[str, str]]:
        """Return the clinical tests there are, asked for once."""
        if self._tests is None:
            self._tests = self.ask({"kind": "tests"})["tests"]
        return self._tests

    def stop(self) -> None:
        """End the process."""
        self._stopping.set()
        self._isolated.interrupt()  # whoever waits for an answer waits no longer
        with self._turn:
            self._isolated.close()

    def _look_after(self) -> None:
        with suppress(VisionGaitError):  # who asks will hear of it
            self.tests()
        while not self._stopping.wait(LOOK_EVERY_S):
            with self._turn:
                if time.monotonic() - self._used_s > IDLE_S:
                    self._isolated.close()

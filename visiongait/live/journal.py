"""What a recorded session told while it ran: one line of JSON for each stride, verdict, mark and sentence."""

import json
from pathlib import Path
from typing import TextIO

from ..system import as_user_errors
from .cues import Verdict
from .headless import stride_values
from .state import LiveFrame, Wish


class Journal:
    """Writes NAME.jsonl beside the recording, line by line, so that nothing is lost.

    Raises
    ------
    UsageError, EnvironmentFaultError
        If the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._said = ""
        with as_user_errors(path, option="--record"):
            self._file: TextIO = path.open("x", encoding="utf-8")

    def take(self, frame: LiveFrame) -> Wish | None:
        """Note what became known with a frame."""
        if frame.message != self._said:
            self._said = frame.message
            self._write({"time_s": frame.time_s, "status": frame.status, "message": frame.message})
        for stride in frame.strides:
            if stride.complete:
                self._write(stride_values(stride))
        return None

    def mark(self, time_s: float) -> None:
        """Note a mark."""
        self._write({"time_s": time_s, "mark": True})

    def judge(self, verdict: Verdict) -> None:
        """Note how a stride stood to a target."""
        kept = ("time_s", "stride", "side", "value", "reached", "told")
        values = {name: getattr(verdict, name) for name in kept}
        self._write({"target": verdict.target.measure, "goal": verdict.target.goal, **values})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, values: dict[str, object]) -> None:
        self._file.write(json.dumps(values) + "\n")
        self._file.flush()

"""What a live session reports: lines of JSON, printed without a window, written beside a recording."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from ..causal import LiveStride
from ..system import as_user_errors
from .cues import Verdict
from .recording import RawRecorder
from .state import LiveFrame, Status, Wish

_DIGITS = 3


class LinePrinter:
    """Prints strides and sentences.

    Parameters
    ----------
    line
        Takes each line of JSON.
    sentence
        Takes each sentence for people, when it is new.
    outcome
        Gives, for the number of a stride, which targets it reached.
    """

    def __init__(
        self,
        line: Callable[[str], None],
        sentence: Callable[[str], None],
        outcome: Callable[[int], Mapping[str, bool]],
    ) -> None:
        self._line, self._sentence, self._outcome = line, sentence, outcome
        self._said: tuple[Status, str] = ("tracking", "")

    def take(self, frame: LiveFrame) -> Wish | None:
        """Print what became known with a frame."""
        if (frame.status, frame.message) != self._said:
            self._said = frame.status, frame.message
            if frame.message:
                self._sentence(frame.message)
        for stride in frame.strides:
            if stride.complete:
                reached = dict(self._outcome(stride.number))
                self._line(json.dumps({**stride_values(stride), "reached": reached}))
        return None

    def close(self) -> None:
        """Nothing to give back."""


def stride_values(stride: LiveStride) -> dict[str, Any]:
    """Return a stride as plain values for JSON; None = not measured."""
    values: dict[str, Any] = {
        "stride": stride.number,
        "side": stride.side,
        "start_s": stride.start_s,
        "end_s": stride.end_s,
        "valid": stride.valid,
        "reject_reason": stride.reject_reason,
        **stride.metrics,
    }
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    """JSON has no NaN."""
    if not isinstance(value, float):
        return value
    return round(value, _DIGITS) if math.isfinite(value) else None


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
        names = ("time_s", "stride", "side", "value", "reached")
        values = {name: getattr(verdict, name) for name in names}
        target = {"target": verdict.target.measure, "goal": verdict.target.goal}
        self._write({**target, **values, "told": verdict.given})

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, values: dict[str, object]) -> None:
        self._file.write(json.dumps(values) + "\n")
        self._file.flush()


class SessionFiles:
    """The files of one session in a folder, named after the moment at which it began.

    Raises
    ------
    EnvironmentFaultError
        If they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        name = f"live-{datetime.now():%Y%m%d-%H%M%S}"
        self.recorder = RawRecorder(folder, name)
        self.journal = Journal(folder / f"{name}.jsonl")

    @property
    def recordings(self) -> tuple[Path, ...]:
        """Video files; more than one only if the camera came back with another kind of stream."""
        return tuple(self.recorder.files)

    def close(self) -> str:
        """Finish the files; return what went wrong with the recording as a sentence, or nothing."""
        self.recorder.close()
        return self.recorder.trouble

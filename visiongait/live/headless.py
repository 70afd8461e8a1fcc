"""A live session without a window: a line of JSON for each stride, a sentence wherever something changes."""

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from ..causal import LiveStride
from .state import LiveFrame, Status, Wish

_DIGITS = 3


class Headless:
    """Prints strides and sentences.

    Parameters
    ----------
    line
        Takes each line of JSON.
    sentence
        Takes each sentence for people, when it is new.
    outcome
        Tells of a stride, by its number, which targets it reached.
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

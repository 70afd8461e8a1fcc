"""How often a target was reached: now, and in each minute of the session."""

from collections import Counter, deque
from dataclasses import dataclass

WINDOW_S = 60.0

HELD_OF = 10
HELD_FROM = 8
"""A target is held while this many of the latest `HELD_OF` strides reached it."""


@dataclass(frozen=True)
class Success:
    """Strides that reached the target, of those judged."""

    reached: int
    judged: int

    @property
    def percent(self) -> float | None:
        """Success rate; None before the first stride."""
        return 100 * self.reached / self.judged if self.judged else None


class Tally:
    """Counts the judgements of one target."""

    def __init__(self) -> None:
        self._latest: deque[tuple[float, bool]] = deque()
        self._ten: deque[bool] = deque(maxlen=HELD_OF)
        self._judged: Counter[int] = Counter()
        self._reached: Counter[int] = Counter()

    def add(self, time_s: float, reached: bool) -> None:
        """Count one judgement; times of the session, not decreasing."""
        self._latest.append((time_s, reached))
        self._ten.append(reached)
        minute = int(time_s // WINDOW_S)
        self._judged[minute] += 1
        self._reached[minute] += reached

    @property
    def held(self) -> bool:
        """Whether the target was reached in most of the latest strides."""
        return sum(self._ten) >= HELD_FROM

    @property
    def total(self) -> Success:
        """The whole session."""
        return Success(self._reached.total(), self._judged.total())

    def last_minute(self, now_s: float) -> Success:
        """Return the success of the last 60 s."""
        while self._latest and now_s - self._latest[0][0] > WINDOW_S:
            self._latest.popleft()
        return Success(sum(reached for _, reached in self._latest), len(self._latest))

    def minutes(self) -> tuple[tuple[int, Success], ...]:
        """Return the success of each minute of the session with a judgement, minutes counted from 1."""
        return tuple((m + 1, Success(self._reached[m], self._judged[m])) for m in sorted(self._judged))

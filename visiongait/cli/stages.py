"""Where the time of an analysis went, for `--debug`."""

import math
import time
from dataclasses import dataclass

from ..datatypes.progress import Progress
from ..system import available_cores


@dataclass
class Spent:
    """Seconds on the clock, and seconds of all cores together."""

    wall_s: float = 0.0
    core_s: float = 0.0


EVERY_S = 0.02
"""How often the cores' time is asked for, which takes as long as drawing a line."""


_told = Spent()
"""What earlier clocks of this process have told: up to which moment."""


class StageClock:
    """Passes progress on, and notes the time until each call as spent on the stage that it tells of.

    Exactly where one stage ends as it promised; otherwise to within `EVERY_S`.  The first clock of a process
    counts from its start, which was work in one thread; the next goes on where the one before stopped.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._spent: dict[str, Spent] = {}
        begun_s = time.perf_counter() - time.process_time()
        self._wall_s, self._core_s = _told.wall_s or begun_s, _told.core_s

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Tell of progress, as `datatypes.progress.Progress`."""
        now_s = time.perf_counter()
        if done == total or now_s - self._wall_s > EVERY_S:
            self._note(stage, now_s)
        self._progress(stage, done, total)

    def _note(self, stage: str, now_s: float) -> None:
        core_s = time.process_time()
        spent = self._spent.setdefault(stage, Spent())
        spent.wall_s += now_s - self._wall_s
        spent.core_s += core_s - self._core_s
        self._wall_s, self._core_s = _told.wall_s, _told.core_s = now_s, core_s

    def table(self, network_s: float = math.nan) -> str:
        """Return one line per stage: seconds on the clock, seconds of the cores, and their share.

        `network_s`: seconds of the cores that the networks took, told in a line of their own if known.
        """
        wall_s, core_s = (
            sum(getattr(s, what) for s in self._spent.values()) for what in ("wall_s", "core_s")
        )
        lines = [f"{'stage':<20}{'clock s':>9}{'core s':>9}{'share':>8}"]
        for stage, spent in (*self._spent.items(), ("all", Spent(wall_s, core_s))):
            share = spent.core_s / core_s if core_s else 0.0
            lines.append(f"{stage:<20}{spent.wall_s:>9.2f}{spent.core_s:>9.2f}{share:>8.0%}")
        if math.isfinite(network_s) and core_s:
            lines.append(f"{'of it networks':<20}{'':>9}{network_s:>9.2f}{network_s / core_s:>8.0%}")
        cores = available_cores()
        busy = core_s / wall_s / cores if wall_s else 0.0
        return "\n".join([*lines, f"{cores} cores, {busy:.0%} of their time"])

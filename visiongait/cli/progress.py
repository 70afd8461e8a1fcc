"""Bars on stderr while the computer works, and where the time went, for `--debug`."""

import math
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import (
    BarColumn,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bars
from rich.text import Text

from ..datatypes import Progress
from ..system import available_cores


def _amount(task: Task, number: float) -> str:
    """Say a number of frames, or of bytes where the stage fetches something."""
    return f"{number / 1e6:.1f} MB" if task.description.startswith("Fetching") else f"{number:.0f}"


class _Done(ProgressColumn):
    """How much of how much."""

    def render(self, task: Task) -> Text:
        total = "" if task.total is None else f" / {_amount(task, task.total)}"
        return Text(_amount(task, task.completed) + total, style="progress.download")


class _PerSecond(ProgressColumn):
    """Frames or bytes per second."""

    def render(self, task: Task) -> Text:
        return Text(f"{_amount(task, task.speed)}/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def bars() -> Iterator[Progress]:
    """Give a `progress(stage, done, total)` that draws one bar per stage."""
    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(),
        _Done(),
        _PerSecond(),
        TimeRemainingColumn(),
    )
    quiet = not sys.stderr.isatty()
    with Bars(*columns, console=Console(stderr=True), transient=True, disable=quiet) as display:
        yield _one_bar_per_stage(display)


def _one_bar_per_stage(display: Bars) -> Progress:
    tasks: dict[str, TaskID] = {}

    def progress(stage: str, done: int, total: int | None) -> None:
        if stage not in tasks:
            tasks[stage] = display.add_task(stage.capitalize(), total=total)
        display.update(tasks[stage], completed=done, total=total)

    return progress


@dataclass
class Spent:
    """Seconds on the clock, and seconds of all cores together."""

    wall_s: float = 0.0
    core_s: float = 0.0


EVERY_S = 0.02
"""How often the cores' time is asked for, which takes as long as drawing a line."""


_reported = Spent()
"""What earlier clocks of this process have reported: up to which moment."""


class StageClock:
    """Passes progress on, and notes the time until each call as spent on the stage that it tells of.

    Exactly where one stage ends as it promised; otherwise to within `EVERY_S`.  The first clock of a process
    counts from its start, which was work in one thread; the next goes on where the one before stopped.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._spent: dict[str, Spent] = {}
        begun_s = time.perf_counter() - time.process_time()
        self._wall_s, self._core_s = _reported.wall_s or begun_s, _reported.core_s

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Tell of progress, as `datatypes.Progress`."""
        now_s = time.perf_counter()
        if done == total or now_s - self._wall_s > EVERY_S:
            self._note(stage, now_s)
        self._progress(stage, done, total)

    def _note(self, stage: str, now_s: float) -> None:
        core_s = time.process_time()
        spent = self._spent.setdefault(stage, Spent())
        spent.wall_s += now_s - self._wall_s
        spent.core_s += core_s - self._core_s
        self._wall_s, self._core_s = _reported.wall_s, _reported.core_s = now_s, core_s

    def table(self, network_s: float = math.nan) -> str:
        """Return one line per stage: seconds on the clock, seconds of the cores, and their share.

        `network_s`: seconds of the cores that the networks took, reported in a line of their own if known.
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

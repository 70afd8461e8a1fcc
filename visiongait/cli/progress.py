"""Bars on stderr while the computer works; nothing at all where nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

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

from ..datatypes.progress import Progress


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

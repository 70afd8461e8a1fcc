"""What the terminal shows of a batch: bars for people, lines for logs, JSON for programs."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ..batch import BatchPlan, Planned, Watcher
from ..version import NOT_A_DEVICE

SPEED_OVER_S = 3600.0
"""Recordings take minutes: the estimated end looks back this long."""


@contextmanager
def watching(*, as_json: bool, dry_run: bool) -> Iterator["Terminal"]:
    """Give who shows a batch in the terminal."""
    columns = (
        TextColumn("{task.description:<44}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    quiet = as_json or not sys.stderr.isatty()
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        disable=quiet,
        redirect_stdout=sys.stdout.isatty(),
        speed_estimate_period=SPEED_OVER_S,
    ) as bars:
        yield Terminal(bars, as_json=as_json, dry_run=dry_run)


class Terminal(Watcher):
    """Shows a batch: a bar for all, one for each worker, a line for each recording that is finished."""

    def __init__(self, bars: Progress, *, as_json: bool, dry_run: bool) -> None:
        self._bars = bars
        self._as_json = as_json
        self._dry_run = dry_run
        self._reading = bars.add_task("Reading the recordings", amount="", total=None)
        self._all: TaskID | None = None
        self._of_worker: dict[str, TaskID] = {}
        self._frames: Mapping[str, int | None] = {}
        self._done = 0
        self._total = 0

    def identifying(self, done: int, total: int) -> None:
        """Move the first bar."""
        self._bars.update(self._reading, completed=done, total=total, amount=f"{done} / {total}")

    def planned(self, plan: BatchPlan) -> None:
        """Start the bar for all; it counts frames, so that long recordings count for more."""
        self._bars.remove_task(self._reading)
        self._total, self._frames = len(plan.to_do), plan.frames
        total = sum(self._weight(one) for one in plan.to_do)
        self._all = self._bars.add_task("All", total=total, amount=f"0 / {self._total}")
        if not self._as_json:
            click.echo(_outlook(plan))

    def working(self, worker: str, message: Mapping[str, Any]) -> None:
        """Move a worker's bar."""
        said = f"  {message['recording'][:28]}: {message['stage']}"
        if worker not in self._of_worker:
            self._of_worker[worker] = self._bars.add_task(said, amount="")
        self._bars.update(
            self._of_worker[worker], description=said, completed=message["done"], total=message["total"]
        )

    def finished(self, one: Planned) -> None:
        """Say what became of a recording."""
        self._done += 1
        if self._all is not None:
            self._bars.update(self._all, advance=self._weight(one), amount=f"{self._done} / {self._total}")
        click.echo(_json_line(one) if self._as_json else _line(one))

    def concluded(self, done: BatchPlan, out: str) -> None:
        """Say what there is now, and where."""
        if self._as_json:
            self._conclude_as_json(done, out)
        elif self._dry_run:
            for one in done.recordings:
                click.echo(f"{'to do' if one.to_do else one.outcome.status:<10} {one.outcome.recording}")
            click.echo(f"{_outlook(done)} Nothing was done (--dry-run).")
        else:
            counts = Counter(one.outcome.status for one in done.recordings)
            click.echo(", ".join(f"{count} {status}" for status, count in sorted(counts.items())) + ".")
            click.echo(f"To read: {out}/overview.html (tables are beside it)")

    def _conclude_as_json(self, done: BatchPlan, out: str) -> None:
        if self._dry_run:
            for one in done.recordings:
                click.echo(_json_line(one))
        counts = dict(Counter(one.outcome.status for one in done.recordings))
        closing = {"out": out, "counts": counts, "estimated_s": done.seconds, "notice": NOT_A_DEVICE}
        click.echo(json.dumps(closing, ensure_ascii=False))

    def _weight(self, one: Planned) -> int:
        return self._frames.get(one.outcome.recording) or 1


def _outlook(plan: BatchPlan) -> str:
    counts = Counter("to do" if one.to_do else one.outcome.status for one in plan.recordings)
    counted = ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))
    lasting = f"; about {_duration(plan.seconds)}" if plan.to_do else ""
    return f"{len(plan.recordings)} recordings: {counted}{lasting}."


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 90 else f"{max(minutes, 1)} min"


def _line(one: Planned) -> str:
    outcome = one.outcome
    said = outcome.error or outcome.reason or outcome.note
    took = "" if outcome.seconds is None else f" in {outcome.seconds:.1f} s"
    return f"{outcome.status:<9} {outcome.recording}{took}{': ' if said else ''}{said}"


def _json_line(one: Planned) -> str:
    fields = {name: value for name, value in vars(one.outcome).items() if name not in ("key", "tag")}
    return json.dumps({**fields, "to_do": one.to_do}, ensure_ascii=False)

"""A batch from start to end: find, identify, plan, measure, and write the tables over all recordings."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from . import cluster
from .pages import write_overview
from .plan import MeasureOptions, Outcome, Planned, Selection, plan
from .pseudonyms import pseudonymised
from .recordings import Recording, find_recordings
from .store import Store, open_store
from .tables import write_tables
from .worker import Identity, Job, WorkerSettings, count_frames, identify, measure

TYPICAL_S_PER_FRAME = {"heavy": 0.11, "full": 0.05, "lite": 0.04}
"""Seconds per frame of one core of a small computer, annotated video included (docs/performance.md)."""

TYPICAL_FRAMES = 300
START_S = 5.0


def estimated_s(
    frames: Collection[int | None], earlier: Iterable[Outcome], options: MeasureOptions, workers: int
) -> float:
    """Return about how many seconds all workers together need for recordings of so many frames.

    Frames that could not be counted are taken as the median of the others.
    """
    if not frames:
        return 0.0
    counted = [count for count in frames if count]
    usual = median(counted) if counted else TYPICAL_FRAMES
    total = sum(count or usual for count in frames)
    return START_S + total * _s_per_frame(earlier, options) / min(workers, len(frames))


def _s_per_frame(earlier: Iterable[Outcome], options: MeasureOptions) -> float:
    measured = [one.seconds / one.frames for one in earlier if one.measured and one.seconds and one.frames]
    return (
        median(measured) if measured else TYPICAL_S_PER_FRAME.get(options.model, TYPICAL_S_PER_FRAME["heavy"])
    )


@dataclass(frozen=True)
class BatchSettings:
    """What `visiongait batch` does, and how."""

    sources: Sequence[str]
    out: str
    options: MeasureOptions = field(default_factory=MeasureOptions)
    selection: Selection = field(default_factory=Selection)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    workers: int = 1
    scheduler: str | None = None
    key_file: Path | None = None
    fail_fast: bool = False


DIED = "Several workers crashed while processing this recording."
DIED_HINT = "Check the computers, then run the same command again."


class Watcher:
    """Receives the progress of a batch; does nothing unless a method is replaced."""

    def identifying(self, done: int, total: int) -> None:
        """Receive how many recordings were read."""

    def planned(self, plan: "BatchPlan") -> None:
        """Receive what there is to do."""

    def working(self, worker: str, message: Mapping[str, Any]) -> None:
        """Receive a worker's progress: recording, stage, done, total."""

    def finished(self, one: Planned) -> None:
        """Receive what became of a recording."""


@dataclass(frozen=True)
class BatchPlan:
    """What there is to do, in order, and about how long it takes.

    frames: of each recording to do, by the name of its folder, None where they could not be counted; seconds:
    the estimate for all of them on all workers.
    """

    recordings: Sequence[Planned]
    frames: Mapping[str, int | None] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def longest_first(self) -> list[int]:
        """Places of those to do: no long one is left to a single worker at the end; first the uncounted."""
        counts = [self.frames.get(one.outcome.recording) for one in self.recordings]
        frames = [math.inf if count is None else count for count in counts]
        places = [place for place, one in enumerate(self.recordings) if one.to_do]
        return sorted(places, key=lambda place: -frames[place])

    @property
    def to_do(self) -> list[Planned]:
        """Those that have to be measured."""
        return [one for one in self.recordings if one.to_do]


def run_batch(settings: BatchSettings, watcher: Watcher | None = None, *, dry_run: bool = False) -> BatchPlan:
    """Measure the recordings of an archive that have not been measured yet; return what became of each.

    Parameters
    ----------
    settings
        What to measure, how, and where results go.
    watcher
        Receives its progress.
    dry_run
        Only look what there is to do; nothing is written.

    Raises
    ------
    VisionGaitError
        What concerns more than one recording: a wrong manifest, a full disk, a lost share, weights that are
        unavailable.  What was finished before stays; the same call goes on from there.
    """
    watcher = watcher or Watcher()
    recordings = _recordings(settings, dry_run)
    store = open_store(settings.out)
    with cluster.connected(settings.scheduler, settings.workers) as client:
        if dry_run:
            return _planned(client, recordings, store, settings, watcher)
        with store.locked():
            ahead = _planned(client, recordings, store, settings, watcher)
            watcher.planned(ahead)
            done = _measured(client, ahead, settings, watcher)
            write_tables(done.recordings, store, with_paths=settings.key_file is None)
            write_overview(done.recordings, store)
            return done


def _recordings(settings: BatchSettings, dry_run: bool) -> list[Recording]:
    found = find_recordings(settings.sources, settings.out)
    if settings.key_file is None:
        return found
    return pseudonymised(found, settings.key_file, settings.out, write=not dry_run)


def _planned(
    client: Any, recordings: Sequence[Recording], store: Store, settings: BatchSettings, watcher: Watcher
) -> BatchPlan:
    """Read every recording's bytes, and decide what has to be done."""
    outcomes = store.outcomes()
    identities = _identities(client, recordings, outcomes, settings, watcher)
    hashes = {source: one.sha256 for source, one in identities.items() if one.sha256}
    planned = [
        _unreadable(one, identities[one.recording.source]) if one.recording.source not in hashes else one
        for one in plan(recordings, hashes, outcomes, settings.options, settings.selection)
    ]
    to_do = [one for one in planned if one.to_do]
    counting = [(one.recording, one.options, settings.worker) for one in to_do]
    frames = {
        to_do[number].outcome.recording: count
        for number, count in cluster.run(client, count_frames, counting, _ignored)
    }
    workers = len(client.scheduler_info()["workers"])
    seconds = estimated_s(frames.values(), outcomes.values(), settings.options, workers)
    return BatchPlan(planned, frames, seconds)


def _identities(
    client: Any,
    recordings: Sequence[Recording],
    outcomes: Mapping[str, Outcome],
    settings: BatchSettings,
    watcher: Watcher,
) -> dict[str, Identity]:
    """Return each recording's identity by its source; what a store vouches for is not read again."""
    by_tag = {outcome.tag: Identity(outcome.sha256) for outcome in outcomes.values() if outcome.tag}
    found = {one.source: by_tag[one.tag] for one in recordings if one.tag in by_tag}
    asked = [(one, settings.worker.limits) for one in recordings if one.source not in found]
    for number, identity in cluster.run(client, identify, asked, _ignored):
        found[asked[number][0].source] = identity or Identity(error=DIED, hint=DIED_HINT)
        watcher.identifying(len(found), len(recordings))
    return found


def _unreadable(one: Planned, identity: Identity) -> Planned:
    failed = replace(one.outcome, status="failed", error=identity.error, hint=identity.hint)
    return replace(one, outcome=failed)


def _measured(client: Any, ahead: BatchPlan, settings: BatchSettings, watcher: Watcher) -> BatchPlan:
    """Measure what there is to do, longest first; return the plan with what became of it."""
    done = list(ahead.recordings)
    places = ahead.longest_first
    jobs = [
        (Job(one.recording, one.outcome, one.options, settings.out, settings.worker),)
        for one in map(done.__getitem__, places)
    ]
    for number, outcome in cluster.run(client, measure, jobs, watcher.working):
        one = done[places[number]]
        gone = replace(one.outcome, status="failed", error=DIED, hint=DIED_HINT)
        done[places[number]] = finished = replace(one, outcome=outcome or gone, to_do=False)
        watcher.finished(finished)
        if settings.fail_fast and finished.outcome.status == "failed":
            break
    return replace(ahead, recordings=done)


def _ignored(worker: str, message: Mapping[str, Any]) -> None:
    """Ignore progress."""

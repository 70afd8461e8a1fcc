"""What a worker does for one recording: fetch it, have it measured in isolation, put the result in its place.

A worker runs one recording at a time, and keeps one isolated process with one network for all of them.
Everything here may be done twice without harm: a worker that dies in the middle is replaced, and the next one
starts the recording anew, or finds it finished.
"""

import hashlib
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..datatypes import Progress
from ..errors import InputError, VisionGaitError
from .cluster import report
from .isolation import BugError, Isolated, Limits
from .paths import as_user_errors, filesystem_of, is_local, temporary_folder
from .plan import STATE_FILE, Outcome
from .recordings import Recording
from .store import LOGS, open_store

MEASURING = "visiongait.batch.child:Measuring"
CHUNK_BYTES = 1 << 20
COUNT_LIMIT_MIN = 1.0

_of_this_thread = threading.local()


@dataclass(frozen=True)
class WorkerSettings:
    """How recordings are measured: who does it, with how many threads, within which limits."""

    work: str = MEASURING
    threads: int = 1
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Job:
    """One recording to measure: `wanted` is what is known of it before."""

    recording: Recording
    wanted: Outcome
    options: Mapping[str, Any]
    out: str
    worker: WorkerSettings


@dataclass(frozen=True)
class Identity:
    """The hash of a recording's bytes, or why they could not be read."""

    sha256: str = ""
    error: str = ""
    hint: str = ""


def identify(recording: Recording, limits: Limits) -> Identity:
    """Return the hash of a recording's bytes; it is read, not opened as video."""
    try:
        return Identity(_sha256(recording, time.monotonic() + 60 * limits.time_min))
    except VisionGaitError as failure:
        return Identity(error=failure.message, hint=failure.hint)


def count_frames(recording: Recording, options: Mapping[str, Any], worker: WorkerSettings) -> int | None:
    """Return how many frames a recording on this computer has; None where that is hard to tell."""
    filesystem, path = filesystem_of(recording.source)
    if not is_local(filesystem):
        return None
    limits = replace(worker.limits, time_min=min(COUNT_LIMIT_MIN, worker.limits.time_min))
    with suppress(VisionGaitError), temporary_folder() as workspace:
        question = {
            "kind": "count",
            "recording": path,
            "options": dict(options),
            "log": str(workspace / "log"),
        }
        frames = _isolated(worker).ask(question, limits, lambda *_: None)["frames"]
        return frames if isinstance(frames, int) else None
    return None


def measure(job: Job) -> Outcome:
    """Measure one recording and publish its folder; return what became of it, and tell of it on the way.

    Raises
    ------
    VisionGaitError
        What is no fault of the recording: a full disk, a lost share, weights that are unavailable.
    """
    store = open_store(job.out)
    known = store.outcome(job.wanted.recording)
    if known and known.key == job.wanted.key and known.measured:
        return known  # by a worker that died before it could say so
    with as_user_errors(store.address), store.workspace() as workspace:
        folder, log = workspace / "result", workspace / "log"
        log.touch()
        outcome = _measured(job, folder, log, _reporter(job))
        if outcome.final:
            folder.mkdir(exist_ok=True)
            (folder / STATE_FILE).write_bytes(outcome.to_json().encode("utf-8", "backslashreplace"))
            store.publish(folder, outcome.recording)
        store.write(f"{LOGS}/{outcome.recording}.log", _closed(log, outcome))
    return outcome


def _measured(job: Job, folder: Path, log: Path, progress: Progress) -> Outcome:
    started_s = time.monotonic()
    try:
        staged = _staged(job.recording, folder.parent)
        question = {
            "kind": "measure",
            "recording": str(staged),
            "folder": str(folder),
            "options": dict(job.options),
            "log": str(log),
        }
        answer = _isolated(job.worker).ask(question, job.worker.limits, progress)
    except (InputError, BugError) as failure:
        return _failed(job, failure, folder.parent, time.monotonic() - started_s)
    if answer["sha256"] != job.wanted.sha256:
        changed = InputError("The recording changed while it was read.", "Run the same command again.")
        return replace(_failed(job, changed, folder.parent, 0.0), final=False)
    return replace(
        job.wanted,
        status="withheld" if answer["quality"] == "withheld" else "done",
        quality=answer["quality"],
        reason=" ".join(answer["reasons"]),
        note=_direction_note(job.recording.direction, answer["facing"]),
        seconds=round(time.monotonic() - started_s, 3),
        frames=answer["frames"],
        final=True,
    )


def _failed(job: Job, failure: VisionGaitError, workspace: Path, seconds: float) -> Outcome:
    """Return the outcome of a recording that cannot be read; final if it is there and the fault its own."""
    return replace(
        job.wanted,
        status="failed",
        error=failure.message.replace(f"{workspace}/", ""),
        hint=failure.hint,
        seconds=round(seconds, 3),
        final=isinstance(failure, InputError) and _is_there(job.recording),
    )


def _staged(recording: Recording, workspace: Path) -> Path:
    """Return the recording on this computer, under the name that outputs may show."""
    staged = workspace / f"{recording.name}{recording.suffix}"
    filesystem, path = filesystem_of(recording.source)
    if is_local(filesystem):
        staged.symlink_to(path)
    else:
        _fetch(filesystem, path, staged)
    return staged


def _fetch(filesystem: Any, path: str, staged: Path) -> None:
    with as_user_errors("The folder of the recordings"):
        try:
            filesystem.get_file(path, str(staged))
        except FileNotFoundError as fault:
            raise InputError(f"{staged.name} is no longer there.") from fault


def _is_there(recording: Recording) -> bool:
    with suppress(Exception):
        filesystem, path = filesystem_of(recording.source)
        return bool(filesystem.exists(path))
    return False


def _sha256(recording: Recording, deadline_s: float) -> str:
    filesystem, path = filesystem_of(recording.source)
    digest = hashlib.sha256()
    try:
        if filesystem.info(path)["type"] != "file":
            raise InputError(f"{recording.name} is not a file.", "Give the video file itself.")
        with filesystem.open(path, "rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                if time.monotonic() > deadline_s:
                    raise InputError(f"{recording.name} could not be read to its end within the time limit.")
    except FileNotFoundError as fault:
        raise InputError(
            f"There is no file for {recording.name}.", "Check the spelling, and that the share is connected."
        ) from fault
    except OSError as fault:
        raise InputError(
            f"{recording.name} cannot be read ({fault.strerror or type(fault).__name__}).",
            "Check that the share or disk is connected and that you may read the file.",
        ) from fault
    return digest.hexdigest()


def _direction_note(stated: str, seen: list[str]) -> str:
    if stated in ("left", "right") and seen and seen != [stated]:
        found = " and ".join(seen)
        return f"The manifest gives the walking direction as {stated}; in the recording it is {found}."
    return ""


def _reporter(job: Job) -> Progress:
    def progress(stage: str, done: int, total: int | None) -> None:
        report({"recording": job.wanted.recording, "stage": stage, "done": done, "total": total})

    return progress


def _closed(log: Path, outcome: Outcome) -> bytes:
    """Return a log with its last lines: what came out."""
    said = [outcome.status, outcome.quality, outcome.reason, outcome.error, outcome.hint, outcome.note]
    printed = log.read_bytes().replace(f"{log.parent}/".encode(), b"")
    words = "\n".join(text for text in said if text)
    return printed + words.encode("utf-8", "backslashreplace") + b"\n"


def _isolated(worker: WorkerSettings) -> Isolated:
    """Return this thread's isolated process with these settings."""
    held: tuple[WorkerSettings, Isolated] | None = getattr(_of_this_thread, "isolated", None)
    if held is None or held[0] != worker:
        if held:
            held[1].close()
        held = worker, Isolated(worker.work, worker.threads)
        _of_this_thread.isolated = held
    return held[1]

"""Measuring in the background: threads that each ask an isolated process for one recording after the other.

What there is to do stands in the database, so that a desk that was killed goes on where it stopped.  Progress
is only in memory.
"""

import math
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from ..batch import Isolated, Limits
from ..datatypes import silent
from ..errors import VisionGaitError
from ..record import reading, writing
from ..system import available_cores
from . import people, recordings
from .recordings import Filed
from .settings import read_settings
from .workspace import Workspace

WORK = "visiongait.web.work:DeskWork"
LOOK_EVERY_S = 2.0
LEAVE_EVERY_S = 0.2
IDLE_S = 900.0
"""So long a process that has nothing to do keeps its network."""
MOST_DEATHS = 3
"""So often an isolated process may die over a recording before it is the recording's fault."""
CHECK_LIMITS = Limits(time_min=2.0, memory_gb=2.0)

SHARES: Mapping[str, tuple[float, float]] = {
    "detection": (0.03, 0.55),
    "landmarks": (0.55, 0.68),
    "re-estimation": (0.68, 0.75),
    "annotated video": (0.75, 0.98),
    "tables and report": (0.98, 1.0),
}
"""From where to where each stage takes the whole, about (docs/performance.md)."""


@dataclass
class Course:
    """How far the measuring of a recording is."""

    stage: str = ""
    share: float = 0.0
    started_s: float = field(default_factory=time.monotonic)

    def tell(self, stage: str, done: int, total: int | None) -> None:
        """Receive progress; the share never goes back."""
        self.stage = stage
        if stage in SHARES and total:
            start, end = SHARES[stage]
            self.share = max(self.share, start + (end - start) * min(1.0, done / total))

    @property
    def left_s(self) -> float | None:
        """About how many seconds are left; None while that would be a guess."""
        if self.share < 0.1:
            return None
        return (time.monotonic() - self.started_s) * (1 - self.share) / self.share


class Queue:
    """Measures what waits.

    Parameters
    ----------
    workspace, engine
        Whose recordings.
    workers
        How many at a time.
    limits
        What one recording may cost.
    work
        Who measures, as for `Isolated`.
    """

    def __init__(
        self,
        workspace: Workspace,
        engine: Engine,
        *,
        workers: int | None = None,
        limits: Limits | None = None,
        work: str = WORK,
    ) -> None:
        cores = available_cores()
        self.workers = workers or max(1, cores // 2)
        self._workspace = workspace
        self._engine = engine
        self._limits = limits or Limits()
        self._threads_each = max(1, cores // self.workers)
        self._work = work
        self._news = threading.Condition()
        self._stopping = False
        self._expected_s = -math.inf
        self._isolated: list[Isolated] = []
        self._threads: list[threading.Thread] = []
        self.courses: dict[str, Course] = {}

    def start(self) -> None:
        """Begin; what was interrupted waits again."""
        with writing(self._engine) as connection:
            recordings.requeue_interrupted(connection)
        for number in range(self.workers):
            isolated = Isolated(self._work, self._threads_each)
            self._isolated.append(isolated)
            thread = threading.Thread(
                target=self._run, args=(isolated,), name=f"measuring-{number}", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def expect(self) -> None:
        """Get ready: somebody has opened the desk, and recordings are likely to come."""
        if time.monotonic() - self._expected_s > IDLE_S / 2:
            self._expected_s = time.monotonic()
            self.wake()

    def wake(self) -> None:
        """Look for work now."""
        with self._news:
            self._news.notify_all()

    def stop(self) -> None:
        """End the workers; what they were measuring waits for the next start, and no attempt is counted."""
        self._stopping = True
        self.wake()
        for thread, isolated in zip(self._threads, self._isolated, strict=True):
            while thread.is_alive():
                isolated.interrupt()
                thread.join(timeout=LEAVE_EVERY_S)
            isolated.close()

    def _run(self, isolated: Isolated) -> None:
        busy_s = time.monotonic()
        while not self._stopping:
            one = None
            with suppress(VisionGaitError), writing(self._engine) as connection:
                one = recordings.claim(connection)  # a full disk or a locked database may pass
            if one is not None:
                self._measure(isolated, one)
                busy_s = time.monotonic()
            elif self._expected_s > busy_s:
                self._get_ready(isolated)
                busy_s = time.monotonic()
            else:
                if time.monotonic() - busy_s > IDLE_S:
                    isolated.close()  # its memory may serve others
                self._wait()

    def _get_ready(self, isolated: Isolated) -> None:
        question = {"kind": "get ready", "log": str(self._workspace.folder / "logs" / "workers.log")}
        with suppress(VisionGaitError):  # who is measured next will hear of it
            isolated.ask(question, CHECK_LIMITS, silent)

    def _wait(self) -> None:
        with self._news:
            self._news.wait(LOOK_EVERY_S)

    def _measure(self, isolated: Isolated, one: Filed) -> None:
        with self._course_of(one) as course:
            try:
                values = self._measured(isolated, one, course)
            except VisionGaitError as failure:
                values = _failed(one, failure)
            except OSError as failure:
                values = {
                    "status": "failed",
                    "error": f"A file cannot be written ({failure.strerror}).",
                    "hint": "",
                }
        if self._stopping:
            values = {"status": "waiting", "attempts": one.attempts - 1}
        self._write_down(one, values)

    def _write_down(self, one: Filed, values: Mapping[str, Any]) -> None:
        """Write down what became of a recording; if the disk is full, once it is not."""
        while True:
            try:
                with writing(self._engine) as connection:
                    return recordings.change(connection, one.id, **values)
            except VisionGaitError:
                if self._stopping:
                    return None
                self._wait()

    @contextmanager
    def _course_of(self, one: Filed) -> Iterator[Course]:
        self.courses[one.id] = course = Course()
        try:
            yield course
        finally:
            self.courses.pop(one.id, None)

    def _measured(self, isolated: Isolated, one: Filed, course: Course) -> dict[str, Any]:
        """Return what became of a recording: first its content is checked, then it is measured."""
        question = self._question(one)
        self._workspace.log(one.id).touch()
        found = isolated.ask(question | {"kind": "check"}, CHECK_LIMITS, course.tell)
        with writing(self._engine) as connection:
            recordings.change(connection, one.id, found=found)
        answer = isolated.ask(question | {"kind": "measure"}, self._limits, course.tell)
        return {
            "status": "withheld" if answer["quality"] == "withheld" else "done",
            "quality": answer["quality"],
            "reason": " ".join(answer["reasons"]),
            "error": "",
            "hint": "",
            "seconds": round(time.monotonic() - course.started_s, 1),
        }

    def _question(self, one: Filed) -> dict[str, Any]:
        with reading(self._engine) as connection:
            visit = people.visit(connection, one.session_id)
            assert visit is not None  # a foreign key
            person = people.individual(connection, visit.person_id)
            settings = read_settings(connection)
        options = {
            "clinic": {"name": settings.clinic, "address": settings.address, "logo": settings.logo},
            "clinician": settings.clinician,
            "aid": visit.aid,
            "shoes": visit.shoes,
            "pseudonym": person.pseudonym if person else "",
            "age_years": person.age_years(visit.day) if person else None,
            "sex": person.sex if person else "",
            "height_m": person.stature_m if person else None,
            "test": visit.test,
            "subject": one.subject,
            "side": visit.side,
        }
        return {
            "recording": str(self._workspace.video(one.id, one.suffix)),
            "name": one.name,
            "folder": str(self._workspace.result(one.id)),
            "view": str(self._workspace.view(one.id)),
            "log": str(self._workspace.log(one.id)),
            "options": options,
            "pdf": settings.pdf,
        }


def _failed(one: Filed, failure: VisionGaitError) -> dict[str, Any]:
    """Return what to write down: a process that died may have been ended by others, and tries again."""
    died = isinstance(failure.__cause__, EOFError | OSError)
    if died and one.attempts < MOST_DEATHS:
        return {"status": "waiting"}
    return {"status": "failed", "error": failure.message, "hint": _hint(failure)}


def _hint(failure: VisionGaitError) -> str:
    """Return what to do, unless it speaks of the command line's options."""
    return "" if "--" in failure.hint else failure.hint

"""The other side of `isolation`: answers questions until nobody is left who asks.

    python -m visiongait.batch.child DESCRIPTOR MODULE:NAME

Each question names a log; whatever is printed over it, by libraries as well, goes there.
"""

import importlib
import json
import os
import sys
import threading
import time
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Protocol

from ..datatypes.progress import Progress
from ..errors import EnvironmentFaultError, VisionGaitError
from ..system import disk_is_full

TELL_EVERY_S = 0.5
LOOK_EVERY_S = 1.0


class Answerer(Protocol):
    """Who answers."""

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Return what is asked for; plain values only."""


def main(descriptor: str, work: str) -> None:
    """Answer the questions that come in through a descriptor."""
    line = Connection(int(descriptor))
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()
    answerer: Answerer | None = None
    while True:
        try:
            question = json.loads(line.recv_bytes())
        except EOFError:
            return
        _print_into(question["log"])
        try:
            answerer = answerer or _made(work)
            said = answerer.answer(question, _teller(line))
        except VisionGaitError as failure:
            said = _told(failure, failure.message, failure.hint)
        except OSError as failure:
            said = _told_of_disk(failure)
        except MemoryError as failure:
            said = _told(failure, "The recording needs more memory than there is.", "")
        except Exception as bug:  # noqa: BLE001  one recording's failure is not the batch's
            said = _told_as_bug(bug)
        line.send_bytes(json.dumps(said).encode())


def _told(failure: BaseException, message: str, hint: str) -> dict[str, Any]:
    return {"error": message, "hint": hint, "kind": type(failure).__name__}


def _told_of_disk(failure: OSError) -> dict[str, Any]:
    """Tell a full disk from a bug: it is no fault of the recording's."""
    if not disk_is_full(failure):
        return _told_as_bug(failure)
    full = EnvironmentFaultError(
        "The disk is full: nothing more can be written.",
        "Make room and give the same command again; it goes on where it was.",
    )
    return _told(full, full.message, full.hint)


def _told_as_bug(bug: Exception) -> dict[str, Any]:
    with suppress(OSError):  # the log's disk may be full
        traceback.print_exception(bug)
    message = f"This is a bug in visiongait ({type(bug).__name__}: {bug})."
    return _told(bug, message, "Report what the recording's log holds.")


def _made(work: str) -> Answerer:
    module, _, name = work.partition(":")
    answerer: Answerer = getattr(importlib.import_module(module), name)()
    return answerer


def _print_into(log: str) -> None:
    """Let everything that this process prints go to the end of a file."""
    with open(log, "ab") as file:  # noqa: PTH123  the descriptor is what counts
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _teller(line: Connection) -> Progress:
    """Return a progress that tells the asking side now and then, and the log of each new stage."""
    told: dict[str, float] = {}

    def progress(stage: str, done: int, total: int | None) -> None:
        now_s = time.monotonic()
        if stage not in told:
            with suppress(OSError):  # the log's disk may be full, and the recording be measured all the same
                print(f"{time.strftime('%H:%M:%S')} {stage}", flush=True)  # noqa: T201  this is the log
        if now_s - told.get(stage, 0.0) > TELL_EVERY_S or done == total:
            told[stage] = now_s
            line.send_bytes(json.dumps({"stage": stage, "done": done, "total": total}).encode())

    return progress


def _leave_with(parent: int) -> None:
    """End this process once its parent is gone, however busy it is."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_S)
    os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])

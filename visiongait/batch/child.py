"""The isolated process: answers questions about recordings until nobody is left who asks.

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
from pathlib import Path
from typing import Any, Protocol

from ..api import Networks, analyse_into
from ..datatypes import Options, Outputs, Person, Progress
from ..errors import EnvironmentFaultError, VisionGaitError
from ..system import disk_is_full

REPORT_EVERY_S = 0.5
CHECK_EVERY_S = 1.0


class Answerer(Protocol):
    """Who answers."""

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Return what is asked for; plain values only."""


def main(descriptor: str, work: str) -> None:
    """Answer the questions that come in through a descriptor."""
    line = Connection(int(descriptor))
    threading.Thread(target=_exit_with, args=(os.getppid(),), daemon=True).start()
    answerer: Answerer | None = None
    while True:
        try:
            question = json.loads(line.recv_bytes())
        except EOFError:
            return
        _redirect_output(question["log"])
        try:
            answerer = answerer or _made(work)
            said = answerer.answer(question, _reporter(line))
        except VisionGaitError as failure:
            said = _error(failure, failure.message, failure.hint)
        except OSError as failure:
            said = _disk_error(failure)
        except MemoryError as failure:
            said = _error(failure, "The recording needs more memory than is available.", "")
        except Exception as bug:  # noqa: BLE001  one recording's failure is not the batch's
            said = _bug(bug)
        line.send_bytes(json.dumps(said).encode())


def _error(failure: BaseException, message: str, hint: str) -> dict[str, Any]:
    return {"error": message, "hint": hint, "kind": type(failure).__name__}


def _disk_error(failure: OSError) -> dict[str, Any]:
    """Tell a full disk from a bug: it is no fault of the recording's."""
    if not disk_is_full(failure):
        return _bug(failure)
    full = EnvironmentFaultError(
        "The disk is full: nothing more can be written.",
        "Free some space and run the same command again; it continues where it stopped.",
    )
    return _error(full, full.message, full.hint)


def _bug(bug: Exception) -> dict[str, Any]:
    with suppress(OSError):  # the log's disk may be full
        traceback.print_exception(bug)
    message = f"This is a bug in visiongait ({type(bug).__name__}: {bug})."
    return _error(bug, message, "Please report it, with the recording's log.")


def _made(work: str) -> Answerer:
    module, _, name = work.partition(":")
    answerer: Answerer = getattr(importlib.import_module(module), name)()
    return answerer


def _redirect_output(log: str) -> None:
    """Let everything that this process prints go to the end of a file."""
    with open(log, "ab") as file:  # noqa: PTH123  the descriptor is what counts
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _reporter(line: Connection) -> Progress:
    """Return a progress that tells the asking side now and then, and the log of each new stage."""
    reported_s: dict[str, float] = {}

    def progress(stage: str, done: int, total: int | None) -> None:
        now_s = time.monotonic()
        if stage not in reported_s:
            with suppress(OSError):  # the log's disk may be full, and the recording be measured all the same
                print(f"{time.strftime('%H:%M:%S')} {stage}", flush=True)  # noqa: T201  this is the log
        if now_s - reported_s.get(stage, 0.0) > REPORT_EVERY_S or done == total:
            reported_s[stage] = now_s
            line.send_bytes(json.dumps({"stage": stage, "done": done, "total": total}).encode())

    return progress


def _exit_with(parent: int) -> None:
    """End this process once its parent is gone, however busy it is."""
    while os.getppid() == parent:
        time.sleep(CHECK_EVERY_S)
    os._exit(1)


class Measuring:
    """Counts frames and measures walks; one pose network serves for all recordings of the process.

    It is made from the first question on, which is often one for a count.
    """

    def __init__(self) -> None:
        self._networks = Networks(uses=None)
        threading.Thread(target=_import_all, daemon=True).start()

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Answer a question of the kinds `count` and `measure`."""
        recording, asked = Path(question["recording"]), question["options"]
        options = _options(asked)
        if question["kind"] == "count":
            self._networks.begin(options)
            return _counted(recording)
        outputs = Outputs(video=asked["video"], blur=asked["blur"], dated=False)
        result = analyse_into(
            question["folder"], recording, options, outputs, networks=self._networks, progress=progress
        )
        assessment = result.assessment
        return {
            "sha256": assessment.video.sha256,
            "quality": assessment.verdict.quality,
            "reasons": list(assessment.verdict.reasons),
            "frames": len(assessment.frames),
            "facing": sorted({one.facing for one in assessment.passes}),
        }


def _import_all() -> None:
    """Import what measuring needs while frames are counted and the network is made."""
    from .. import pipeline  # noqa: F401
    from ..api import write_result  # noqa: F401


def _options(asked: dict[str, Any]) -> Options:
    return Options(
        model=asked["model"],
        quality=asked["quality"],
        height_m=asked["height_m"],
        slowmo=asked["slowmo"],
        person=Person(asked["subject"], asked["age_years"], asked["sex"] or None),
    )


def _counted(recording: Path) -> dict[str, Any]:
    from ..video import open_video

    return {"frames": open_video(recording).info.frame_count}


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the desk's worker processes do: all that opens a video, or needs more than a glance at a result.

    Isolated("visiongait.web.work:DeskWork", threads).ask({"kind": ..., ...}, limits, progress)

The web process imports nothing of this.
"""

import json
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..api import Networks, analyse_into
from ..datatypes import Clinic, Options, Outputs, Person, Progress

WORK = f"{__name__}:DeskWork"

NAME = re.compile(r"[^\w.-]+")
LONGEST_NAME = 60


class DeskWork:
    """Answers the desk's questions; one pose network serves for all recordings of the process."""

    def __init__(self) -> None:
        self._networks = Networks(uses=None)
        self._answers: dict[str, Callable[[dict[str, Any], Progress], dict[str, Any]]] = {
            "get ready": self._get_ready,
            "check": self._check,
            "measure": self._measure,
            "tests": _tests,
            "view": _view,
            "pages": _pages,
            "export": _export,
            "amend": _amend,
            "compare": _compare,
            "progress": _progress,
        }

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Answer a question of one of the kinds above."""
        return self._answers[question["kind"]](question, progress)

    def _get_ready(self, _: dict[str, Any], __: Progress) -> dict[str, Any]:
        """Begin to make the network, and to import what measuring needs."""
        self._networks.begin(Options())
        threading.Thread(target=_import_all, daemon=True).start()
        return {}

    def _check(self, question: dict[str, Any], _: Progress) -> dict[str, Any]:
        """Open a file as video: what it is called says nothing about what is in it."""
        self._get_ready(question, _)
        from ..video import open_video

        with staged(Path(question["recording"]), question["name"]) as recording:
            info = open_video(recording).info
        return {
            "frames": info.frame_count,
            "duration_s": info.duration_s,
            "width_px": info.width_px,
            "height_px": info.height_px,
            "fps": info.nominal_fps,
        }

    def _measure(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Measure a recording into its result folder, and make what its page shows."""
        options = options_of(question["options"])
        outputs = Outputs(pdf=question["pdf"], overwrite=True)
        with staged(Path(question["recording"]), question["name"]) as recording:
            result = analyse_into(
                question["folder"], recording, options, outputs, networks=self._networks, progress=progress
            )
        _write_view(Path(question["folder"]), Path(question["view"]))
        verdict = result.assessment.verdict
        return {"quality": verdict.quality, "reasons": list(verdict.reasons)}


def _import_all() -> None:
    """Import what measuring needs, while the network is made."""
    from .. import pipeline  # noqa: F401
    from ..api import write_result  # noqa: F401
    from . import views  # noqa: F401


def options_of(asked: dict[str, Any]) -> Options:
    """Return the options in a question."""
    person = Person(
        asked["pseudonym"],
        asked["age_years"],
        asked["sex"] or None,
        aid=asked["aid"],
        shoes=asked["shoes"],
        clinician=asked["clinician"],
    )
    return Options(
        clinic=Clinic(**asked["clinic"]),
        height_m=asked["height_m"],
        person=person,
        subject=asked["subject"],
        test=asked["test"],
        side=asked["side"] or None,
    )


@contextmanager
def staged(video: Path, name: str) -> Iterator[Path]:
    """Give a video under the name that its results may show; on disk it has one of ours."""
    with tempfile.TemporaryDirectory() as folder:
        shown = NAME.sub("_", Path(name).stem).strip("._")[:LONGEST_NAME] or "recording"
        link = Path(folder) / f"{shown}{video.suffix}"
        link.symlink_to(video)
        yield link


def _tests(_: dict[str, Any], __: Progress) -> dict[str, Any]:
    """Return the clinical tests there are, with their titles; import what a correction will need."""
    from .. import pages, pipeline  # noqa: F401
    from ..api import amend  # noqa: F401
    from ..assessments import AUTO, clinical_tests
    from . import views  # noqa: F401

    titles = {name: test.title for name, test in clinical_tests().items()} | {
        AUTO: "Proposed from the movement"
    }
    return {"tests": [{"name": name, "title": title} for name, title in titles.items()]}


def _view(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    _write_view(Path(question["folder"]), Path(question["view"]))
    return {}


def _write_view(folder: Path, file: Path) -> None:
    from ..system import write_whole
    from .views import view_of_folder

    write_whole(file, json.dumps(view_of_folder(folder), allow_nan=False, separators=(",", ":")).encode())


def _amend(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    """Correct a result by hand, or take the last correction back, or put it back again."""
    from ..api import amend, redo, undo
    from ..datatypes import Amendment

    folder = Path(question["folder"])
    if question["action"] == "amend":
        amend(folder, Amendment(**question["amendment"]))
    else:
        {"undo": undo, "redo": redo}[question["action"]](folder)
    _write_view(folder, Path(question["view"]))
    return {}


def _compare(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    from .comparing import comparison

    return comparison(Path(question["first"]), Path(question["second"]))


def _progress(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    from .comparing import progress_page

    return {"html": progress_page(question["pseudonym"], question["sessions"])}


def _pages(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    """Make the PDFs of a result."""
    from ..api import write_report
    from ..results import read_assessment

    folder = Path(question["folder"])
    write_report(read_assessment(folder), folder)
    return {}


def _export(question: dict[str, Any], _: Progress) -> dict[str, Any]:
    """Write a result in other programs' formats into one archive."""
    import shutil

    from ..exports import export
    from ..results import read_assessment

    target = Path(question["archive"])
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        inside = Path(folder) / "exports"
        export(read_assessment(question["folder"]), question["formats"], inside)
        made = shutil.make_archive(str(Path(folder) / "made"), "zip", inside)
        Path(made).replace(target)
    return {}

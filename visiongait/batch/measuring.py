"""What is asked of a recording inside the isolated process: its length, and its result folder."""

import threading
from pathlib import Path
from typing import Any

from ..api import Networks, analyse_into
from ..datatypes.options import Options, Outputs, Person
from ..datatypes.progress import Progress


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
    from .. import pipeline, saving  # noqa: F401


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

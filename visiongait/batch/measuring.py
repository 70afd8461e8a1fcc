"""What is asked of a recording inside the isolated process: its length, and its result folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datatypes.progress import Progress

if TYPE_CHECKING:
    from ..pose import PoseBackend


class Measuring:
    """Counts frames and measures walks; one pose network serves for all recordings of the process."""

    def __init__(self) -> None:
        import os

        import cv2

        self._backends: dict[tuple[str, str], PoseBackend] = {}
        cv2.setNumThreads(int(os.environ.get("OMP_NUM_THREADS", "1")))

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Answer a question of the kinds `count` and `measure`."""
        recording = Path(question["recording"])
        if question["kind"] == "count":
            return _counted(recording)
        return self._measured(recording, Path(question["folder"]), question["options"], progress)

    def _measured(
        self, recording: Path, folder: Path, options: dict[str, Any], progress: Progress
    ) -> dict[str, Any]:
        """Write the result folder as `analyze` does, and return what the table of recordings needs."""
        from ..outputs import write_result
        from ..pipeline import measure_source
        from ..video import open_video

        chosen = _options(options)
        source = open_video(recording, slowmo=chosen.slowmo)
        backend = self._backend(chosen.model, chosen.quality, progress)
        measurement = measure_source(source, chosen, backend, progress=progress)
        write_result(
            measurement, source, folder, video=options["video"], blur=options["blur"], progress=progress
        )
        assessment = measurement.assessment
        return {
            "sha256": assessment.video.sha256,
            "quality": assessment.verdict.quality,
            "reasons": list(assessment.verdict.reasons),
            "frames": len(measurement.survey.frame),
            "facing": sorted({one.facing for one in assessment.passes}),
        }

    def _backend(self, model: str, quality: Any, progress: Progress) -> "PoseBackend":
        from ..pose import make_backend

        if (model, quality) not in self._backends:
            self._backends[model, quality] = make_backend(model, quality=quality, progress=progress)
        return self._backends[model, quality]


def _options(options: dict[str, Any]) -> Any:
    from ..datatypes.person import Person
    from ..pipeline import Options

    return Options(
        model=options["model"],
        quality=options["quality"],
        height_m=options["height_m"],
        slowmo=options["slowmo"],
        person=Person(options["subject"], options["age_years"], options["sex"] or None),
    )


def _counted(recording: Path) -> dict[str, Any]:
    from ..video import open_video

    return {"frames": open_video(recording).info.frame_count}

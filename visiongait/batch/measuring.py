"""What is asked of a recording inside the isolated process: its length, and its result folder."""

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..datatypes.progress import Progress

if TYPE_CHECKING:
    from ..pipeline import Measurement
    from ..pose import PoseBackend


class Measuring:
    """Counts frames and measures walks; one pose network serves for all recordings of the process.

    It is made in a thread of its own from the first question on, which is often one for a count.
    """

    def __init__(self) -> None:
        from ..video import each_in_one_thread

        self._maker = ThreadPoolExecutor(max_workers=1)
        self._backends: dict[tuple[str, str], Future[PoseBackend]] = {}
        each_in_one_thread()

    def answer(self, question: dict[str, Any], progress: Progress) -> dict[str, Any]:
        """Answer a question of the kinds `count` and `measure`."""
        recording = Path(question["recording"])
        network = self._begin(question["options"])
        if question["kind"] == "count":
            return _counted(recording)
        return _measured(recording, Path(question["folder"]), question["options"], network, progress)

    def _begin(self, options: dict[str, Any]) -> "Future[PoseBackend]":
        """Begin to make the network, if it is not there; what fails is said to who waits for it."""
        key = options["model"], options["quality"]
        made = self._backends.get(key)
        if made is None or (made.done() and made.exception()):
            made = self._backends[key] = self._maker.submit(_made, *key)
        return made


def _made(model: str, quality: Any) -> "PoseBackend":
    """Return a pose backend, with everything imported that measuring needs as well."""
    from .. import pipeline, saving  # noqa: F401
    from ..pose import make_backend

    return make_backend(model, quality=quality)


def _measured(
    recording: Path,
    folder: Path,
    options: dict[str, Any],
    network: "Future[PoseBackend]",
    progress: Progress,
) -> dict[str, Any]:
    """Write the result folder as `analyze` does, and return what the table of recordings needs."""
    from ..pipeline import measure_source
    from ..saving import keep_pictures, write_result
    from ..video import open_video

    chosen = _options(options)
    source = open_video(recording, slowmo=chosen.slowmo)
    if options["video"]:
        keep_pictures(source)
    measurement = _undated(measure_source(source, chosen, network.result(), progress=progress).for_writing())
    write_result(measurement, source, folder, video=options["video"], blur=options["blur"], progress=progress)
    assessment = measurement.assessment
    return {
        "sha256": assessment.video.sha256,
        "quality": assessment.verdict.quality,
        "reasons": list(assessment.verdict.reasons),
        "frames": len(measurement.survey.frame),
        "facing": sorted({one.facing for one in assessment.passes}),
    }


def _undated(measurement: "Measurement") -> "Measurement":
    """Leave out when the recording was taken: results of a batch may be shared under pseudonyms."""
    assessment = measurement.assessment
    undated = replace(assessment, video=replace(assessment.video, filmed=""))
    return replace(measurement, assessment=undated)


def _options(options: dict[str, Any]) -> Any:
    from ..datatypes.assessment import Person
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

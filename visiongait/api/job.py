"""The main job: a recording goes in, a result comes out; `analyse` in memory, `analyse_into` as a folder.

Nothing heavy is imported before it is needed: the network is made while the rest of the program is.
"""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from ..datatypes import Options, Outputs, Person, PoseQuality, Progress, silent
from ..errors import NobodyThereError
from .network import Networks
from .result import Result

if TYPE_CHECKING:
    from ..datatypes import DetectionPass
    from ..pipeline import Measurement
    from ..pose import PoseBackend
    from ..video import VideoSource


def analyse(
    path: Path | str,
    *,
    test: str = "walk",
    height_m: float | None = None,
    subject: str = "auto",
    side: Literal["left", "right"] | None = None,
    start_s: float | None = None,
    end_s: float | None = None,
    slowmo: float | None = None,
    model: str = "heavy",
    quality: PoseQuality = "standard",
    person: Person | None = None,
    backend: "PoseBackend | None" = None,
    progress: Progress = silent,
) -> Result:
    """Measure the clinical test in one recording.

    A recording without an assessable test is not an error: `result.verdict` is then `withheld`, with the
    reasons.

    Parameters
    ----------
    path
        The recording.
    test
        What was filmed: `walk`, or another test that `visiongait.assessments` knows.
    height_m
        The subject's stature with shoes, in metres; None: nothing is told in metres.
    subject
        Who is measured: `auto`, `largest`, a number (from 1, as in people.jpg) or "X,Y", a point on the
        person in pixels.
    side
        The tested leg, where the picture cannot say which.
    start_s, end_s
        The part to read, in seconds as a player shows them.
    slowmo
        How many times slower than real time the file plays; None for the file's own word.
    model
        `heavy`, `full`, `lite` or the path of a .task bundle.
    quality
        `standard`, or `best`, which takes over twice the time.
    person
        What is known of the subject.
    backend
        What finds landmarks, instead of `model` and `quality`: `visiongait.pose.ReplayBackend`, say.
    progress
        Called as `progress(stage, done, total)`.

    Returns
    -------
    Result
        Its tables are pandas DataFrames.

    Raises
    ------
    UsageError, InputError, WeightsError, EnvironmentFaultError
        See `visiongait.errors`.

    Examples
    --------
    >>> from visiongait import analyse
    >>> result = analyse("walk.mp4", height_m=1.72)  # doctest: +SKIP
    >>> result.summary.set_index(["metric", "side"]).loc["ankle_rom_deg"]  # doctest: +SKIP
    """
    options = Options(
        test=test,
        height_m=height_m,
        subject=subject,
        side=side,
        start_s=start_s,
        end_s=end_s,
        slowmo=slowmo,
        model=model,
        quality=quality,
        person=person or Person(),
    )
    networks = Networks()
    source = _opened(Path(path), options)
    if backend is None:
        networks.begin(options, progress)
    measurement, network_core_s = _measured(source, options, backend, networks, progress)
    return Result(measurement.assessment, measurement, source, network_core_s=network_core_s)


def analyse_into(
    folder: Path | str,
    path: Path | str,
    options: Options | None = None,
    outputs: Outputs | None = None,
    *,
    networks: Networks | None = None,
    backend: "PoseBackend | None" = None,
    progress: Progress = silent,
) -> Result:
    """Measure one recording and write its result folder, for which it is read only once.

    Parameters
    ----------
    folder
        The result folder; whether it may be written is checked before any work.
    path
        The recording.
    options, outputs
        What to measure, and what to write.
    networks
        Of a caller with several recordings; its own if None.
    backend
        What finds landmarks, instead of a network.
    progress
        Called as `progress(stage, done, total)`.

    Returns
    -------
    Result
        Its `folder` is filled, also where the verdict is `withheld`.

    Raises
    ------
    UsageError, InputError, WeightsError, EnvironmentFaultError
        See `visiongait.errors`; nothing is left behind then, and an earlier result is still there.  Where
        nobody is at `options.subject`, a picture beside the folder shows everybody with numbers.
    """
    from ..results import prepare_folder
    from .saving import keep_pictures, write_result

    options, outputs, networks = options or Options(), outputs or Outputs(), networks or Networks()
    folder = Path(folder)
    prepare_folder(folder, outputs.overwrite)  # said before the minutes of work, not after
    source = _opened(Path(path), options)
    if backend is None:
        networks.begin(options, progress)
    if outputs.video:
        keep_pictures(source)
    try:
        measurement, network_core_s = _measured(source, options, backend, networks, progress)
    except NobodyThereError as nobody:
        raise _with_picture(nobody, source, folder) from nobody
    measurement = measurement.for_writing()
    if not outputs.dated:
        measurement = measurement.undated()
    write_result(
        measurement,
        source,
        folder,
        video=outputs.video,
        blur=outputs.blur,
        pdf=outputs.pdf,
        overwrite=outputs.overwrite,
        progress=progress,
    )
    return Result(measurement.assessment, measurement, source, folder, network_core_s)


def _with_picture(nobody: NobodyThereError, source: "VideoSource", folder: Path) -> NobodyThereError:
    """Return the error with a hint at a picture beside the result folder, in which all have numbers."""
    from ..drawing import PEOPLE_FILE, draw_people
    from ..system import as_user_errors, write_whole

    detected = cast("DetectionPass", nobody.detected)
    file = folder.with_name(f"{folder.name}_{PEOPLE_FILE}")
    with as_user_errors(file, option="-o"):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, draw_people(detected, source))
    return NobodyThereError(nobody.message, f"{nobody.hint} {file} shows everyone, numbered.", detected)


def _opened(path: Path, options: Options) -> "VideoSource":
    from ..video import each_in_one_thread, open_video

    each_in_one_thread()
    return open_video(path, slowmo=options.slowmo, start_s=options.start_s, end_s=options.end_s)


def _measured(
    source: "VideoSource",
    options: Options,
    backend: "PoseBackend | None",
    networks: Networks,
    progress: Progress,
) -> "tuple[Measurement, float]":
    """Measure a recording; return with it the seconds of the cores that the networks took."""
    from ..pipeline import measure_source  # takes a second, in which the network gets ready
    from ..pose import network_core_s

    backend = backend or networks.take(options, progress)
    before_s = network_core_s()
    measurement = measure_source(source, options, backend, progress=progress)
    return measurement, network_core_s() - before_s or math.nan  # 0: what ran tells no time

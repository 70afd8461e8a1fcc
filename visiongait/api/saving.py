"""What a person gets from a recording: a result folder with tables, annotated video and report."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from ..datatypes import Progress, silent
from ..results import is_result, new_result
from ..system import as_user_errors, give_back_memory

POSE_FILE = "pose.npz"
"""All landmarks, so that the recording can be measured again without a network."""

ASSESSMENT_FILE = "assessment.json"
KEPT = (POSE_FILE, "people.jpg", "recording.json")
"""What a correction by hand leaves as it is."""

if TYPE_CHECKING:
    from ..datatypes import Assessment, Clinic, Person
    from ..pages import Paper
    from ..pipeline import Measurement
    from ..video import VideoSource


def write_result(
    measurement: "Measurement",
    source: "VideoSource | None",
    folder: Path | str,
    *,
    video: bool = True,
    blur: bool = True,
    pdf: bool = False,
    overwrite: bool = False,
    progress: Progress = silent,
) -> Path:
    """Write the whole result folder of one recording, or nothing.

    Parameters
    ----------
    measurement
        What `pipeline.measure` returned.
    source
        The recording it was measured from, None for no pictures; unless `keep_pictures` was called before
        that, it is decoded again for the annotated video.
    video, blur
        Whether to make `annotated.mp4`, and whether to blur faces in it and in the report's pictures.
    pdf
        Whether to make `report.pdf` and `patient.pdf`, on A4.
    overwrite
        Replace an earlier result; it stays in place until the new one is complete.

    Returns
    -------
    Path
        The folder, filled.

    Raises
    ------
    UsageError, EnvironmentFaultError
        As `prepare_folder`; what was in the folder before is then still there.
    """
    from ..drawing import annotate

    give_back_memory()  # of the network and of measuring
    with new_result(folder, overwrite) as (folder, fresh):
        with ThreadPoolExecutor(1) as beside:
            pictured = source if video else None
            rest = beside.submit(_fill, fresh, measurement, pictured, blur, pdf)
            if pictured is not None:  # in this thread, which takes longer and must hear Ctrl-C
                annotate(measurement, pictured, fresh / "annotated.mp4", blur, progress)
            rest.result()
        progress("tables and report", 1, 1)
    return folder


def write_amended(
    measurement: "Measurement",
    pictured: "Assessment",
    folder: Path,
    history: str,
    *,
    source: "VideoSource | None" = None,
    progress: Progress = silent,
) -> None:
    """Write corrected numbers into the folder of a result: whole, or nothing.

    Parameters
    ----------
    measurement
        After the corrections; the original itself where there are none any more.
    pictured
        The assessment that video and pictures of the folder show.
    folder
        The result.  Landmarks, and without a `source` video and pictures, stay as they are.
    history
        Text of `corrections.json`.
    source
        The recording, where video and pictures are to be drawn again.

    Raises
    ------
    UsageError, EnvironmentFaultError
        As `prepare_folder`; what was in the folder before is then still there.
    """
    from ..drawing import annotate, draw_stills, read_stills, write_stills
    from ..pages import make_report, write_pages
    from ..results import MEASURED_FILE, write_tables

    assessment = measurement.assessment
    paper: Paper | None = "a4" if (folder / "report.pdf").exists() else None
    with new_result(folder, overwrite=True, keep_foreign=True) as (folder, fresh):
        for file in folder.iterdir():
            if file.name in KEPT or (source is None and _is_picture(file)):
                _link(file, fresh / file.name)
        measured = folder / MEASURED_FILE
        measured = measured if measured.exists() else folder / ASSESSMENT_FILE
        if assessment.corrections:
            _link(measured, fresh / MEASURED_FILE)
            _write_assessment(assessment, fresh)
        else:
            _link(measured, fresh / ASSESSMENT_FILE)
        (fresh / "corrections.json").write_text(history, encoding="utf-8", newline="\n")
        write_tables(assessment, fresh)
        if source is not None:
            annotate(measurement, source, fresh / "annotated.mp4", True, progress)
            write_stills(draw_stills(measurement, source, True), fresh)
        stills = read_stills(pictured, fresh)
        as_before = _pictured_otherwise(fresh, pictured, assessment)
        write_pages(make_report(assessment, stills, pictures_as_before=as_before), fresh, paper)


def _pictured_otherwise(folder: Path, pictured: "Assessment", assessment: "Assessment") -> bool:
    """Whether a folder has pictures that show other corrections by hand than those in force."""
    return pictured.corrections != assessment.corrections and any(map(_is_picture, folder.iterdir()))


def _is_picture(file: Path) -> bool:
    """Whether a file of a result shows the recording with what was measured drawn in."""
    return file.name == "annotated.mp4" or (file.name.startswith("still_") and is_result(file))


def _link(file: Path, other: Path) -> None:
    """Give a file a second name, or make a copy of it where the file system has no such thing."""
    try:
        other.hardlink_to(file)
    except OSError:
        shutil.copy2(file, other)


def _write_assessment(assessment: "Assessment", folder: Path) -> None:
    with (folder / ASSESSMENT_FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(assessment.json_pieces())


def keep_pictures(source: "VideoSource") -> None:
    """Spare `write_result` the second decoding, by copies kept while the recording is measured."""
    from ..drawing import keep_pictures

    keep_pictures(source)


def write_report(
    assessment: "Assessment",
    folder: Path | str,
    *,
    person: "Person | None" = None,
    clinic: "Clinic | None" = None,
    paper: "Paper" = "a4",
) -> tuple[Path, ...]:
    """Write the pages for people anew into a result folder; all other files stay as they are.

    Parameters
    ----------
    assessment
        What the folder holds (`read_assessment`).
    person
        Who was recorded, where it is another than the assessment remembers.
    clinic
        Whose report it is, where it is another than the assessment remembers.
    paper
        Size of `report.pdf` and `patient.pdf`.

    Raises
    ------
    UsageError, EnvironmentFaultError
        As `prepare_folder`; the earlier pages are then still there.
    """
    from ..drawing import read_stills
    from ..pages import make_report, write_pages
    from .amending import pictured
    from .result import load

    folder = Path(folder)
    shown = pictured(load(folder)) if assessment.corrections else assessment
    stills = read_stills(shown, folder)
    as_before = _pictured_otherwise(folder, shown, assessment)
    report = make_report(assessment, stills, person, clinic=clinic, pictures_as_before=as_before)
    with as_user_errors(folder, option="-o"):
        return write_pages(report, folder, paper)


def _fill(
    fresh: Path, measurement: "Measurement", pictured: "VideoSource | None", blur: bool, pdf: bool
) -> None:
    """Write everything but the video; stills only from a recording to be `pictured`."""
    from ..drawing import PEOPLE_FILE, draw_people, draw_stills, read_stills, write_stills
    from ..pages import make_report, write_pages
    from ..pose import save_landmarks
    from ..results import write_tables

    assessment = measurement.assessment
    if pictured:
        write_stills(draw_stills(measurement, pictured, blur), fresh)
        if len(measurement.detected.people) > 1:
            (fresh / PEOPLE_FILE).write_bytes(draw_people(measurement.detected, pictured, blur=blur))
    write_tables(assessment, fresh)
    _write_assessment(assessment, fresh)
    if measurement.track is not None:
        save_landmarks(fresh / POSE_FILE, measurement.detected, measurement.track)
    write_pages(make_report(assessment, read_stills(assessment, fresh)), fresh, "a4" if pdf else None)

"""The result folder: written beside its place and moved in whole, or not at all."""

import errno
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ..datatypes.progress import Progress, silent
from ..errors import EnvironmentFaultError, UsageError
from ..video.memory import give_back_memory

if TYPE_CHECKING:
    from ..datatypes.assessment import Assessment
    from ..datatypes.person import Person
    from ..pipeline import Measurement
    from ..video import VideoSource
    from .report import Paper

RESULT_FILES = (
    "annotated.mp4",
    "frames.csv",
    "landmarks.csv",
    "events.csv",
    "strides.csv",
    "summary.csv",
    "assessment.json",
    "report.html",
    "report.pdf",
    "patient.pdf",
    "still_1_foot_strike.jpg",
    "still_2_foot_flat.jpg",
    "still_3_mid_stance.jpg",
    "still_4_heel_rise.jpg",
    "still_5_foot_off.jpg",
    "still_6_mid_swing.jpg",
    "README.txt",
    "exports",
    "recording.json",
)
"""Everything that a result folder may hold; only such a folder may be replaced."""

LEFT_BY_SYSTEMS = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What file browsers put into folders by themselves; it does not count."""

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)


def prepare_folder(folder: Path | str, overwrite: bool = False) -> Path:
    """Check, before any expensive work, that a result folder may be written; leave no trace of the check.

    Returns
    -------
    Path
        The folder, absolute, with links followed.

    Raises
    ------
    UsageError
        If the path is a file, the folder is filled and `overwrite` is false, it holds files which this
        program did not write, or the place is not writable.
    EnvironmentFaultError
        If the disk is full.
    """
    folder = Path(folder).resolve()
    with told_as_errors(folder):
        _refuse_filled(folder, overwrite)
        ancestor = next(p for p in folder.parents if p.exists())
        probe = _sibling(ancestor / folder.name, "probe")
        probe.mkdir()
        probe.rmdir()
    return folder


def write_result(
    measurement: "Measurement",
    source: "VideoSource",
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
        The recording it was measured from; unless `keep_pictures` was called before that, it is decoded
        again for the annotated video.
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
    from .overlay import annotate

    folder = prepare_folder(folder, overwrite)
    give_back_memory()  # of the network and of measuring
    with told_as_errors(folder), _moved_in_whole(folder) as fresh:
        with ThreadPoolExecutor(1) as beside:
            rest = beside.submit(_fill, fresh, measurement, source if video else None, blur, pdf)
            if video:  # in this thread, which takes longer and must hear Ctrl-C
                annotate(measurement, source, fresh / "annotated.mp4", blur, progress)
            rest.result()
        progress("tables and report", 1, 1)
    return folder


def keep_pictures(source: "VideoSource") -> None:
    """Spare `write_result` the second decoding, by copies kept while the recording is measured."""
    from .overlay import keep_pictures

    keep_pictures(source)


def write_report(
    assessment: "Assessment", folder: Path | str, *, person: "Person | None" = None, paper: "Paper" = "a4"
) -> tuple[Path, ...]:
    """Write the pages for people anew into a result folder; all other files stay as they are.

    Parameters
    ----------
    assessment
        What the folder holds (`read_assessment`).
    person
        Who was recorded, where it is another than the assessment remembers.
    paper
        Size of `report.pdf` and `patient.pdf`.

    Raises
    ------
    UsageError, EnvironmentFaultError
        As `prepare_folder`; the earlier pages are then still there.
    """
    from .overlay import read_stills
    from .report import make_report, write_pages

    folder = Path(folder)
    report = make_report(assessment, read_stills(assessment, folder), person)
    with told_as_errors(folder):
        return write_pages(report, folder, paper)


def _fill(
    fresh: Path, measurement: "Measurement", pictured: "VideoSource | None", blur: bool, pdf: bool
) -> None:
    """Write everything but the video; stills only from a recording to be `pictured`."""
    from .overlay import draw_stills, read_stills, write_stills
    from .report import make_report, write_pages
    from .tables import write_tables

    assessment = measurement.assessment
    if pictured:
        write_stills(draw_stills(measurement, pictured, blur), fresh)
    write_tables(assessment, fresh)
    with (fresh / "assessment.json").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(assessment.json_pieces())
    write_pages(make_report(assessment, read_stills(assessment, fresh)), fresh, "a4" if pdf else None)


@contextmanager
def _moved_in_whole(folder: Path) -> Iterator[Path]:
    """Give a temporary sibling of `folder` that takes its place on success and vanishes on any failure."""
    made = [p for p in reversed(folder.parents) if not p.exists()]
    fresh = _sibling(folder, "partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh.mkdir()
        yield fresh
        _exchange(fresh, folder)
    except BaseException:  # Ctrl-C as well: nothing half-written may stay
        shutil.rmtree(fresh, ignore_errors=True)
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise


def _exchange(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`; an earlier result comes back if that fails."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = _sibling(folder, "old")
    try:
        folder.rename(old)
        fresh.rename(folder)
    finally:
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(folder)


def _sibling(folder: Path, kind: str) -> Path:
    return folder.with_name(f".{folder.name[:50]}.{kind}-{os.getpid()}")


def _refuse_filled(folder: Path, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", "Choose another folder with -o.")
    names = sorted(p.name for p in folder.iterdir()) if folder.exists() else []
    present = [name for name in names if name not in LEFT_BY_SYSTEMS]
    if present and not overwrite:
        raise UsageError(
            f"The result folder {folder} is already filled.",
            "Replace it with --overwrite, or choose another folder with -o.",
        )
    foreign = [name for name in present if name not in RESULT_FILES]
    if foreign:
        raise UsageError(
            f"The folder {folder} holds other files than results ({', '.join(foreign[:3])}).",
            "Move them to another place, or choose another folder with -o.",
        )


@contextmanager
def told_as_errors(folder: Path) -> Iterator[None]:
    """Say what the file system refused, writing to `folder`, in the words of `visiongait.errors`."""
    try:
        yield
    except (OSError, EnvironmentFaultError) as fault:
        refusal = fault if isinstance(fault, OSError) else fault.__cause__  # the video sink's own words
        code = getattr(refusal, "errno", None)
        if code in NO_SPACE:
            raise EnvironmentFaultError(
                f"The disk is full: the results could not be written to {folder}.",
                "Make room, or choose a folder on another disk with -o.",
            ) from refusal
        if code in NOT_WRITABLE:
            raise UsageError(
                f"Nothing can be written to {folder} ({os.strerror(code)}).",
                "Choose a folder that you may write to with -o.",
            ) from refusal
        raise

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
from .claim import claimed_folder, hidden
from .exchange import put_in_place, replace, settle, taken
from .ours import LEFT_BY_SYSTEMS, RESULT_FILES, is_result

if TYPE_CHECKING:
    from ..datatypes.assessment import Assessment, Person
    from ..pipeline import Measurement
    from ..video import VideoSource
    from .report import Paper

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
NOT_WRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG)

Mark = tuple[int, int] | None
"""What tells one result in a folder from another; None for none."""

_found_before: dict[Path, Mark] = {}
"""What `prepare_folder` found, so that nothing is replaced that came while the recording was measured."""


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
    folder = _checked(folder, overwrite)
    _found_before[folder] = _mark(folder)
    return folder


def _checked(folder: Path | str, overwrite: bool) -> Path:
    folder = Path(folder).resolve()
    with told_as_errors(folder):
        _recover(folder)
        _refuse_filled(folder, overwrite)
        ancestor = next(p for p in folder.parents if p.exists())
        probe = hidden(ancestor / folder.name, "probe")
        with suppress(FileExistsError):  # left by a killed command, or another one's check of the place
            probe.mkdir()
        with suppress(FileNotFoundError):
            probe.rmdir()
    return folder


def _recover(folder: Path) -> None:
    """Bring back, or finish, what a command left that was killed while it replaced this result."""
    if hidden(folder, "old").is_dir():
        with claimed_folder(hidden(folder, "partial"), folder):
            settle(folder)
            hidden(folder, "partial").rmdir()


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

    folder = _checked(folder, overwrite)
    before = _found_before.pop(folder, _mark(folder))
    give_back_memory()  # of the network and of measuring
    with told_as_errors(folder), _moved_in_whole(folder, before) as fresh:
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
def _moved_in_whole(folder: Path, before: Mark) -> Iterator[Path]:
    """Give a temporary sibling of `folder` that takes its place on success and vanishes on any failure."""
    made = [p for p in reversed(folder.parents) if not p.exists()]
    fresh = hidden(folder, "partial")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with claimed_folder(fresh, folder):
            try:
                yield fresh
                _exchange(fresh, folder, before)
            except BaseException:  # Ctrl-C as well: nothing half-written may stay
                shutil.rmtree(fresh, ignore_errors=True)
                raise
    except BaseException:
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise


def _exchange(fresh: Path, folder: Path, before: Mark) -> None:
    """Put `fresh` in the place of `folder`, if that is still what it was before the work began."""
    if _mark(folder) != before:
        raise taken(folder)
    if before is None:
        put_in_place(fresh, folder)
    else:
        replace(fresh, folder)


def _mark(folder: Path) -> Mark:
    """Return what tells a result from the next one in the same folder."""
    for name in ("assessment.json", *_present(folder)):
        with suppress(OSError):
            found = (folder / name).stat()
            return found.st_ino, found.st_mtime_ns
    return None


def _present(folder: Path) -> list[str]:
    """Return the names in a folder that count, of a missing one none."""
    names = sorted(p.name for p in folder.iterdir()) if folder.exists() else []
    return [name for name in names if name not in LEFT_BY_SYSTEMS]


def _refuse_filled(folder: Path, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", "Choose another folder with -o.")
    present = _present(folder)
    if present and not overwrite:
        raise UsageError(
            f"The result folder {folder} is already filled.",
            "Replace it with --overwrite, or choose another folder with -o.",
        )
    foreign = [name for name in present if name not in RESULT_FILES and not is_result(folder / name)]
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

"""The formats of exports, and writing them: all that were asked for, or none."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..datatypes import Assessment
from ..errors import EnvironmentFaultError, NoGaitError, UsageError
from ..results import claimed_folder, is_own_notes
from ..system import as_user_errors, place, write_whole
from ..version import NOT_A_DEVICE, __version__
from .c3d import write_c3d
from .fhir import write_fhir
from .opensim import write_mot, write_trc
from .tables import write_parquet, write_xlsx

NOTES = Path(__file__).with_name("readme.txt")
NOTES_NAMES = ("README.txt", "README-exports.txt", "README-visiongait.txt")
"""The second and third where the folder has a README of somebody else's."""


@dataclass(frozen=True)
class Format:
    """A format that other programs read.

    name: as `--to` takes it; write: makes its file or files in an empty folder; motion: whether it needs a
    walk to have been assessed; metres: whether it needs the scale.  A file must have a name that
    `results.is_exported` knows, or it counts as the user's own and is never replaced with the result.
    """

    name: str
    write: Callable[[Assessment, Path], None]
    motion: bool = False
    metres: bool = False


FORMATS: dict[str, Format] = {}
"""Every format, by name."""


def register(*formats: Format) -> None:
    """Add formats; ValueError if a name is taken."""
    for one in formats:
        if one.name in FORMATS:
            raise ValueError(f"the export format {one.name} already exists")
        FORMATS[one.name] = one


register(
    Format("trc", write_trc, motion=True, metres=True),
    Format("mot", write_mot, motion=True),
    Format("c3d", write_c3d, motion=True),
    Format("parquet", write_parquet),
    Format("xlsx", write_xlsx),
    Format("fhir", write_fhir),
)


def export(
    assessment: Assessment, formats: Iterable[str], folder: Path | str, *, overwrite: bool = False
) -> tuple[Path, ...]:
    """Write an assessment in other programs' formats; nothing in them names the person or the recording.

    Parameters
    ----------
    assessment
        A result, as `read_assessment` gives it.
    formats
        Some of `FORMATS`.
    folder
        Where to; made if needed.
    overwrite
        Replace files of an earlier export.

    Returns
    -------
    tuple of Path
        The files, README.txt last.

    Raises
    ------
    UsageError
        If a format needs metres and there is no scale, a file is there already, or the place is not writable.
    NoGaitError
        If nothing was assessable, and a format of motion is asked for.
    EnvironmentFaultError
        If a package of the extra `exports` is missing, or the disk is full.
    """
    formats, folder = tuple(formats), Path(folder)
    _check(assessment, formats)
    fresh = folder / ".partial"
    with as_user_errors(folder, option="-o"):
        made = not folder.exists()
        if made:
            folder.mkdir(parents=True, exist_ok=True)
        try:
            with claimed_folder(fresh, folder):
                return _moved_out_of(fresh, assessment, formats, folder, overwrite)
        finally:
            if made and not any(folder.iterdir()):
                folder.rmdir()


def _moved_out_of(
    fresh: Path, assessment: Assessment, formats: Iterable[str], folder: Path, overwrite: bool
) -> tuple[Path, ...]:
    try:
        _fill(fresh, assessment, formats)
        return _moved(fresh, folder, overwrite)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _check(assessment: Assessment, formats: Iterable[str]) -> None:
    chosen = [FORMATS[name] for name in FORMATS if name in formats]
    motion = [one.name for one in chosen if one.motion]
    if motion and (assessment.verdict.quality == "withheld" or not assessment.passes):
        raise NoGaitError(
            f"There is no movement to export as {', '.join(motion)}: {' '.join(assessment.verdict.reasons)}",
            "The formats parquet, xlsx and fhir give the reasons.",
        )
    metres = [one.name for one in chosen if one.metres]
    if metres and assessment.scale is None:
        raise UsageError(
            f"{' and '.join(metres)} needs metres, but no height was given for this recording.",
            f"Analyse it again with --height, or leave {' and '.join(metres)} out of --to.",
        )


def _fill(fresh: Path, assessment: Assessment, formats: Iterable[str]) -> None:
    for name in formats:
        try:
            FORMATS[name].write(assessment, fresh)
        except ModuleNotFoundError as missing:
            raise EnvironmentFaultError(
                f"Writing {name} needs the package {missing.name}, which is not installed.",
                "Install what it needs: pip install 'visiongait[exports]'.",
            ) from missing


def _moved(fresh: Path, folder: Path, overwrite: bool) -> tuple[Path, ...]:
    """Move the files to their place; refuse before the first if one is there already."""
    files = sorted(fresh.iterdir())
    there = [file.name for file in files if (folder / file.name).exists()]
    if there and not overwrite:
        raise UsageError(
            f"{folder} already contains {', '.join(there)}.",
            "Replace it with --overwrite, or choose another folder with -o.",
        )
    for file in files:
        place(file, folder / file.name, overwrite=overwrite)
    notes = NOTES.read_text(encoding="utf-8").format(version=__version__, notice=NOT_A_DEVICE)
    name = next(name for name in NOTES_NAMES if is_own_notes(folder / name))
    write_whole(folder / name, notes.encode())
    return (*(folder / file.name for file in files), folder / name)

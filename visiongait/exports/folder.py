"""Writes exports: all that were asked for, or none."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from ..datatypes.assessment import Assessment
from ..errors import EnvironmentFaultError, NoGaitError, UsageError
from ..results import claimed_folder, is_own_notes
from ..system import as_user_errors, place, write_whole
from ..version import NOT_A_DEVICE, __version__
from .c3d import c3d_parts, write_c3d
from .fhir import write_fhir
from .opensim import mot_text, trc_text
from .tables import write_parquet, write_xlsx
from .trial import trials

NOTES = Path(__file__).with_name("readme.txt")
NOTES_NAMES = ("README.txt", "README-exports.txt", "README-visiongait.txt")
"""The second and third where the folder has a README of somebody else's."""

OF_MOTION = ("trc", "mot", "c3d")
Writer = Callable[[Assessment, Path], None]


def export(
    assessment: Assessment, formats: Sequence[str], folder: Path | str, *, overwrite: bool = False
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
    _check(assessment, formats)
    folder = Path(folder)
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
    motion = [name for name in OF_MOTION if name in formats]
    if motion and (assessment.verdict.quality == "withheld" or not assessment.passes):
        raise NoGaitError(
            f"There is no motion to export as {', '.join(motion)}: {' '.join(assessment.verdict.reasons)}",
            "The formats parquet, xlsx and fhir say why.",
        )
    if "trc" in motion and assessment.scale is None:
        raise UsageError(
            "OpenSim's .trc needs metres, and no stature was given for this recording.",
            "Analyse it again with --height, or leave trc out of --to.",
        )


def _fill(fresh: Path, assessment: Assessment, formats: Iterable[str]) -> None:
    for name in formats:
        try:
            WRITERS[name](assessment, fresh)
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
            f"{folder} already holds {', '.join(there)}.",
            "Replace it with --overwrite, or choose another folder with -o.",
        )
    for file in files:
        place(file, folder / file.name, overwrite=overwrite)
    notes = NOTES.read_text(encoding="utf-8").format(version=__version__, notice=NOT_A_DEVICE)
    name = next(name for name in NOTES_NAMES if is_own_notes(folder / name))
    write_whole(folder / name, notes.encode())
    return (*(folder / file.name for file in files), folder / name)


def _write_trc(assessment: Assessment, folder: Path) -> None:
    for trial in trials(assessment):
        name = f"pass{trial.number}.trc"
        (folder / name).write_text(trc_text(trial, name), encoding="utf-8", newline="\n")


def _write_mot(assessment: Assessment, folder: Path) -> None:
    for trial in trials(assessment):
        (folder / f"pass{trial.number}.mot").write_text(mot_text(trial), encoding="utf-8", newline="\n")


def _write_c3d(assessment: Assessment, folder: Path) -> None:
    for trial in trials(assessment):
        parts = c3d_parts(trial)
        for number, part in enumerate(parts, 1):
            of_several = f"_part{number}" if len(parts) > 1 else ""
            write_c3d(part, folder / f"pass{trial.number}{of_several}.c3d")


WRITERS: dict[str, Writer] = {
    "trc": _write_trc,
    "mot": _write_mot,
    "c3d": _write_c3d,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
    "fhir": write_fhir,
}
FORMATS = tuple(WRITERS)

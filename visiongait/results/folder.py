"""The result folder: written beside its place and moved in whole, or not at all."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import UsageError
from ..system import as_user_errors, hidden
from .contents import LEFT_BY_SYSTEMS, RESULT_FILES, is_result
from .replacement import claimed_folder, filled_meanwhile, put_in_place, replace_folder, settle

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


def _checked(folder: Path | str, overwrite: bool, keep_foreign: bool = False) -> Path:
    folder = Path(folder).resolve()
    with as_user_errors(folder, option="-o"):
        _recover(folder)
        _refuse_filled(folder, overwrite, keep_foreign)
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


@contextmanager
def new_result(
    folder: Path | str, overwrite: bool, *, keep_foreign: bool = False
) -> Iterator[tuple[Path, Path]]:
    """Give a result folder's path and an empty sibling that takes its place on success, and vanishes if not.

    keep_foreign: the user's own files in it are no obstacle; they are in the new one afterwards.

    Raises
    ------
    UsageError, EnvironmentFaultError
        As `prepare_folder`; what was in the folder before is then still there.
    """
    folder = _checked(folder, overwrite, keep_foreign)
    before = _found_before.pop(folder, _mark(folder))
    with as_user_errors(folder, option="-o"), _moved_in_whole(folder, before) as fresh:
        yield folder, fresh


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
                _take_place(fresh, folder, before)
            except BaseException:  # Ctrl-C as well: nothing half-written may stay
                shutil.rmtree(fresh, ignore_errors=True)
                raise
    except BaseException:
        for parent in reversed(made):
            with suppress(OSError):
                parent.rmdir()
        raise


def _take_place(fresh: Path, folder: Path, before: Mark) -> None:
    """Put `fresh` in the place of `folder`, if that is still what it was before the work began."""
    if _mark(folder) != before:
        raise filled_meanwhile(folder)
    if before is None:
        put_in_place(fresh, folder)
    else:
        replace_folder(fresh, folder)


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


def _refuse_filled(folder: Path, overwrite: bool, keep_foreign: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder.", "Choose another folder with -o.")
    present = _present(folder)
    if present and not overwrite:
        raise UsageError(
            f"Results already exist in {folder}.",
            "Replace it with --overwrite, or choose another folder with -o.",
        )
    foreign = [name for name in present if name not in RESULT_FILES and not is_result(folder / name)]
    if foreign and not keep_foreign:
        raise UsageError(
            f"{folder} contains files that are not results ({', '.join(foreign[:3])}).",
            "Move them elsewhere, or choose another folder with -o.",
        )

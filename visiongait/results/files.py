"""Single files, written whole or not at all."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from ..errors import UsageError
from .claim import hidden

TRIES = 5


def write_files(texts: Mapping[Path, str], *, overwrite: bool = False) -> None:
    """Write texts to files: none if one of them is there already, each in one move.

    Raises
    ------
    UsageError
        If a file is there and `overwrite` is false, or a place is not writable.
    EnvironmentFaultError
        If the disk is full.
    """
    from .folder import told_as_errors

    there = [str(file) for file in texts if file.exists()]
    if there and not overwrite:
        raise _there_already(" and ".join(there))
    for file, text in texts.items():
        with told_as_errors(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text.encode(), overwrite=overwrite)


def write_whole(file: Path, content: bytes, *, overwrite: bool = True, mode: int = 0o666) -> None:
    """Write one file beside its place and move it there; what killed commands left beside it is swept.

    Parameters
    ----------
    mode
        Who may read and write the file, before the user's mask.

    Raises
    ------
    UsageError
        If the file is there and `overwrite` is false.
    OSError
        If the place is not writable or the disk is full; an earlier file is then still there.
    """
    _sweep(file)
    with _part_of(file, mode) as part:
        part.write_bytes(content)
        place(part, file, overwrite=overwrite)


def place(part: Path, file: Path, *, overwrite: bool) -> None:
    """Move a complete file to its place; of two commands for one name only one may come first.

    Raises
    ------
    UsageError
        If the file is there and `overwrite` is false.
    """
    if overwrite:
        part.replace(file)
        return
    try:
        _move_unless_there(part, file)
    except FileExistsError as refusal:
        raise _there_already(str(file)) from refusal


def _move_unless_there(part: Path, file: Path) -> None:
    if sys.platform == "win32":
        part.rename(file)
        return
    try:
        os.link(part, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as a USB stick's
        if file.exists():
            raise FileExistsError(str(file)) from None
        part.rename(file)
    else:
        part.unlink()


def _there_already(names: str) -> UsageError:
    return UsageError(f"There is {names} already.", "Replace it with --overwrite.")


@contextmanager
def _part_of(file: Path, mode: int) -> Iterator[Path]:
    """Make and hold a file of this process beside another one; gone afterwards, unless it was moved."""
    part = hidden(file, f"partial-{os.getpid()}")
    handle = _made(part, mode)
    try:
        yield part
    finally:
        os.close(handle)
        part.unlink(missing_ok=True)


def _made(part: Path, mode: int) -> int:
    for _ in range(TRIES):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT, mode)
        _lock(handle)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), part.stat()):
                return handle
        os.close(handle)  # swept by another command before it was locked
    raise FileNotFoundError(str(part))


def _sweep(file: Path) -> None:
    """Delete what killed commands left half-written beside a file."""
    for left in file.parent.glob(f"{escape(hidden(file, 'partial').name)}-*"):
        with suppress(OSError):
            handle = os.open(left, os.O_WRONLY)
            try:
                if _lock(handle):
                    left.unlink()
            finally:
                os.close(handle)


def _lock(handle: int) -> bool:
    """Return whether a file is this process's own now; on Windows one that is in use cannot be deleted."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

"""Single files, written whole or not at all."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from ..errors import UsageError
from .faults import as_user_errors

TRIES = 5
_LONGEST = 60
"""Letters of a name that a hidden name beside it keeps; file systems allow 255 bytes."""


def hidden(path: Path, kind: str) -> Path:
    """Return the name beside `path` under which its `partial` or `old` content lies."""
    name = path.name
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}"
    return path.with_name(f".{name}.{kind}")


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file as lower-case hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def whole_file(file: Path, *, overwrite: bool = True, mode: int = 0o666) -> Iterator[Path]:
    """Give an empty file beside `file` to be written, which takes its name when the block ends well.

    After an error nothing new is left, and an earlier file is as it was.  What killed processes left
    half-written beside it is swept.

    Parameters
    ----------
    mode
        Who may read and write the file, before the user's mask.

    Raises
    ------
    UsageError
        If the file is there by then and `overwrite` is false.
    OSError
        If the place is not writable or the disk is full.
    """
    _sweep(file)
    part = hidden(file, f"partial-{os.getpid()}")
    handle = _held(part, mode)
    try:
        yield part
        place(part, file, overwrite=overwrite)
    finally:
        if handle is not None:
            os.close(handle)
        part.unlink(missing_ok=True)


def write_whole(file: Path, content: bytes, *, overwrite: bool = True, mode: int = 0o666) -> None:
    """Write one file in one move; parameters and errors as `whole_file`."""
    with whole_file(file, overwrite=overwrite, mode=mode) as part:
        part.write_bytes(content)


def write_files(texts: Mapping[Path, str], *, overwrite: bool = False) -> None:
    """Write texts to files: none if one of them is there already, each in one move.

    Raises
    ------
    UsageError
        If a file is there and `overwrite` is false, or a place is not writable.
    EnvironmentFaultError
        If the disk is full.
    """
    there = [str(file) for file in texts if file.exists()]
    if there and not overwrite:
        raise _there_already(" and ".join(there))
    for file, text in texts.items():
        with as_user_errors(file.parent, option="-o"):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text.encode(), overwrite=overwrite)


def place(part: Path, file: Path, *, overwrite: bool) -> None:
    """Move a complete file to its place; of two processes for one name only one may come first.

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
    return UsageError(f"{names} already exists.", "Replace it with --overwrite.")


def _held(part: Path, mode: int) -> int | None:
    """Make a file and lock it: who sweeps knows by the lock that its process lives.

    None on Windows, where a file that is open cannot be moved: there its process is asked for.
    """
    if sys.platform == "win32":
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT, mode))
        return None
    from filelock import lock_descriptor

    for _ in range(TRIES):
        handle = os.open(part, os.O_WRONLY | os.O_CREAT, mode)
        with suppress(OSError):  # a file system without locks
            lock_descriptor(handle, blocking=False)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), part.stat()):
                return handle
        os.close(handle)  # swept by another process before it was locked
    raise FileNotFoundError(str(part))


def _sweep(file: Path) -> None:
    """Delete what killed processes left half-written beside a file."""
    for left in file.parent.glob(f"{escape(hidden(file, 'partial').name)}-*"):
        with suppress(OSError):
            _delete_if_abandoned(left)


def _delete_if_abandoned(left: Path) -> None:
    if sys.platform == "win32":
        import psutil

        if not psutil.pid_exists(int(left.name.rpartition("-")[2])):
            left.unlink()
        return
    from filelock import lock_descriptor

    handle = os.open(left, os.O_WRONLY)
    try:
        if lock_descriptor(handle, blocking=False):
            left.unlink()
    finally:
        os.close(handle)

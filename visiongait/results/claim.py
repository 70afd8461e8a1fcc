"""One command at a time under a name: who is at work holds a lock, and a killed command holds nothing."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import UsageError

TRIES = 5
_GONE = -1


@contextmanager
def claimed_folder(workshop: Path, target: Path) -> Iterator[None]:
    """Make the folder `workshop`, empty, and hold it; what a killed command left in it is swept.

    The lock is on the folder itself and goes with it when it is renamed.

    Raises
    ------
    UsageError
        If another command holds it, naming the `target` that both want to write.
    """
    handle = _hold(workshop, target)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _hold(workshop: Path, target: Path) -> int | None:
    for _ in range(TRIES):
        made = _make(workshop)
        handle = _lock(workshop, target, made)
        if handle is None and made:
            return None  # no locks here: whoever made the folder holds it
        if handle is not None and _is(workshop, handle):
            _empty(workshop)
            return handle
        if handle is not None and handle != _GONE:
            os.close(handle)  # renamed or swept between opening and locking: look again
    raise _busy(target)


def _make(workshop: Path) -> bool:
    try:
        workshop.mkdir(parents=True)  # another command may have taken its empty parents away again
    except FileExistsError:
        return False
    return True


def _lock(workshop: Path, target: Path, made: bool) -> int | None:
    """Return the handle of the locked folder; None where this file system has no locks."""
    if sys.platform == "win32":
        _without_locks(workshop, target, made)
        return None
    from filelock import lock_descriptor

    try:
        handle = os.open(workshop, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return _GONE
    try:
        locked = lock_descriptor(handle, blocking=False)
    except OSError:
        os.close(handle)
        _without_locks(workshop, target, made)
        return None
    if not locked:
        os.close(handle)
        raise _busy(target)
    return handle


def _without_locks(workshop: Path, target: Path, made: bool) -> None:
    """Let only whoever made the folder go on."""
    if made:
        return
    raise UsageError(
        f"Another command is writing to {target}, or one was stopped while it did.",
        f"If none is running, delete the folder {workshop} and give the same command again.",
    )


def _is(workshop: Path, handle: int) -> bool:
    try:
        return handle != _GONE and os.path.samestat(os.fstat(handle), workshop.stat())
    except FileNotFoundError:
        return False


def _empty(folder: Path) -> None:
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def _busy(target: Path) -> UsageError:
    return UsageError(
        f"Another command is writing to {target} at this moment.",
        "Wait for it, or choose another place for these results.",
    )

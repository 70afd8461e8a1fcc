"""One command at a time under a name: who is at work holds a lock, and a killed command holds nothing."""

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from ..errors import UsageError

TRIES = 5
_LONGEST = 60
"""Letters of a name that a hidden name beside it keeps; file systems allow 255 bytes."""

_GONE = -1
_HELD = (errno.EWOULDBLOCK, errno.EACCES, errno.EAGAIN)


def hidden(path: Path, kind: str) -> Path:
    """Return the name beside `path` under which its `partial` or `old` content lies."""
    name = path.name
    if len(name) > _LONGEST:
        name = f"{name[:_LONGEST]}-{sha256(os.fsencode(name)).hexdigest()[:8]}"
    return path.with_name(f".{name}.{kind}")


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
    import fcntl

    try:
        handle = os.open(workshop, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return _GONE
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refusal:
        os.close(handle)
        if refusal.errno in _HELD:
            raise _busy(target) from refusal
        _without_locks(workshop, target, made)
        return None
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

"""Paths and addresses of any file system, through fsspec; their faults as sentences; temporary folders."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import EnvironmentFaultError, UsageError, VisionGaitError
from ..system import disk_is_full

INSTALL = "Object stores need an extra: pip install 'visiongait[batch]'."


def filesystem_of(place: str) -> tuple[Any, str]:
    """Return fsspec's file system of a path or address, and the path on it.

    Raises
    ------
    UsageError
        If nothing installed here reads such an address.
    """
    import fsspec

    try:
        filesystem, path = fsspec.core.url_to_fs(place)
    except (ValueError, ImportError) as fault:
        raise UsageError(f"{place} cannot be opened here: {fault}.", INSTALL) from fault
    return filesystem, str(path)


def is_local(filesystem: Any) -> bool:
    """Return whether a file system is this computer's, network shares included."""
    from fsspec.implementations.local import LocalFileSystem

    return isinstance(filesystem, LocalFileSystem)


@contextmanager
def as_user_errors(place: str) -> Iterator[None]:
    """Say what a disk, a network share or an object store refused as one sentence."""
    try:
        yield
    except (VisionGaitError, GeneratorExit):
        raise
    except Exception as fault:  # each object store has a tree of errors of its own
        if disk_is_full(fault):
            raise EnvironmentFaultError(
                f"The disk is full: nothing more can be written to {place}.",
                "Free some space and run the same command again; it continues where it stopped.",
            ) from fault
        raise EnvironmentFaultError(
            f"{place} cannot be reached ({_reason(fault)}).",
            "Check that the share or store is connected and that you have access, then run the "
            "same command again; it continues where it stopped.",
        ) from fault


def _reason(fault: Exception) -> str:
    return str(getattr(fault, "strerror", None) or fault or type(fault).__name__).rstrip(".")


PREFIX = "visiongait-"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give an empty folder that is gone afterwards, and sweep those of processes that were killed."""
    root = Path(tempfile.gettempdir())
    _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(root: Path) -> None:
    import psutil

    for left in root.glob(f"{PREFIX}[0-9]*-*"):
        process = left.name.removeprefix(PREFIX).partition("-")[0]
        if not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)

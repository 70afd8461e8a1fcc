"""Folders for recordings on their way through this computer: none outlives its process for long."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

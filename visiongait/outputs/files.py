"""Single files, written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

from ..errors import UsageError
from .folder import told_as_errors


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
        raise UsageError(f"There is {' and '.join(there)} already.", "Replace it with --overwrite.")
    for file, text in texts.items():
        with told_as_errors(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
            _write(file, text)


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.partial-{os.getpid()}")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)

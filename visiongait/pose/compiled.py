"""Networks ready for the processor, and kept so: making one takes a second or two, reading it a quarter."""

import hashlib
import io
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from ..system import write_whole


def kept_ready(core: Any, make: Callable[[], Any], settings: Mapping[str, Any], *origin: object) -> Any:
    """Return a network as OpenVINO runs it on the processor, from the user's cache if it is there.

    Parameters
    ----------
    core
        OpenVINO's.
    make
        Makes the network where the cache does not hold it, or not intact.
    settings
        How it shall run.  The cache does not hold that: without it, OpenVINO would take bfloat16.
    origin
        Everything else that the network depends on.
    """
    told = hashlib.sha256(repr((settings, origin)).encode()).hexdigest()
    path = user_cache_path("visiongait") / "networks" / f"{told[:32]}.bin"
    with suppress(OSError, RuntimeError, ValueError):
        return core.import_model(io.BytesIO(_read(path)), "CPU", settings)
    made = make()
    with suppress(OSError, RuntimeError):  # the disk is full, or may not be written
        _write(path, made.export_model().getvalue())
    return made


def _read(path: Path) -> bytes:
    """Return what was written.

    Raises
    ------
    OSError, ValueError
        If there is nothing, or something else: a damaged network could bring the program down.
    """
    kept = path.read_bytes()
    told, content = kept[: hashlib.sha256().digest_size], kept[hashlib.sha256().digest_size :]
    if hashlib.sha256(content).digest() != told:
        raise ValueError(f"{path} is damaged")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, hashlib.sha256(content).digest() + content)

"""The learnt files that come with the program: corrections of leg landmarks, and the table of errors."""

import hashlib
import io
import tomllib
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from .datatypes import Bending, LegCorrection, MetricError, Precision
from .errors import InputError

PACKAGED = Path(__file__).parent / "_models"
CHECKOUT = Path(__file__).parents[1] / "models"

_WORDS = ("name", "network")
_ARRAYS = ("lags_s", "mean", "scale", "hidden", "hidden_bias", "out", "out_bias", "direct", "whitening")
_LINES = ("thigh_near", "thigh_far", "trunk_near", "trunk_far")
_NUMBERS = {"in_distribution": "usual", "out_of_distribution": "strange", "longest_shift": "longest_shift"}
"""Attributes, and the keys under which the file holds them."""


def load_correction(path: Path | None = None) -> LegCorrection:
    """Read a correction of leg landmarks: the one that comes with the program, or another file.

    Raises
    ------
    InputError
        If the file is missing or is no such correction.
    """
    path = path or _own("leg_correction.npz")
    try:
        content = path.read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as saved:
            values: dict[str, Any] = {name: str(saved[name]) for name in _WORDS}
            values |= {name: saved[name] for name in _ARRAYS}
            values |= {name: float(saved[key]) for name, key in _NUMBERS.items()}
        return LegCorrection(sha256=hashlib.sha256(content).hexdigest(), **values)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a landmark correction model.") from error


def load_live_correction() -> LegCorrection:
    """Read the correction for live pictures, which looks only back: it comes with the program.

    Raises
    ------
    InputError
        If the file is missing or is no such correction.
    """
    return load_correction(_own("leg_correction_live.npz"))


def load_precision(path: Path | None = None) -> Precision:
    """Read a table of errors (scripts/calibrate): the one that comes with the program, or another file.

    Raises
    ------
    InputError
        If the file is missing or is no such table.
    """
    path = path or _own("precision.toml")
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode())
        metrics = {metric: MetricError(**row) for metric, row in table.pop("metrics").items()}
        return Precision(sha256=hashlib.sha256(content).hexdigest(), metrics=metrics, **table)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a table of measurement errors.") from error


def load_bending(path: Path | None = None) -> Bending:
    """Read how thigh and trunk of people who bend are told: what comes with the program, or another file.

    Raises
    ------
    InputError
        If the file is missing or is no such table.
    """
    path = path or _own("bending.toml")
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode())
        lines = {name: np.array(table[name]) for name in _LINES}
        return Bending(table["name"], hashlib.sha256(content).hexdigest(), table["network"], **lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} does not tell how people bend.") from error


def _own(name: str) -> Path:
    packaged = PACKAGED / name
    return packaged if packaged.is_file() else CHECKOUT / name

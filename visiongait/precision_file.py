"""The file that says how far off each number is, learnt by scripts/calibrate."""

import hashlib
import tomllib
from pathlib import Path

from .datatypes.calibration import MetricError, Precision
from .errors import InputError

_NAME = "precision.toml"
PACKAGED = Path(__file__).parent / "_models" / _NAME
CHECKOUT = Path(__file__).parents[1] / "models" / _NAME


def load_precision(path: Path | None = None) -> Precision:
    """Read a table of errors: the one that comes with the program, or another file.

    Raises
    ------
    InputError
        If the file is missing or is no such table.
    """
    path = path or (PACKAGED if PACKAGED.is_file() else CHECKOUT)
    try:
        content = path.read_bytes()
        table = tomllib.loads(content.decode())
        metrics = {metric: MetricError(**row) for metric, row in table.pop("metrics").items()}
        return Precision(sha256=hashlib.sha256(content).hexdigest(), metrics=metrics, **table)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is not a table of errors.") from error

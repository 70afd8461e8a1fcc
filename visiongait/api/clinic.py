"""`clinic.toml`: whose reports these are, and what holds where nothing else is said.

name = "Physiotherapy North"
address = "2 Mill Lane, Leeds"
logo = "logo.png"           # PNG, JPEG or SVG; relative to this file

[defaults]                  # of the options of the same names
clinician = "A. Meier"
shoes = "barefoot"
"""

import base64
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from ..datatypes import Clinic
from ..errors import InputError

FILE_NAME = "clinic.toml"
DEFAULTS = ("clinician", "shoes", "aid", "orthosis", "task")
LARGEST_LOGO = 500_000
"""Bytes of a logo, which every report holds."""

KINDS: Mapping[str, str] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".svg": "svg+xml"}


@dataclass(frozen=True)
class ClinicFile:
    """What a clinic's file says; defaults: by the names of `Person`'s fields."""

    clinic: Clinic = field(default_factory=Clinic)
    defaults: Mapping[str, str] = field(default_factory=dict)


def load_clinic(path: Path | str | None = None) -> ClinicFile:
    """Read a clinic's file.

    Parameters
    ----------
    path
        The file; None: `clinic.toml` in the user's configuration folder, and nothing where there is none.

    Raises
    ------
    InputError
        If it cannot be read, or says what nobody understands; the message names it.
    """
    file = Path(path) if path is not None else user_config_path("visiongait", appauthor=False) / FILE_NAME
    if path is None and not file.is_file():
        return ClinicFile()
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        _refuse_unknown(said, ("name", "address", "logo", "defaults"))
        defaults = said.pop("defaults", {})
        _refuse_unknown(defaults, DEFAULTS)
        for name, text in (*said.items(), *defaults.items()):
            if not isinstance(text, str):
                raise ValueError(f"{name} is not text in quotes")
        if logo := said.pop("logo", ""):
            said["logo"] = _logo(file.parent / logo)
        return ClinicFile(Clinic(**said), defaults)
    except OSError as fault:
        raise InputError(f"{fault.filename or file} cannot be read ({fault.strerror}).") from fault
    except ValueError as fault:
        raise InputError(f"{file}: {fault}.", "docs/report.md shows a whole file.") from fault


def _refuse_unknown(said: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if unknown := [name for name in said if name not in known]:
        raise ValueError(f"{', '.join(unknown)} is unknown; known are {', '.join(known)}")


def _logo(file: Path) -> str:
    if file.suffix.lower() not in KINDS:
        raise ValueError(f"the logo {file.name} is no PNG, JPEG or SVG")
    content = file.read_bytes()
    if len(content) > LARGEST_LOGO:
        raise ValueError(f"the logo {file.name} is larger than {LARGEST_LOGO // 1000} kB")
    return f"data:image/{KINDS[file.suffix.lower()]};base64,{base64.b64encode(content).decode()}"

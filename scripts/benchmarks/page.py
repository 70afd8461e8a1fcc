"""docs/performance.md: sections that are measured anew, among others that stay."""

import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from visiongait.system import available_cores

PACKAGES = ("visiongait", "mediapipe", "openvino", "opencv-contrib-python", "av", "numpy")


def with_sections(page: str, fresh: Mapping[str, str]) -> str:
    """Return the page with the sections named in `fresh` replaced, or added at the end; others stay.

    A section begins with its title, `## Title`; what stands before the first is kept too.
    """
    head, *rest = (part.strip() for part in re.split(r"^(?=## )", page, flags=re.MULTILINE))
    sections = {part.splitlines()[0].removeprefix("## "): part for part in rest}
    sections |= {title: f"## {title}\n\n{text.strip()}" for title, text in fresh.items()}
    return "\n\n".join([head, *sections.values()]) + "\n"


def machine() -> str:
    """Return on what, when and with which versions was measured, in a sentence."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    date = datetime.now(UTC).date().isoformat()
    return f"{date}, {_processor()}, Python {platform.python_version()}; {versions}."


def _processor() -> str:
    cores = available_cores()
    words = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", words.read_text()) if words.exists() else None
    return f"{cores} cores of {found[1] if found else platform.processor() or platform.machine()}"

"""What became of one recording, and when it has to be done again."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..version import SCIENCE_VERSION, __version__

Status = Literal["done", "withheld", "failed", "duplicate", "pending"]
STATE_FILE = "recording.json"
"""The file of a result folder that says what became of the recording; written last, so it marks the whole."""


@dataclass(frozen=True)
class Outcome:
    """What became of one recording; kept as `recording.json` in its folder.

    recording: the folder's name; key: the fingerprint of bytes, options and scientific version that it was
    made from; quality: the verdict's, of a recording that was read; reason: why it is withheld, or which
    other recording it equals; error and hint: what failed; seconds: what the measuring took; final: whether a
    later run leaves it as it is; tag: the object store's word for the content.
    """

    recording: str
    sha256: str = ""
    key: str = ""
    status: Status = "pending"
    quality: str = ""
    reason: str = ""
    error: str = ""
    hint: str = ""
    note: str = ""
    seconds: float | None = None
    frames: int | None = None
    final: bool = False
    tag: str = ""
    program_version: str = __version__

    @property
    def measured(self) -> bool:
        """Whether there is a result folder with tables."""
        return self.status in ("done", "withheld")

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @staticmethod
    def from_json(text: str | bytes) -> "Outcome | None":
        """Return what `to_json` wrote; None where the text is anything else, half a file included."""
        try:
            return Outcome(**json.loads(text))
        except (ValueError, TypeError):
            return None


def fingerprint(sha256: str, options: Mapping[str, Any]) -> str:
    """Return the key of a result: the same bytes, options and scientific version give the same one."""
    made_from = {"bytes": sha256, "options": dict(options), "science": SCIENCE_VERSION}
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()

"""What became of each recording, and what there is to do.

Bytes, options and the earlier outcome decide, never a time stamp.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from ..version import SCIENCE_VERSION, __version__
from .recordings import Recording

Status = Literal["done", "withheld", "failed", "duplicate", "pending"]
STATE_FILE = "recording.json"
"""The file of a result folder that says what became of the recording; written last, so it marks the whole."""


@dataclass(frozen=True)
class Outcome:
    """What became of one recording; stored as `recording.json` in its folder.

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


SHOWN_HASH = 8


@dataclass(frozen=True)
class MeasureOptions:
    """How every recording is measured, where the manifest says nothing else; as for `analyze`.

    weights_sha256: the hash of the network's bundle, which is part of what a result is made from.
    """

    model: str = "heavy"
    weights_sha256: str = ""
    quality: str = "standard"
    height_m: float | None = None
    slowmo: float | None = None
    video: bool = True
    blur: bool = True

    def of(self, recording: Recording) -> dict[str, Any]:
        """Return the options of one recording, as plain values."""
        return vars(self) | {
            "height_m": recording.height_m if recording.height_m is not None else self.height_m,
            "slowmo": recording.slowmo if recording.slowmo is not None else self.slowmo,
            "subject": recording.subject,
            "age_years": recording.age_years,
            "sex": recording.sex,
        }


@dataclass(frozen=True)
class Selection:
    """Which recordings to do: failed ones again, only those never seen, at most `limit`."""

    retry_failed: bool = False
    only_new: bool = False
    limit: int | None = None


@dataclass(frozen=True)
class Planned:
    """One recording with what is known of it: `outcome` as of now, and whether it is to be measured."""

    recording: Recording
    outcome: Outcome
    options: Mapping[str, Any]
    to_do: bool = False


def plan(
    recordings: Sequence[Recording],
    hashes: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    options: MeasureOptions,
    selection: Selection,
) -> list[Planned]:
    """Decide for each recording, in order, whether it has to be measured.

    Parameters
    ----------
    recordings
        What was found.
    hashes
        The hash of each recording's bytes by its source; those that could not be read are left out.
    outcomes
        What the output already holds, by folder.
    options, selection
        How to measure, and which.
    """
    by_hash = {outcome.sha256: outcome for outcome in outcomes.values()}
    first_with: dict[str, Outcome] = {}
    planned = []
    for recording in recordings:
        sha256 = hashes.get(recording.source, "")
        one = _planned(recording, sha256, by_hash.get(sha256), options, selection)
        if sha256 in first_with:
            one = replace(one, outcome=_duplicate(recording, first_with[sha256]), to_do=False)
        elif sha256:
            first_with[sha256] = one.outcome
        planned.append(one)
    return _limited(planned, selection.limit)


def _planned(
    recording: Recording, sha256: str, known: Outcome | None, options: MeasureOptions, selection: Selection
) -> Planned:
    chosen = options.of(recording)
    if not sha256:
        return Planned(recording, Outcome(recording.name), chosen)
    key = fingerprint(sha256, chosen)
    if known and (selection.only_new or (known.key == key and _stands(known, selection))):
        return Planned(recording, known, chosen)
    name = known.recording if known else _folder(recording, sha256)
    return Planned(recording, Outcome(name, sha256, key, tag=recording.tag), chosen, to_do=True)


def _stands(known: Outcome, selection: Selection) -> bool:
    return known.measured or (known.final and not selection.retry_failed)


def _duplicate(recording: Recording, first: Outcome) -> Outcome:
    reason = f"The file is identical to that of {first.recording}."
    return Outcome(_folder(recording, first.sha256), first.sha256, status="duplicate", reason=reason)


def _folder(recording: Recording, sha256: str) -> str:
    """Return the name of a recording's folder: no other one can have it."""
    return f"{recording.name}-{sha256[:SHOWN_HASH]}"


def _limited(planned: list[Planned], limit: int | None) -> list[Planned]:
    if limit is None:
        return planned
    left = iter(range(limit))
    return [replace(one, to_do=False) if one.to_do and next(left, None) is None else one for one in planned]

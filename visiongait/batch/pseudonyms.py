"""The key list: which pseudonym stands for whom; nothing else that is written can tell."""

import csv
import io
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from .places import told_as_errors
from .recordings import Recording

Kind = Literal["subject", "session", "recording"]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What pseudonyms are made of: nothing that is misread for another."""

LENGTH = 6
COLUMNS = ("kind", "name", "pseudonym")


@dataclass
class KeyList:
    """Pseudonyms by kind and name; a name that is asked for the first time gets a random one."""

    pseudonyms: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: Kind, name: str) -> str:
        """Return the pseudonym of a name; the empty name has none."""
        if not name:
            return ""
        if (kind, name) not in self.pseudonyms:
            self.pseudonyms[kind, name] = self._fresh(kind)
        return self.pseudonyms[kind, name]

    def _fresh(self, kind: Kind) -> str:
        taken = set(self.pseudonyms.values())
        while (made := kind[0].upper() + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
            pass
        return made


def pseudonymised(
    recordings: Sequence[Recording], key_file: Path, out: str, *, write: bool = True
) -> list[Recording]:
    """Return the recordings under pseudonyms; the key list is read first, and written with the new ones.

    Raises
    ------
    UsageError
        If the key list lies where the results go, is not one, or if a condition names a subject.
    """
    if key_file.resolve().is_relative_to(Path(out).resolve()):
        raise UsageError(
            f"The key list {key_file} would lie with the results.", "Keep it where only you can read it."
        )
    _refuse_names_in_conditions(recordings)
    keys = read_key_list(key_file)
    renamed = [_renamed(recording, keys) for recording in recordings]
    if write:
        _write(keys, key_file)
    return renamed


def read_key_list(path: Path) -> KeyList:
    """Return a key list; an empty one where there is no file.

    Raises
    ------
    UsageError
        If the file is something else.
    """
    if not path.exists():
        return KeyList()
    with told_as_errors(str(path)):
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    if any(tuple(row) != COLUMNS for row in rows):
        raise UsageError(
            f"{path} is not a key list.", "Name a new file, or one that --pseudonymise wrote before."
        )
    return KeyList({(row["kind"], row["name"]): row["pseudonym"] for row in rows})


def _renamed(recording: Recording, keys: KeyList) -> Recording:
    person = recording.subject
    return replace(
        recording,
        name=keys.of("recording", recording.source),
        subject=keys.of("subject", person),
        session=keys.of("session", recording.session and f"{person}/{recording.session}"),
    )


def _refuse_names_in_conditions(recordings: Sequence[Recording]) -> None:
    names = {re.escape(one.subject) for one in recordings if len(one.subject) > 1}
    if not names:
        return
    naming = re.compile(rf"\b({'|'.join(sorted(names))})\b", re.IGNORECASE)
    for one in recordings:
        for column, text in (*one.conditions.items(), ("speed", one.speed)):
            if naming.search(text):
                raise UsageError(
                    f"The manifest's column {column} names a subject, and conditions are written as is.",
                    "Take the name out of it.",
                )


def _write(keys: KeyList, path: Path) -> None:
    """Write the list so that only its owner can read it."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows([COLUMNS, *((*named, pseudonym) for named, pseudonym in sorted(keys.pseudonyms.items()))])
    part = path.with_name(f"{path.name}.part")
    with told_as_errors(str(path)):
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text.getvalue())
        part.replace(path)

"""The key list: which pseudonym stands for which name; no other output says so."""

import csv
import io
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ..errors import UsageError
from ..results import claimed_folder, marked, unmarked
from ..system import hidden, write_whole
from .paths import as_user_errors
from .recordings import Recording

Kind = Literal["subject", "session", "recording"]
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What pseudonyms are made of: nothing that is misread for another."""

LENGTH = 6
COLUMNS = ("kind", "of", "name", "pseudonym")


class _AllQuoted(csv.excel):
    quoting = csv.QUOTE_ALL  # a carriage return in a name is not quoted by itself


@dataclass
class KeyList:
    """Pseudonyms by kind, owner (a session's subject) and name; made when a name is first asked for."""

    pseudonyms: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def of(self, kind: Literal["subject", "recording"], name: str) -> str:
        """Return the random pseudonym of a name; the empty name has none."""
        if not name:
            return ""
        if (kind, "", name) not in self.pseudonyms:
            self.pseudonyms[kind, "", name] = self._fresh(kind)
        return self.pseudonyms[kind, "", name]

    def of_session(self, subject: str, session: str) -> str:
        """Return the number of a subject's session, counted from 1 in the order of being asked for."""
        if not session:
            return ""
        known = sum(key[:2] == ("session", subject) for key in self.pseudonyms)
        return self.pseudonyms.setdefault(("session", subject, session), str(known + 1))

    def _fresh(self, kind: Kind) -> str:
        taken = set(self.pseudonyms.values())
        while (made := kind[0].upper() + "".join(secrets.choice(LETTERS) for _ in range(LENGTH))) in taken:
            pass
        return made


def pseudonymised(
    recordings: Sequence[Recording], key_file: Path, out: str, *, write: bool = True
) -> list[Recording]:
    """Return the recordings under pseudonyms; the key list is read first, and written with the new ones.

    Subjects and recordings get random names, sessions their number.

    Raises
    ------
    UsageError
        If the key list lies where the results go, is not one, or if a condition names a subject.
    """
    if key_file.resolve().is_relative_to(Path(out).resolve()):
        raise UsageError(
            f"The key list {key_file} is inside the results folder.", "Keep it where only you can read it."
        )
    _refuse_names_in_conditions(recordings)
    with _locked(key_file) if write else nullcontext():
        keys = read_key_list(key_file)
        for subject, session in sorted({(one.subject, one.session) for one in recordings}):
            keys.of_session(subject, session)
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
    with as_user_errors(str(path)):
        text = path.read_bytes().decode("utf-8", "surrogateescape")  # a file's name may be in any encoding
        rows = list(csv.reader(io.StringIO(text, newline="")))
    if not rows or tuple(rows[0]) != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise UsageError(
            f"{path} is not a key list.", "Give a new file, or one that --pseudonymise wrote before."
        )
    plain = (map(unmarked, row) for row in rows[1:])
    return KeyList({(kind, of, name): pseudonym for kind, of, name, pseudonym in plain})


@contextmanager
def _locked(key_file: Path) -> Iterator[None]:
    """Keep other batches away from a key list: what both added at once would be one's alone."""
    workshop = hidden(key_file, "partial")
    with as_user_errors(str(key_file)), claimed_folder(workshop, key_file):
        try:
            yield
        finally:
            workshop.rmdir()


def _renamed(recording: Recording, keys: KeyList) -> Recording:
    return replace(
        recording,
        name=keys.of("recording", recording.source),
        subject=keys.of("subject", recording.subject),
        session=keys.of_session(recording.subject, recording.session),
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
                    f"The manifest's column {column} contains a subject's name,"
                    " and conditions are written unchanged.",
                    "Remove the name.",
                )


def _write(keys: KeyList, path: Path) -> None:
    """Write the list so that only its owner can read it."""
    text = io.StringIO(newline="")
    rows = [(*named, pseudonym) for named, pseudonym in sorted(keys.pseudonyms.items())]
    odd = any("\r" in word for row in rows for word in row)
    writer = csv.writer(text, _AllQuoted if odd else csv.excel, lineterminator="\n")
    writer.writerows([COLUMNS, *(map(marked, row) for row in rows)])
    with as_user_errors(str(path)):
        write_whole(path, text.getvalue().encode("utf-8", "surrogateescape"), mode=0o600)

"""The folder in which the desk keeps everything: videos, results, arriving uploads, database, secrets.

Files are named by us; nothing that comes from outside is ever part of a path.
"""

import json
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from ..errors import EnvironmentFaultError, UsageError
from ..system import as_user_errors, write_whole

IDENTITY = re.compile(r"[0-9a-f]{16}")
ROOM_FOR_WORK_BYTES = 1_000_000_000
"""What measuring and its results may need beside a video."""

OWNER_ONLY = 0o700
FOLDERS = ("videos", "results", "uploads", "derived", "sessions", "logs")


def new_identity() -> str:
    """Return a name that nothing else has and nobody guesses."""
    return secrets.token_hex(8)


def is_identity(text: str) -> bool:
    """Whether a text has the form of such a name."""
    return bool(IDENTITY.fullmatch(text))


@dataclass(frozen=True)
class Workspace:
    """The desk's folder; `open_workspace` makes it."""

    folder: Path

    @property
    def database_file(self) -> Path:
        """The desk's own tables, unless they lie in PostgreSQL."""
        return self.folder / "desk.sqlite"

    @property
    def lock_file(self) -> Path:
        """Held by the desk that is running."""
        return self.folder / "desk.lock"

    def video(self, identity: str, suffix: str) -> Path:
        """Where a recording's video lies."""
        return self.folder / "videos" / f"{_checked(identity)}{suffix}"

    def upload(self, identity: str) -> Path:
        """Where a video lies while it arrives."""
        return self.folder / "uploads" / _checked(identity)

    def result(self, identity: str) -> Path:
        """Where a recording's result folder lies."""
        return self.folder / "results" / _checked(identity)

    def derived(self, identity: str, name: str) -> Path:
        """Something made of a result for the pages, which can be made again."""
        return self.folder / "derived" / f"{_checked(identity)}.{name}"

    def view(self, identity: str) -> Path:
        """Where lies what a recording's page shows; its name changes with its form."""
        return self.derived(identity, "view-3.json")

    def log(self, identity: str) -> Path:
        """Where goes what is printed while a recording is measured."""
        return self.folder / "logs" / f"{_checked(identity)}.log"

    def delete_video(self, identity: str, suffix: str) -> None:
        """Delete a recording's video; its results stay."""
        self.video(identity, suffix).unlink(missing_ok=True)

    def delete(self, identity: str, suffix: str) -> None:
        """Delete everything about a recording."""
        self.delete_video(identity, suffix)
        for file in (self.upload(identity), self.log(identity)):
            file.unlink(missing_ok=True)
        for folder in (self.result(identity), *self.folder.glob(f"derived/{identity}.*")):
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.unlink(missing_ok=True)

    def refuse_if_full(self, arriving_bytes: int) -> None:
        """Raise EnvironmentFaultError unless a video of that size, and its results, have room."""
        free = shutil.disk_usage(self.folder).free
        if free < arriving_bytes + ROOM_FOR_WORK_BYTES:
            raise EnvironmentFaultError(
                f"The disk is nearly full: {free / 1e9:.1f} GB are free, and this video needs "
                f"{(arriving_bytes + ROOM_FOR_WORK_BYTES) / 1e9:.1f} GB with its results.",
                "Free some space, or delete videos that are no longer needed, then try again.",
            )

    def secret(self) -> str:
        """Return the key that signs this desk's CSRF tokens."""
        file = self.folder / "secret"
        if not file.exists():
            write_whole(file, secrets.token_hex(32).encode(), mode=0o600)
        return file.read_text(encoding="ascii")

    def remember_port(self, port: int) -> None:
        """Keep the port for a second start, and for the next one: open pages then go on working."""
        write_whole(self.folder / "desk.json", json.dumps({"port": port}).encode(), mode=0o600)

    def last_port(self) -> int | None:
        """Return the port of the running desk, or of the last one."""
        with suppress(OSError, ValueError, KeyError, TypeError):
            port = json.loads((self.folder / "desk.json").read_text(encoding="utf-8"))["port"]
            return port if isinstance(port, int) and 0 < port < 1 << 16 else None
        return None


def default_folder() -> Path:
    """Return the workspace of a user who names none."""
    return user_data_path("visiongait") / "desk"


def open_workspace(folder: Path) -> Workspace:
    """Return the workspace in a folder, made for its owner only if it is not there yet.

    Raises
    ------
    UsageError, EnvironmentFaultError
        If it cannot be made or written.
    """
    folder = folder.absolute()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is not a folder.", "Give a folder with --workspace.")
    with as_user_errors(folder, option="--workspace"):
        for name in FOLDERS:
            (folder / name).mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    return Workspace(folder)


def _checked(identity: str) -> str:
    if not is_identity(identity):
        raise ValueError(f"identity: expected 16 hexadecimal digits, got {identity!r}")
    return identity

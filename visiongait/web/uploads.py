"""Videos that arrive in pieces and may be interrupted: the server side of the tus protocol, without HTTP.

How much has arrived is the size of the file on disk and nothing else, so that no crash can make the two
differ.  A video that is complete is moved to its place and waits to be measured.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from ..errors import InputError, UsageError
from ..record import reading, writing
from ..system import as_user_errors, printable
from . import people, recordings
from .recordings import Filed
from .workspace import Workspace, is_identity, new_identity

LARGEST_BYTES = 8_000_000_000
LONGEST_NAME = 120


class ConflictError(UsageError):
    """A piece does not continue what has arrived."""


@dataclass(frozen=True)
class Arrival:
    """How much of a video has arrived."""

    offset: int
    size_bytes: int


class Uploads:
    """Takes videos into a workspace."""

    def __init__(self, workspace: Workspace, engine: Engine) -> None:
        self._workspace = workspace
        self._engine = engine
        self._written: set[str] = set()

    def create(self, session_id: str, name: str, size_bytes: int, origin: str) -> str:
        """Expect a video; return its identity.

        Raises
        ------
        UsageError
            If it is empty or too large, or there is no such session.
        EnvironmentFaultError
            If the disk has no room for it.
        """
        if not 0 < size_bytes <= LARGEST_BYTES:
            raise UsageError(
                "The file is empty." if size_bytes <= 0 else "The file is too large.",
                f"Give a video of up to {LARGEST_BYTES / 1e9:.0f} GB.",
            )
        self._workspace.refuse_if_full(size_bytes)
        identity = new_identity()
        with as_user_errors(self._workspace.folder):
            self._workspace.upload(identity).touch(mode=0o600, exist_ok=False)
        with writing(self._engine) as connection:
            if people.visit(connection, session_id) is None:
                raise UsageError("There is no such session.", "Load the page again.")
            recordings.file_recording(
                connection,
                identity,
                session_id,
                _shown_name(name),
                size_bytes,
                origin=origin,
                status="arriving",
            )
        return identity

    def arrival(self, identity: str) -> Arrival | None:
        """Return how much of a video has arrived; None if it is unknown."""
        found = self._filed(identity)
        if found is None:
            return None
        if found.status != "arriving":
            return Arrival(found.size_bytes, found.size_bytes)
        return Arrival(_size_of(self._workspace.upload(identity)), found.size_bytes)

    async def append(self, identity: str, offset: int, pieces: AsyncIterator[bytes]) -> Arrival:
        """Write what comes next; the bytes that arrived before an interruption stay.

        Raises
        ------
        InputError
            If no such video is expected.
        ConflictError
            If it does not continue what has arrived, is longer than announced, or is being written already.
        EnvironmentFaultError
            If the disk is full.
        """
        if identity in self._written:
            raise ConflictError("This video is already being received.")
        self._written.add(identity)
        try:
            arrival = await asyncio.to_thread(self.arrival, identity)
            if arrival is None:
                raise InputError("No such video is expected.")
            if offset != arrival.offset or offset == arrival.size_bytes:
                raise ConflictError("The upload must continue where it stopped.")
            with as_user_errors(self._workspace.folder):
                reached = await self._write(identity, arrival, pieces)
            if reached == arrival.size_bytes:
                await asyncio.to_thread(self.finish, identity)
        finally:
            self._written.discard(identity)
        return Arrival(reached, arrival.size_bytes)

    async def _write(self, identity: str, arrival: Arrival, pieces: AsyncIterator[bytes]) -> int:
        reached = arrival.offset
        file = await asyncio.to_thread(self._workspace.upload(identity).open, "ab", 0)
        try:
            async for piece in pieces:
                if reached + len(piece) > arrival.size_bytes:
                    raise ConflictError("The upload is longer than announced.")
                await asyncio.to_thread(file.write, piece)
                reached += len(piece)
            await asyncio.to_thread(os.fsync, file.fileno())
        finally:
            file.close()
        return reached

    def finish(self, identity: str) -> None:
        """Move a complete video to its place, and let it wait to be measured."""
        found = self._filed(identity)
        if found is None or found.status != "arriving":
            return
        target = self._workspace.video(identity, found.suffix)
        if not target.exists():
            self._workspace.upload(identity).replace(target)
        _sync(target.parent)
        with writing(self._engine) as connection:
            recordings.change(connection, identity, status="waiting")

    def give_up(self, identity: str) -> None:
        """Forget a video that will not arrive."""
        found = self._filed(identity)
        if found is not None and found.status == "arriving":
            with writing(self._engine) as connection:
                recordings.forget(connection, identity)
            self._workspace.delete(identity, found.suffix)

    def resume(self) -> None:
        """After a start: finish what had arrived completely when the desk died."""
        with reading(self._engine) as connection:
            arriving = recordings.in_state(connection, "arriving")
        for one in arriving:
            placed = self._workspace.video(one.id, one.suffix).exists()
            if placed or _size_of(self._workspace.upload(one.id)) == one.size_bytes:
                self.finish(one.id)

    def _filed(self, identity: str) -> Filed | None:
        if not is_identity(identity):
            return None
        with reading(self._engine) as connection:
            return recordings.recording(connection, identity)


def _shown_name(name: str) -> str:
    """Return a file's name as it is shown: without folders, without what cannot be shown, not too long."""
    last = printable(name.replace("\\", "/").rpartition("/")[2]).strip()
    return last[-LONGEST_NAME:] or "video"


def _size_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _sync(folder: Path) -> None:
    """Let a move be on the disk before anybody is told of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Where a batch puts what it makes: each recording's folder in whole, or not at all.

OUT/recordings/NAME/   one recording's result folder; `recording.json` in it says what became of it
OUT/logs/NAME.log      what happened while it was measured
OUT/…                  tables over all recordings, overview page
"""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from ..errors import UsageError
from ..results import put_in_place, replace_folder, settle
from ..system import write_whole
from .paths import as_user_errors, filesystem_of, is_local, temporary_folder
from .plan import STATE_FILE, Outcome

RECORDINGS, LOGS = "recordings", "logs"
FILES = (
    *(f"{table}.{kind}" for table in ("strides", "summary", "events") for kind in ("parquet", "csv")),
    *("status.csv", "overview.html", LOGS),
)
"""What a batch writes into its folder."""


class Store(Protocol):
    """A place for results; every method raises EnvironmentFaultError where the place fails."""

    address: str

    def locked(self) -> Any:
        """Return a context in which no other batch may write here."""

    def workspace(self) -> Any:
        """Return a context that gives an empty folder of this computer, gone afterwards."""

    def outcomes(self) -> dict[str, Outcome]:
        """Return what became of every recording so far, by the name of its folder."""

    def outcome(self, name: str) -> Outcome | None:
        """Return what became of one recording so far."""

    def publish(self, folder: Path, name: str) -> None:
        """Put a folder, complete with its `recording.json`, in the place of the recording's earlier one."""

    def write(self, name: str, content: bytes) -> None:
        """Write one file, in whole."""

    def read(self, names: list[str]) -> Mapping[str, bytes]:
        """Return the content of files; those that are missing are left out."""


def open_store(place: str) -> Store:
    """Return the store of a folder or of an address that fsspec knows."""
    filesystem, path = filesystem_of(place)
    return FolderStore(Path(path)) if is_local(filesystem) else ObjectStore(place)


class FolderStore:
    """A folder of this computer or of a share: moved into place by renaming."""

    def __init__(self, root: Path) -> None:
        self.address = str(root)
        self._root = root
        self._partial = root / ".partial"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other batches out, and finish or sweep what a killed one left; a killed one holds nothing."""
        from filelock import lock_descriptor

        with as_user_errors(self.address):
            self._refuse_others_files()
            self._partial.mkdir(parents=True, exist_ok=True)
            lock = (self._root / ".lock").open("w")
        with lock:
            with as_user_errors(self.address):
                locked = lock_descriptor(lock.fileno(), blocking=False)
            if not locked:
                raise UsageError(
                    f"Another batch is writing to {self.address}.",
                    "Wait for it, or choose another folder with -o.",
                )
            with as_user_errors(self.address):
                self._settle()
            for left in self._partial.iterdir():
                shutil.rmtree(left, ignore_errors=True)
            yield

    def _refuse_others_files(self) -> None:
        """Refuse a folder in which no batch ever wrote, and somebody's own files have the names of ours."""
        if (self._root / ".lock").exists() or (self._root / RECORDINGS).exists():
            return
        there = [name for name in FILES if (self._root / name).exists()]
        if there:
            raise UsageError(
                f"{self.address} contains files of yours that would be replaced ({', '.join(there[:3])}).",
                "Choose an empty folder with -o.",
            )

    def _settle(self) -> None:
        """Bring back the results of recordings over whose replacement a batch was killed."""
        for old in self._root.glob(f"{RECORDINGS}/.*.old"):
            settle(old.with_name(old.name.removeprefix(".").removesuffix(".old")))

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give a folder on the same disk, so that results can be renamed into place."""
        with as_user_errors(self.address):
            self._partial.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._partial))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def outcomes(self) -> dict[str, Outcome]:
        """Read every `recording.json`."""
        with as_user_errors(self.address):
            read = {
                file.parent.name: Outcome.from_json(file.read_bytes())
                for file in self._root.glob(f"{RECORDINGS}/[!.]*/{STATE_FILE}")
            }
        return {name: outcome for name, outcome in read.items() if outcome}

    def outcome(self, name: str) -> Outcome | None:
        """Read one `recording.json`."""
        content = self.read([f"{RECORDINGS}/{name}/{STATE_FILE}"])
        return next((Outcome.from_json(text) for text in content.values()), None)

    def publish(self, folder: Path, name: str) -> None:
        """Rename the folder into place; what is not the program's own in an earlier one stays there."""
        target = self._root / RECORDINGS / name
        with as_user_errors(self.address):
            target.parent.mkdir(exist_ok=True)
            settle(target)
            if target.exists():
                replace_folder(folder, target)
            else:
                put_in_place(folder, target)

    def write(self, name: str, content: bytes) -> None:
        """Write beside the place and rename."""
        target = self._root / name
        with as_user_errors(self.address):
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content)

    def read(self, names: list[str]) -> dict[str, bytes]:
        """Read files."""
        with as_user_errors(self.address):
            return {name: path.read_bytes() for name in names if (path := self._root / name).is_file()}


class ObjectStore:
    """A bucket, or whatever else fsspec writes to: what marks a folder as complete goes there last."""

    def __init__(self, place: str) -> None:
        self.address = place.rstrip("/")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """See that the store may be written; such stores know no locks."""
        self.write(".lock", str(os.getpid()).encode())
        yield

    @contextmanager
    def workspace(self) -> Iterator[Path]:
        """Give a folder of this computer's own."""
        with temporary_folder() as folder:
            yield folder

    def outcomes(self) -> dict[str, Outcome]:
        """Read every `recording.json`."""
        with as_user_errors(self.address):
            filesystem, root = filesystem_of(self.address)
            filesystem.invalidate_cache()
            files = filesystem.glob(f"{root}/{RECORDINGS}/*/{STATE_FILE}")
            texts = filesystem.cat(files) if files else {}
        read = {path.split("/")[-2]: Outcome.from_json(text) for path, text in texts.items()}
        return {name: outcome for name, outcome in read.items() if outcome}

    def outcome(self, name: str) -> Outcome | None:
        """Read one `recording.json`."""
        content = self.read([f"{RECORDINGS}/{name}/{STATE_FILE}"])
        return next((Outcome.from_json(text) for text in content.values()), None)

    def publish(self, folder: Path, name: str) -> None:
        """Take the mark off the earlier folder, replace its files, and set the mark last."""
        with as_user_errors(self.address):
            filesystem, root = filesystem_of(f"{self.address}/{RECORDINGS}/{name}")
            filesystem.invalidate_cache()
            if filesystem.exists(f"{root}/{STATE_FILE}"):
                filesystem.rm_file(f"{root}/{STATE_FILE}")
            for left in filesystem.find(root):
                filesystem.rm_file(left)
            files = [path for path in folder.rglob("*") if path.is_file()]
            for file in sorted(files, key=lambda file: file.name == STATE_FILE):
                filesystem.put_file(str(file), f"{root}/{file.relative_to(folder).as_posix()}")

    def write(self, name: str, content: bytes) -> None:
        """Write one object."""
        with as_user_errors(self.address):
            filesystem, path = filesystem_of(f"{self.address}/{name}")
            filesystem.pipe_file(path, content)

    def read(self, names: list[str]) -> dict[str, bytes]:
        """Read objects, many at a time."""
        with as_user_errors(self.address):
            filesystem, root = filesystem_of(self.address)
            found = filesystem.cat([f"{root}/{name}" for name in names], on_error="return") if names else {}
        contents = {name: found.get(f"{root}/{name}") for name in names}
        return {name: content for name, content in contents.items() if isinstance(content, bytes)}

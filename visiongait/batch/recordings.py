"""Which recordings there are: in folders, behind globs, in a manifest, in an object store."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ..errors import InputError, UsageError
from .places import filesystem_of, is_local, told_as_errors

SUFFIXES = (
    *(".3g2", ".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mj2", ".mkv", ".mov"),
    *(".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".ogv", ".ts", ".webm", ".wmv"),
)
"""What a recording's name ends in, where a folder is searched for recordings."""

LONGEST_NAME = 60
_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class Recording:
    """One recording of the archive, and what the manifest knows of it.

    source: path or address; name: what outputs call it; tag: what an object store gives instead of the
    content's hash, empty elsewhere; direction: `left` or `right`, as seen in the picture; slowmo and height_m
    as for `analyze`, None where the batch's own value holds; conditions: any further columns.
    """

    source: str
    name: str
    tag: str = ""
    subject: str = ""
    session: str = ""
    height_m: float | None = None
    slowmo: float | None = None
    direction: str = ""
    age_years: float | None = None
    sex: str = ""
    affected_side: str = ""
    speed: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """The end of the file's name, in small letters."""
        return PurePosixPath(self.source).suffix.lower()


def find_recordings(sources: Sequence[str], out: str) -> list[Recording]:
    """Return the recordings of all sources, each once, sorted by their address.

    Parameters
    ----------
    sources
        Files, folders (searched to the bottom), globs, manifests (`.csv`), addresses that fsspec knows.
    out
        Where results go; nothing below it is a recording.

    Raises
    ------
    UsageError
        If a source does not exist, or a manifest has faults: all of them at once.
    InputError
        If there is not one recording.
    """
    out_path = filesystem_of(out)[1].rstrip("/") + "/"
    found = {
        one.source: one
        for source in sources
        for one in _found_in(source)
        if not filesystem_of(one.source)[1].startswith(out_path)
    }
    if not found:
        raise InputError(
            f"There is no recording in {', '.join(sources)}.", "Name a folder that holds video files."
        )
    return [found[source] for source in sorted(found)]


def _found_in(source: str) -> Iterator[Recording]:
    if source.lower().endswith(".csv"):
        from .manifest import read_manifest

        yield from read_manifest(source)
        return
    filesystem, path = filesystem_of(source)
    filesystem.invalidate_cache()
    with told_as_errors(source):
        details, root = _listed(filesystem, path, source)
    for detail in details:
        yield _recording(filesystem, detail, str(detail["name"]).removeprefix(root).lstrip("/"))


def _listed(filesystem: Any, path: str, source: str) -> tuple[list[dict[str, Any]], str]:
    """Return the files' details, and the folder that their names are told from."""
    if _GLOB.search(path) and not filesystem.exists(path):
        fixed = path[: _GLOB.search(path).start()].rpartition("/")[0]  # type: ignore[union-attr]
        found = filesystem.glob(path, detail=True).values()
        return [one for one in found if one["type"] != "directory" and not _hidden(one, fixed)], fixed
    if filesystem.isdir(path):
        found = filesystem.find(path, detail=True).values()
        return [one for one in found if _is_recording(one) and not _hidden(one, path)], path
    if not filesystem.exists(path):
        raise UsageError(f"There is no {source}.", "Check the spelling, and that the share is connected.")
    return [filesystem.info(path)], path.rpartition("/")[0]


def _is_recording(detail: Mapping[str, Any]) -> bool:
    return PurePosixPath(detail["name"]).suffix.lower() in SUFFIXES


def _hidden(detail: Mapping[str, Any], root: str) -> bool:
    """Return whether a file, or a folder below `root` on the way to it, is hidden."""
    return "/." in str(detail["name"]).removeprefix(root.rstrip("/"))


def _recording(filesystem: Any, detail: dict[str, Any], relative: str) -> Recording:
    path = str(detail["name"])
    source = path if is_local(filesystem) else filesystem.unstrip_protocol(path)
    return Recording(source, name_of(relative), tag_of(detail))


def tag_of(detail: Mapping[str, Any]) -> str:
    """Return what an object store says of an object's content; empty where it says nothing."""
    etag = str(detail.get("ETag", "")).strip('"')
    return f"{etag}:{detail['size']}" if etag else ""


def name_of(relative: str) -> str:
    """Return a relative path as one word that every file system takes."""
    stem = str(PurePosixPath(relative).with_suffix(""))
    return re.sub(r"[^\w.-]+", "_", stem).strip("._")[-LONGEST_NAME:] or "recording"

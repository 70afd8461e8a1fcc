"""Files as browsers play them: whole, or the part that is asked for, so that a video can be sought in."""

import re
from collections.abc import Iterator
from pathlib import Path

from litestar import Response
from litestar.response import Stream

PIECE_BYTES = 1 << 18
RANGE = re.compile(r"bytes=(\d*)-(\d*)")
KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".mov": "video/quicktime",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".webm": "video/webm",
    ".zip": "application/zip",
}


def part_of(header: str, size: int) -> tuple[int, int] | None:
    """Return [start, end) of the bytes that a Range header asks for; None for all of them.

    Raises
    ------
    ValueError
        If the file has no such part.
    """
    found = RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None  # several parts, or another unit: all of it is a right answer
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
    if start >= end:
        raise ValueError(header)
    return start, end


def file_response(
    file: Path, range_header: str, *, download: str = "", policy: str = ""
) -> Response[bytes] | Stream:
    """Return a file, or the part that is asked for; `download`: save it under this name."""
    size = file.stat().st_size
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
    if policy:
        headers["Content-Security-Policy"] = policy
    if download:
        headers["Content-Disposition"] = f'attachment; filename="{_ascii(download)}"'
    try:
        part = part_of(range_header, size) if range_header else None
    except ValueError:
        return Response(b"", status_code=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    kind = KINDS.get(file.suffix.lower(), "application/octet-stream")
    return Stream(
        _pieces(file, start, end), status_code=206 if part else 200, media_type=kind, headers=headers
    )


def _pieces(file: Path, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(start)
        while start < end and (piece := opened.read(min(PIECE_BYTES, end - start))):
            start += len(piece)
            yield piece


def _ascii(name: str) -> str:
    """Return a name as a header can carry it."""
    return re.sub(r"[^\w.-]+", "_", name, flags=re.ASCII) or "file"

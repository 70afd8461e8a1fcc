"""Resumable uploads by the tus protocol (tus.io, version 1.0.0: core, creation and termination)."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator
from contextlib import suppress

from litestar import Response, delete, head, patch, post, route
from litestar.params import FromPath

from ...errors import InputError, UsageError
from ..uploads import LARGEST_BYTES
from .common import Asked, TheDesk

VERSION = {"Tus-Resumable": "1.0.0"}
PIECE_TYPE = "application/offset+octet-stream"


@route("/uploads", http_method=["OPTIONS"], sync_to_thread=False)
def abilities() -> Response[None]:
    """Say what this server can do."""
    about = {
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,termination",
        "Tus-Max-Size": str(LARGEST_BYTES),
    }
    return Response(None, status_code=204, headers=VERSION | about)


@post("/uploads", sync_to_thread=True)
def create(request: Asked, desk: TheDesk) -> Response[None]:
    """Expect a video."""
    about = metadata(request.headers.get("upload-metadata", ""))
    size = _number(request.headers.get("upload-length"))
    session = about.get("session", "") or (desk.actor.session_id if desk.actor else "")
    identity = desk.add_upload(session, about.get("filename", ""), size)
    return Response(None, status_code=201, headers=VERSION | {"Location": f"/uploads/{identity}"})


@head("/uploads/{identity:str}")
async def offset(desk: TheDesk, identity: FromPath[str]) -> Response[None]:
    """Say how much has arrived."""
    await asyncio.to_thread(desk.recording, identity, "film")
    arrival = await asyncio.to_thread(desk.services.uploads.arrival, identity)
    if arrival is None:
        raise InputError("No such video is expected.")
    about = {"Upload-Offset": str(arrival.offset), "Upload-Length": str(arrival.size_bytes)}
    return Response(None, status_code=200, headers=VERSION | about)


@patch("/uploads/{identity:str}", request_max_body_size=None)
async def append(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[None]:
    """Take the next piece."""
    await asyncio.to_thread(desk.recording, identity, "film")
    if request.headers.get("content-type") != PIECE_TYPE:
        raise UsageError(f"Pieces of a video are sent as {PIECE_TYPE}.")
    start = _number(request.headers.get("upload-offset"))
    arrival = await desk.services.uploads.append(identity, start, _pieces(request))
    if arrival.offset == arrival.size_bytes:
        desk.services.queue.wake()
    return Response(None, status_code=204, headers=VERSION | {"Upload-Offset": str(arrival.offset)})


@delete("/uploads/{identity:str}", status_code=204)
async def give_up(desk: TheDesk, identity: FromPath[str]) -> None:
    """Forget a video that will not arrive."""
    await asyncio.to_thread(desk.recording, identity, "film")
    await asyncio.to_thread(desk.services.uploads.give_up, identity)


async def _pieces(request: Asked) -> AsyncIterator[bytes]:
    async for piece in request.stream():
        if piece:
            yield piece


def metadata(header: str) -> dict[str, str]:
    """Return the names and values of an Upload-Metadata header; what is damaged is left out."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        with suppress(binascii.Error, UnicodeDecodeError):
            found[name] = base64.b64decode(value, validate=True).decode()
    return found


def _number(text: str | None) -> int:
    if text is None or not text.isdecimal():
        raise UsageError("The upload does not say how long it is.")
    return int(text)


UPLOAD_ROUTES = [abilities, create, offset, append, give_up]

"""The page of one recording, its files, and what can be done with it."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Stream

from ..ranges import file_response
from ..security import REPORT_POLICY
from .common import Asked, TheDesk, gone_to, page, words


@get("/recordings/{identity:str}", sync_to_thread=True)
def show(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Show a recording."""
    one = desk.recording(identity)
    view = desk.view(identity) if one.recording.measured else None
    files = desk.files(identity) if one.recording.measured else []
    return page(
        request, desk, "recording.html.j2", one=one, view=view, files=files, row=desk.row(identity), seen=""
    )


@get("/recordings/{identity:str}/state", sync_to_thread=True)
def state(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Show how far a recording is; once it has ended, the whole page anew."""
    row = desk.row(identity)
    if row is not None and row.listed.recording.status not in ("arriving", "waiting", "measuring"):
        return gone_to(f"/recordings/{identity}")
    return page(request, desk, "state.html.j2", row=row)


@get("/recordings/{identity:str}/numbers", sync_to_thread=True)
def numbers(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Show findings, strides, numbers and corrections."""
    return _numbers(request, desk, identity)


@post("/recordings/{identity:str}/corrections", sync_to_thread=True)
def correct(
    request: Asked, desk: TheDesk, identity: FromPath[str], data: URLEncodedBody[dict[str, str]]
) -> Response[str]:
    """Correct by hand, and show what follows."""
    desk.correct(identity, words(data))
    return _numbers(request, desk, identity)


@post("/recordings/{identity:str}/undo", sync_to_thread=True)
def undo(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Take the last correction back, and show what follows."""
    desk.undo(identity)
    return _numbers(request, desk, identity)


@post("/recordings/{identity:str}/redo", sync_to_thread=True)
def redo(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Put the last correction back again, and show what follows."""
    desk.redo(identity)
    return _numbers(request, desk, identity)


def _numbers(request: Asked, desk: TheDesk, identity: str) -> Response[str]:
    one = desk.recording(identity)
    answer = page(request, desk, "numbers.html.j2", one=one, view=desk.view(identity))
    answer.headers["HX-Trigger-After-Settle"] = "corrected"
    return answer


@post("/recordings/{identity:str}/person/{number:int}", sync_to_thread=True)
def person(desk: TheDesk, identity: FromPath[str], number: FromPath[int]) -> Response[str]:
    """Measure another person of the recording."""
    desk.measure_person(identity, number)
    return gone_to(f"/recordings/{identity}")


@post("/recordings/{identity:str}/pdf", sync_to_thread=True)
def pdf(desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Make the PDFs."""
    desk.make_pdfs(identity)
    return gone_to(f"/recordings/{identity}")


@get("/recordings/{identity:str}/exports", sync_to_thread=True)
def exports(
    request: Asked, desk: TheDesk, identity: FromPath[str], formats: FromQuery[list[str] | None] = None
) -> Response[bytes] | Stream:
    """Give a result in other programs' formats, as one archive."""
    archive = desk.export(identity, formats or [])
    return file_response(archive, request.headers.get("range", ""), download="exports.zip")


@get("/recordings/{identity:str}/view", sync_to_thread=True)
def view(desk: TheDesk, identity: FromPath[str]) -> dict[str, Any]:
    """Give the curves, events and strides."""
    return desk.view(identity)


@get("/recordings/{identity:str}/files/{name:str}", sync_to_thread=True)
def file(
    request: Asked,
    desk: TheDesk,
    identity: FromPath[str],
    name: FromPath[str],
    download: FromQuery[bool] = False,
) -> Response[bytes] | Stream:
    """Give a file of the result."""
    found = desk.file(identity, name)
    policy = REPORT_POLICY if found.suffix == ".html" else ""
    return file_response(
        found, request.headers.get("range", ""), download=name if download else "", policy=policy
    )


@get("/recordings/{identity:str}/video", sync_to_thread=True)
def video(
    request: Asked,
    desk: TheDesk,
    identity: FromPath[str],
    download: FromQuery[bool] = False,
) -> Response[bytes] | Stream:
    """Give the recording itself."""
    name = desk.recording(identity).recording.name
    return file_response(
        desk.video(identity), request.headers.get("range", ""), download=name if download else ""
    )


@post("/recordings/{identity:str}/again", sync_to_thread=True)
def again(desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Measure a recording once more."""
    desk.measure_again(identity)
    return gone_to(f"/recordings/{identity}")


@post("/recordings/{identity:str}/delete", sync_to_thread=True)
def delete(desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Delete a recording and its results."""
    desk.delete(identity)
    return gone_to("/")


@post("/recordings/{identity:str}/delete-video", sync_to_thread=True)
def delete_video(desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Delete a recording's video; its results stay."""
    desk.delete_video(identity)
    return gone_to(f"/recordings/{identity}")


RECORDING_ROUTES = [
    show,
    state,
    numbers,
    correct,
    undo,
    redo,
    person,
    pdf,
    exports,
    view,
    file,
    video,
    again,
    delete,
    delete_video,
]

"""People: the list, a person's page and course, and two recordings beside each other."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Stream

from ..desk import local_today
from ..persons import RATINGS, Persons
from ..ranges import file_response
from ..security import REPORT_POLICY
from .common import Asked, TheDesk, gone_to, page, words

Form = URLEncodedBody[dict[str, str]]


@get("/people", sync_to_thread=True)
def everybody(request: Asked, desk: TheDesk) -> Response[str]:
    """Show everybody."""
    return page(request, desk, "people.html.j2", people=Persons(desk).all())


@get("/people/{identity:str}", sync_to_thread=True)
def show_person(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Show somebody."""
    known = Persons(desk).known(identity)
    return page(request, desk, "person.html.j2", known=known, ratings=RATINGS)


@post("/people/{identity:str}/change", sync_to_thread=True)
def change_person(desk: TheDesk, identity: FromPath[str], data: Form) -> Response[str]:
    """Change what is known of somebody."""
    Persons(desk).change(identity, words(data), local_today())
    return gone_to(f"/people/{identity}")


@post("/people/{identity:str}/sessions/{session:str}", sync_to_thread=True)
def change_session(
    desk: TheDesk, identity: FromPath[str], session: FromPath[str], data: Form
) -> Response[str]:
    """Change what is known of a session."""
    Persons(desk).change_session(identity, session, words(data))
    return gone_to(f"/people/{identity}")


@get("/people/{identity:str}/progress", sync_to_thread=True)
def progress(desk: TheDesk, identity: FromPath[str]) -> Response[str]:
    """Give the progress page, which is whole by itself."""
    html = Persons(desk).progress(identity)
    return Response(html, media_type="text/html", headers={"Content-Security-Policy": REPORT_POLICY})


@get("/people/{identity:str}/archive", sync_to_thread=True)
def archive(request: Asked, desk: TheDesk, identity: FromPath[str]) -> Response[bytes] | Stream:
    """Give everything that is kept of somebody."""
    found = Persons(desk).archive(identity)
    return file_response(found, request.headers.get("range", ""), download="person.zip")


@post("/people/{identity:str}/erase", sync_to_thread=True)
def erase(desk: TheDesk, identity: FromPath[str], data: Form) -> Response[str]:
    """Delete everything about somebody."""
    Persons(desk).erase(identity, data.get("pseudonym", ""))
    return gone_to("/people")


@get("/compare", sync_to_thread=True)
def compare(
    request: Asked, desk: TheDesk, first: FromQuery[str] = "", second: FromQuery[str] = ""
) -> Response[str]:
    """Show two recordings beside each other."""
    both = [desk.recording(one) for one in (first, second)]
    compared = desk.compared(first, second)
    return page(request, desk, "compare.html.j2", both=both, compared=compared)


@get("/compare/curves", sync_to_thread=True)
def curves(desk: TheDesk, first: FromQuery[str] = "", second: FromQuery[str] = "") -> dict[str, Any]:
    """Give the strides of two recordings and their mean curves."""
    views = [desk.view(one) for one in (first, second)]
    return {
        "cycles": desk.compared(first, second)["cycles"],
        "recordings": [{"clock": one["clock"], "strides": one["strides"]} for one in views],
    }


PERSON_ROUTES = [
    everybody,
    show_person,
    change_person,
    change_session,
    progress,
    archive,
    erase,
    compare,
    curves,
]

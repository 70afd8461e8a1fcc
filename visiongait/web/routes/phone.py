"""Filming with the phone: the code on the desk's screen, and the phone's own page."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from ...record import reading, writing
from .. import people, tickets
from ..access import NotAllowedError, allow
from ..desk import local_today
from ..phone import until
from .common import Asked, TheDesk, page, words


@post("/phone", sync_to_thread=True)
def show_code(request: Asked, desk: TheDesk, data: URLEncodedBody[dict[str, str]]) -> Response[str]:
    """Open the phone's page for a new session, and show its code."""
    code = desk.film_with_phone(words(data), local_today())
    return page(request, desk, "code.html.j2", code=code)


@post("/phone/close", sync_to_thread=True)
def close(request: Asked, desk: TheDesk) -> Response[str]:
    """Close the phone's page."""
    desk.close_phone()
    return page(request, desk, "code.html.j2", code=None)


@get("/film/{token:str}", sync_to_thread=True)
def come_in(request: Asked, desk: TheDesk, token: FromPath[str]) -> Response[Any]:
    """Exchange the code's token for a session of the phone; while it is valid it may be scanned again."""
    with writing(desk.services.engine) as connection:
        ticket = tickets.redeem(connection, token, "phone", once=False)
    if ticket is None:
        raise NotAllowedError("This code has expired.", "Show a new one on the desk, and scan it.")
    request.set_session({"role": "phone", "about": ticket.about, "until": until()})
    return Redirect("/film")


@get("/film", sync_to_thread=True)
def film(request: Asked, desk: TheDesk) -> Response[str]:
    """Show the phone's page."""
    about = desk.actor.session_id if desk.actor else ""
    allow(desk.actor, "film", session_id=about)
    with reading(desk.services.engine) as connection:
        visit = people.visit(connection, about)
    return page(request, desk, "phone.html.j2", visit=visit)


CODE_ROUTES = [show_code, close]
FILM_ROUTES = [come_in, film]

"""Coming in: the address with its one-time token becomes a session."""

from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from ...record import writing
from .. import tickets
from ..access import NotAllowedError
from .common import Asked, TheDesk


@get("/enter/{token:str}", sync_to_thread=True)
def enter(request: Asked, desk: TheDesk, token: FromPath[str]) -> Response[Any]:
    """Exchange a token for a session."""
    with writing(desk.services.engine) as connection:
        ticket = tickets.redeem(connection, token, "desk")
    if ticket is not None:
        request.set_session({"role": "owner"})
    elif desk.actor is None:
        raise NotAllowedError(
            "This address has been used or has expired.", "Start the desk again with `visiongait desk`."
        )
    return Redirect("/")


@get("/healthz", sync_to_thread=False)
def healthz() -> dict[str, str]:
    """Say that the server answers."""
    return {"status": "ok"}


ENTER_ROUTES = [enter, healthz]

"""The clinic's settings."""

from litestar import Response, get, post
from litestar.params import URLEncodedBody

from ..access import allow
from ..texts import languages
from .common import Asked, TheDesk, gone_to, page


@get("/settings", sync_to_thread=True)
def show_settings(request: Asked, desk: TheDesk) -> Response[str]:
    """Show the settings."""
    allow(desk.actor, "see")
    return page(request, desk, "settings.html.j2", languages=languages(), room=desk.room())


@post("/settings/change", sync_to_thread=True)
def change_settings(desk: TheDesk, data: URLEncodedBody[dict[str, str]]) -> Response[str]:
    """Keep the settings."""
    desk.change_settings(data)
    return gone_to("/settings")


SETTINGS_ROUTES = [show_settings, change_settings]

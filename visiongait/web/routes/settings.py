"""The clinic's settings."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody

from ..access import allow
from ..texts import languages
from .common import Asked, TheDesk, gone_to, page


@dataclass
class SettingsForm:
    """What the form holds."""

    language: str = ""
    units: str = ""
    clinic: str = ""
    address: str = ""
    clinician: str = ""
    keep_video_days: str = ""
    pdf: str = ""
    no_logo: str = ""
    logo: UploadFile | None = None


@get("/settings", sync_to_thread=True)
def show_settings(request: Asked, desk: TheDesk) -> Response[str]:
    """Show the settings."""
    allow(desk.actor, "see")
    return page(request, desk, "settings.html.j2", languages=languages(), room=desk.room())


@post("/settings/change")
async def change_settings(desk: TheDesk, data: MultipartBody[SettingsForm]) -> Response[str]:
    """Keep the settings."""
    logo = await data.logo.read() if data.logo else b""
    desk.change_settings(vars(data) | {"logo": ""}, logo)
    return gone_to("/settings")


SETTINGS_ROUTES = [show_settings, change_settings]

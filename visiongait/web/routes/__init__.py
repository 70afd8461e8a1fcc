"""Addresses of the desk: each handler takes a request apart, calls `Desk`, and fills a page."""

from .enter import ENTER_ROUTES
from .list import LIST_ROUTES
from .person import PERSON_ROUTES
from .phone import CODE_ROUTES, FILM_ROUTES
from .recording import RECORDING_ROUTES
from .settings import SETTINGS_ROUTES
from .upload import UPLOAD_ROUTES

DESK_ROUTES = [
    *ENTER_ROUTES,
    *LIST_ROUTES,
    *RECORDING_ROUTES,
    *UPLOAD_ROUTES,
    *CODE_ROUTES,
    *PERSON_ROUTES,
    *SETTINGS_ROUTES,
]
PHONE_ROUTES = [*FILM_ROUTES, *UPLOAD_ROUTES]

__all__ = ["DESK_ROUTES", "PHONE_ROUTES"]

"""Addresses of the desk: each handler takes a request apart, calls `Desk`, and fills a page."""

from .enter import ENTER_ROUTES
from .list import LIST_ROUTES
from .phone import CODE_ROUTES, FILM_ROUTES
from .recording import RECORDING_ROUTES
from .upload import UPLOAD_ROUTES

DESK_ROUTES = [*ENTER_ROUTES, *LIST_ROUTES, *RECORDING_ROUTES, *UPLOAD_ROUTES, *CODE_ROUTES]
PHONE_ROUTES = [*FILM_ROUTES, *UPLOAD_ROUTES]

__all__ = ["DESK_ROUTES", "PHONE_ROUTES"]

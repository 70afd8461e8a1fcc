"""The web application of the desk: Litestar with its sessions and CSRF tokens, and our routes."""

from dataclasses import dataclass
from typing import Any

from litestar import Litestar, Request, Response
from litestar.config.csrf import CSRFConfig
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.middleware.session.server_side import ServerSideSessionConfig
from litestar.static_files import create_static_files_router
from litestar.stores.file import FileStore

from ..errors import EnvironmentFaultError, InputError, VisionGaitError
from . import pages
from .access import Actor, NotAllowedError
from .desk import Desk, Services
from .people import utc_now
from .routes import DESK_ROUTES, PHONE_ROUTES
from .texts import language_for, load_texts
from .uploads import ConflictError

SESSION_S = 60 * 60 * 24 * 30
"""So long a browser that came in once stays in: the address is this computer's own."""

FOREVER = "9999"


@dataclass(frozen=True)
class Site:
    """For whom a server is, `desk` or `phone`, and on which port."""

    kind: str
    port: int


def make_app(services: Services, site: Site) -> Litestar:
    """Return the application for one site; the phone's has no other routes than those that a phone needs."""
    csrf = CSRFConfig(
        secret=services.workspace.secret(),
        cookie_name=f"csrf_{site.kind}_{site.port}",
        cookie_samesite="strict",
    )
    sessions = ServerSideSessionConfig(
        key=f"{site.kind}_{site.port}",  # cookies know hosts, not ports
        max_age=SESSION_S,
        samesite="strict",
        httponly=True,
    )
    static = create_static_files_router(
        path="/static", directories=[_static_folder()], opt={"public": True, "exclude_from_csrf": True}
    )

    def provide_desk(request: Request[Any, Any, Any]) -> Desk:
        return Desk(services, actor_of(request.session))

    app = Litestar(
        route_handlers=[*(DESK_ROUTES if site.kind == "desk" else PHONE_ROUTES), static],
        csrf_config=csrf,
        middleware=[sessions.middleware],
        stores={"sessions": FileStore(services.workspace.folder / "sessions")},
        dependencies={"desk": Provide(provide_desk, sync_to_thread=False)},
        exception_handlers={
            VisionGaitError: said,
            HTTPException: refused,
            Exception: broken,
        },
        openapi_config=None,
        logging_config=None,
        request_max_body_size=1_000_000,
    )
    app.state.services = services
    app.state.csrf_cookie = csrf.cookie_name
    return app


def actor_of(session: dict[str, Any] | None) -> Actor | None:
    """Return whom a session is of."""
    held = session or {}
    if "role" not in held or held.get("until", FOREVER) < utc_now():
        return None
    return Actor(held["role"], held.get("name", ""), held.get("about", ""))


STATUS: dict[type[VisionGaitError], int] = {
    NotAllowedError: 403,
    ConflictError: 409,
    InputError: 404,
    EnvironmentFaultError: 507,
}


def said(request: Request[Any, Any, Any], failure: VisionGaitError) -> Response[Any]:
    """Say a failure of ours: a sentence and what to do."""
    status = next((code for kind, code in STATUS.items() if isinstance(failure, kind)), 400)
    return _answer(request, status, failure.message, failure.hint)


def refused(request: Request[Any, Any, Any], failure: HTTPException) -> Response[Any]:
    """Say what the framework refuses."""
    return _answer(request, failure.status_code, "", "")


def broken(request: Request[Any, Any, Any], bug: Exception) -> Response[Any]:
    """Say that this is a bug; its traceback goes to the desk's log."""
    import traceback

    services: Services = request.app.state.services
    with (services.workspace.folder / "logs" / "desk.log").open("a", encoding="utf-8") as log:
        traceback.print_exception(bug, file=log)
    return _answer(request, 500, f"This is a bug in visiongait ({type(bug).__name__}).", "")


def _answer(request: Request[Any, Any, Any], status: int, message: str, hint: str) -> Response[Any]:
    language = language_for(request.headers.get("accept-language", ""), "")
    words = load_texts(language).errors
    message = message or words.get(f"status_{status}", words["status_other"])
    if request.headers.get("hx-request"):
        part = pages.render("alert.html.j2", language, message=message, hint=hint)
        headers = {"HX-Retarget": "#alert", "HX-Reswap": "innerHTML"}
        return Response(part, status_code=status, media_type="text/html", headers=headers)
    if "text/html" in request.headers.get("accept", ""):
        page = pages.render("message.html.j2", language, message=message, hint=hint, csrf_cookie="")
        return Response(page, status_code=status, media_type="text/html")
    return Response({"error": message, "hint": hint}, status_code=status, media_type="application/json")


def _static_folder() -> str:
    from importlib.resources import files

    return str(files(__package__) / "static")

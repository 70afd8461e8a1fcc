"""What handlers share: pages in the right language, forms as text."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from .. import pages
from ..desk import Desk
from ..texts import language_for

Asked = Request[Any, Any, Any]
"""A request, as handlers take it."""

TheDesk = NamedDependency[Desk]
"""The desk, for who asks."""


def page(request: Asked, desk: Desk, template: str, *, status: int = 200, **content: Any) -> Response[str]:
    """Return a page, or a part of one, in the clinic's language."""
    settings = desk.settings()
    html = pages.render(
        template,
        language_of(request, desk),
        settings=settings,
        csrf_cookie=request.app.state.csrf_cookie,
        **content,
    )
    return Response(html, status_code=status, media_type="text/html")


def language_of(request: Asked, desk: Desk) -> str:
    """Return the language for whoever looks."""
    return language_for(request.headers.get("accept-language", ""), desk.settings().language)


def gone_to(address: str) -> Response[str]:
    """Let htmx, or the browser, go to another page."""
    return Response("", status_code=200, media_type="text/html", headers={"HX-Redirect": address})


def words(form: Mapping[str, Any]) -> dict[str, str]:
    """Return a form's fields as text."""
    return {name: str(value) for name, value in form.items()}

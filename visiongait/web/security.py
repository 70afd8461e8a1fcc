"""What every request must satisfy before anything else looks at it, and what every answer carries.

A page of another origin can make this browser send requests here (DNS rebinding, forged forms, embedding), so
the host must be ours, and requests that change something must come from our own pages.
"""

from collections.abc import Collection

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
)
"""For reports, which are whole by themselves: nothing is fetched, no script runs."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
SAFE = ("GET", "HEAD", "OPTIONS")


class OwnPagesOnly:
    """Refuses requests for other hosts and from other origins.

    Parameters
    ----------
    app
        What answers the others.
    hosts
        `host:port` of every address under which this server is known.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        method = str(scope.get("method", ""))
        if not method:  # the server starting and stopping
            await self._app(scope, receive, send)
        elif refusal := refusal_of(method, Headers.from_scope(scope), self._hosts):
            await _refuse(refusal, send)
        else:
            await self._app(scope, receive, _with_headers(send))


def refusal_of(method: str, headers: Headers, hosts: Collection[str]) -> str:
    """Return why a request is refused; empty if it is not."""
    host = headers.get("host", "").lower()
    if host not in hosts:
        return "This address is not the desk's."
    came_from = headers.get("sec-fetch-site", "same-origin")
    if came_from not in ("same-origin", "none") and headers.get("sec-fetch-mode") != "navigate":
        return "Another page asked for this."
    if method not in SAFE:
        origin = headers.get("origin")
        if came_from not in ("same-origin", "none") or origin not in (None, f"http://{host}"):
            return "Another page asked for this."
    return ""


async def _refuse(reason: str, send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(reason)).encode()),
    ]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": reason.encode(), "more_body": False})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableScopeHeaders.from_message(message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending

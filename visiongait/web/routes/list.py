"""The desk's first page: what comes in, and the list of recordings."""

from litestar import Response, get, post
from litestar.params import FromQuery, URLEncodedBody

from ..desk import PAGE, ListRow, local_today
from .common import Asked, TheDesk, gone_to, page, words


@get("/", sync_to_thread=True)
def home(
    request: Asked,
    desk: TheDesk,
    q: FromQuery[str] = "",
    before: FromQuery[int] = 0,
) -> Response[str]:
    """Show the desk."""
    rows = desk.rows(q, before)
    desk.services.queue.expect()
    return page(
        request,
        desk,
        "desk.html.j2",
        rows=rows,
        more=_more(rows),
        before=before,
        seen=fingerprint(rows),
        words=q,
        tests=desk.tests(),
        people=desk.individuals(),
    )


@get("/list", sync_to_thread=True)
def listing(
    request: Asked,
    desk: TheDesk,
    q: FromQuery[str] = "",
    before: FromQuery[int] = 0,
    seen: FromQuery[str] = "",
) -> Response[str]:
    """Show the list; nothing where the page shows it as it is."""
    rows = desk.rows(q, before)
    if seen and seen == fingerprint(rows):
        return Response("", status_code=204, media_type="text/html")
    return page(
        request,
        desk,
        "list.html.j2",
        rows=rows,
        more=_more(rows),
        before=before,
        seen=fingerprint(rows),
        words=q,
    )


@post("/sessions", sync_to_thread=True)
def new_session(desk: TheDesk, data: URLEncodedBody[dict[str, str]]) -> dict[str, str]:
    """Enter a session, for which videos will arrive."""
    return {"session": desk.new_session(words(data), local_today())}


@post("/sample", sync_to_thread=True)
def sample(desk: TheDesk) -> Response[str]:
    """Measure the sample recording."""
    desk.add_sample(local_today())
    return gone_to("/")


def fingerprint(rows: list[ListRow]) -> str:
    """Return a short text that changes when what the list shows does."""
    shown = [(one.listed.recording.changed, round(100 * (one.share or 0))) for one in rows]
    return f"{hash(tuple(shown)) & 0xFFFFFFFF:x}"


def _more(rows: list[ListRow]) -> int | None:
    """Return the number before which the next page begins."""
    return rows[-1].listed.recording.number if len(rows) == PAGE else None


LIST_ROUTES = [home, listing, new_session, sample]

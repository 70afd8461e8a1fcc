"""Who may not come in, and what no request can reach."""

import re

import pytest
from litestar.datastructures import Headers
from made_desk import HOST, Browser, made_services

from visiongait.record import writing
from visiongait.web import tickets
from visiongait.web.ranges import part_of
from visiongait.web.security import refusal_of

SECRET = "0123456789abcdef"


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with made_services(tmp_path_factory.mktemp("desk")) as services:
        yield services


def entered(services):
    browser = Browser(services)
    with writing(services.engine) as connection:
        token = tickets.issue(connection, "desk")
    assert browser.get(f"/enter/{token}").status_code == 302
    assert browser.get("/").status_code == 200
    return browser


@pytest.mark.parametrize(
    ("method", "headers", "refused"),
    [
        ("GET", {"host": HOST}, False),
        ("GET", {"host": "evil.example:7000"}, True),  # DNS rebinding: the name leads here, and is not ours
        ("GET", {"host": "127.0.0.1"}, True),
        ("GET", {"host": HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, True),
        ("GET", {"host": HOST, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, False),
        ("POST", {"host": HOST, "origin": f"http://{HOST}", "sec-fetch-site": "same-origin"}, False),
        ("POST", {"host": HOST, "origin": "http://127.0.0.1:9"}, True),
        ("POST", {"host": HOST, "origin": "null"}, True),
        ("POST", {"host": HOST, "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"}, True),
    ],
)
def test_only_our_own_pages_may_ask(method, headers, refused):
    assert bool(refusal_of(method, Headers(headers), (HOST,))) == refused


def test_a_token_opens_the_desk_once(services):
    browser = Browser(services)
    assert browser.get("/").status_code == 403
    with writing(services.engine) as connection:
        token = tickets.issue(connection, "desk")
    assert browser.get(f"/enter/{token}").status_code == 302
    assert browser.get("/").status_code == 200
    assert Browser(services).get(f"/enter/{token}").status_code == 403


def test_tokens_expire_and_are_for_one_purpose(services):
    with writing(services.engine) as connection:
        late = tickets.issue(connection, "desk", minutes=-1)
        phone = tickets.issue(connection, "phone")
        assert tickets.redeem(connection, late, "desk") is None
        assert tickets.redeem(connection, phone, "desk") is None
        assert tickets.redeem(connection, phone, "phone") is not None
        assert tickets.redeem(connection, phone, "phone") is None


def test_every_page_but_the_entrance_is_closed(services):
    """All routes, found and not listed: who adds one need not think of this test."""
    stranger = Browser(services)
    stranger.get("/healthz")
    routes = [route for route in stranger.litestar.routes if not route.path.startswith("/static")]
    assert len(routes) > 8
    for route in routes:
        path = re.sub(r"\{\w+:\w+\}", SECRET, route.path)
        for method in route.methods - {"OPTIONS"}:
            answer = stranger.send(method, path)
            allowed = route.path in ("/healthz",)
            assert (answer.status_code == 200) == allowed, (method, path, answer.status_code)


def test_forms_without_our_token_are_refused(services):
    browser = entered(services)
    browser.cookies.pop("csrf_desk_7000")
    assert browser.post("/sample").status_code == 403


def test_pages_run_no_script_of_others(services):
    answer = entered(services).get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    html = answer.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\son\w+=|style=|<style", html)
    assert not re.search(r"(src|href)=\"(https?:)?//", html)


@pytest.mark.parametrize(
    "path",
    ["/recordings/..%2f..%2fsecret", "/recordings/0123456789abcdef/files/..%2f..%2f..%2fsecret",
     "/static/..%2f..%2fsecurity.py", "/static/../security.py", "/uploads/..%2f..%2fdesk.sqlite"],
)  # fmt: skip
def test_no_path_leads_out_of_the_workspace(services, path):
    assert entered(services).get(path).status_code in (404, 405)


@pytest.mark.parametrize(
    ("header", "part"),
    [("bytes=0-9", (0, 10)), ("bytes=90-", (90, 100)), ("bytes=-5", (95, 100)), ("bytes=0-999", (0, 100)),
     ("bytes=0-1,5-6", None), ("pages=1-2", None), ("bytes=-", None)],
)  # fmt: skip
def test_parts_of_files(header, part):
    assert part_of(header, 100) == part


def test_a_part_beyond_the_end_is_refused():
    with pytest.raises(ValueError, match="100"):
        part_of("bytes=100-", 100)

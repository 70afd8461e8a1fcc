"""The desk's pages in a real browser, where a stand-in measures."""

import pytest
from browsing import Watched, barriers, browser, served
from made_desk import desk_of, made_services
from test_queue import add, ended

from visiongait.web.persons import Persons


@pytest.fixture(scope="module")
def opened():
    with browser() as opened:
        yield opened


@pytest.fixture
def services(tmp_path):
    with made_services(tmp_path / "desk") as services:
        yield services


def files(count, content=b"ok"):
    return [{"name": f"walk{n}.mp4", "mimeType": "video/mp4", "buffer": content} for n in range(count)]


def test_thirty_videos_in_one_window_are_seen_in_another(services, opened):
    with served(services) as address:
        first = Watched(opened, viewport={"width": 1280, "height": 900})
        first.page.goto(address)
        second = first.page.context.new_page()
        second.goto(address.partition("/enter")[0])
        first.page.get_by_label("Pseudonym").fill("P30")
        first.page.locator("#files").set_input_files(files(30))
        second.wait_for_function("() => document.querySelectorAll('.standing.done').length === 30")
        assert Persons(desk_of(services)).all()[0][1] == 1, "one session for all of them"
        second.get_by_label("Search").fill("walk29")
        second.wait_for_function("() => document.querySelectorAll('.standing').length === 1")
        assert first.faults == []
        assert len(first.hosts) == 1


def test_a_phone_films_for_the_desk(services, opened, monkeypatch):
    monkeypatch.setattr("visiongait.web.phone.lan_address", lambda: "127.0.0.1")
    with served(services) as address:
        desk = Watched(opened)
        desk.page.goto(address)
        desk.page.get_by_label("Pseudonym").fill("P31")
        desk.page.get_by_role("button", name="Film with the phone").click()
        code = desk.page.locator("#code a").get_attribute("href")
        phone = Watched(
            opened, "de-DE", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
        )
        phone.page.goto(code)
        assert phone.page.locator("#camera").get_attribute("capture") == "environment"
        assert barriers(phone.page) == []
        phone.page.locator("#camera").set_input_files(files(1))
        phone.page.get_by_text("am Arbeitsplatz angekommen").wait_for()
        desk.page.wait_for_selector(".standing.done")
        assert desk.page.locator("td a", has_text="P31").count() == 1
        desk.page.get_by_role("button", name="Stop filming").click()
        desk.page.wait_for_function("() => !document.querySelector('#code img')")
        assert phone.faults + desk.faults == []
        assert not services.phone.is_open


def test_everything_by_keyboard_and_without_barriers(services, opened):
    desk = desk_of(services)
    videos = [add(desk), add(desk)]
    for one in videos:
        ended(desk, one)
    identity = Persons(desk).all()[0][0].id
    with served(services) as address:
        watched = Watched(opened, viewport={"width": 1280, "height": 900})
        page, base = watched.page, address.partition("/enter")[0]
        page.goto(address)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("() => document.activeElement.id") == "content"
        assert barriers(page) == []
        page.locator("#files").focus()
        page.keyboard.press("Tab")
        assert "phone" in page.evaluate("() => document.activeElement.textContent")
        for path in ("/people", f"/people/{identity}", "/settings", f"/recordings/{videos[0]}"):
            page.goto(base + path)
            assert barriers(page) == [], path
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Delete recording and results").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(base + "/")
        assert page.locator(".standing").count() == 1
        assert watched.faults == []


def test_an_upload_that_breaks_off_continues(services, opened):
    with served(services) as address:
        watched = Watched(opened)
        page = watched.page
        page.goto(address)
        broken = []

        def break_off(route):
            if route.request.method == "PATCH" and not broken:
                broken.append(route.request.url)
                route.abort("connectionreset")
            else:
                route.continue_()

        page.route("**/uploads/*", break_off)
        page.locator("#files").set_input_files(files(1))
        page.wait_for_selector(".standing.done")
        assert len(broken) == 1

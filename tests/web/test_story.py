"""The whole story in a real browser: from dropping a video to its report, killed in the middle."""

import psutil
import pytest
from browsing import Watched, barriers, browser, running_desk
from conftest import SAMPLES

pytestmark = pytest.mark.network
WALK = SAMPLES / "d03_foot_drop_right.mp4"


def test_from_dropping_a_video_to_its_report(tmp_path, heavy_weights):
    with running_desk(tmp_path / "desk") as desk, browser() as opened:
        watched = Watched(opened, viewport={"width": 1280, "height": 900})
        page = watched.page
        page.goto(desk.address)
        page.get_by_label("Pseudonym").fill("P07")
        page.get_by_label("Stature with shoes").fill("180")
        page.locator("#files").set_input_files([WALK])
        page.wait_for_selector(".standing.measuring")

        desk.kill()
        page.get_by_text("The desk does not answer").wait_for()
        desk.start()
        page.wait_for_selector(".standing.done", timeout=120_000)

        page.get_by_role("link", name=WALK.name).click()
        page.wait_for_selector("[data-ready]")
        assert page.locator(".plot canvas").count() == 5
        assert page.get_by_role("button", name="initial contact, left, 1.71 s").count() == 1
        check_looking(page)
        check_correcting(page)
        assert barriers(page) == []
        address = page.get_by_role("link", name="Open the report").get_attribute("href")
        report = page.request.get(page.url.partition("/recordings")[0] + address)
        assert report.ok
        assert "P07" in report.text()
        assert watched.faults == []
        assert len(watched.hosts) == 1
        assert psutil.Process(desk.process.pid).memory_info().rss < 150e6
        code, said = desk.end()
        assert (code, said) == (0, "")


def check_looking(page):
    """Curves and video show the same moment; keys go from frame to frame."""
    now, film = page.locator("#now"), page.locator("#film")
    box = page.locator(".plot .u-over").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    moment_s = float(now.text_content().removesuffix(" s"))
    page.wait_for_function("() => !document.getElementById('film').seeking")
    assert film.evaluate("film => film.currentTime") == pytest.approx(moment_s, abs=0.04)
    page.keyboard.press("ArrowRight")
    assert float(now.text_content().removesuffix(" s")) == pytest.approx(moment_s + 1 / 30, abs=0.03)
    page.get_by_role("button", name="initial contact, left, 1.71 s").click()
    assert now.text_content() == "1.71 s"
    page.get_by_role("button", name="Repeat this stride").first.click()
    page.wait_for_function("() => !document.getElementById('film').paused")
    assert page.get_by_role("button", name="Play everything again").is_visible()


def check_correcting(page):
    """An event is moved by keyboard and mouse, a stride left out; both are taken back, and one put back."""
    numbers = page.locator("#numbers")
    before = numbers.inner_text()
    page.locator("#correct summary").click()
    page.get_by_label("Why").fill("heel down later")
    page.get_by_role("button", name="initial contact, left, 1.71 s").click()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Move it to this frame").click()
    page.wait_for_selector('[data-corrected="1"]')
    assert page.get_by_role("button", name="initial contact, left, 1.73 s").count() == 1
    assert "heel down later" in numbers.inner_text()
    page.get_by_role("button", name="Do not use").first.click()
    page.wait_for_selector('[data-corrected="2"]')
    assert "Excluded by hand" in numbers.inner_text()
    for expected in ("3", "4"):
        page.locator("#undo").click()
        page.wait_for_selector(f'[data-corrected="{expected}"]')
    after = numbers.inner_text()
    assert after[: after.index("Corrected by hand")] + after[after.index("What stands out") :] == before
    page.locator("#redo").click()
    page.wait_for_selector('[data-corrected="5"]')
    assert "event moved" in numbers.inner_text()

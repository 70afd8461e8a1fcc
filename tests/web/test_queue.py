"""Videos arrive in pieces, wait, are measured, and nothing of it is lost."""

import asyncio
import base64
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from made_desk import Browser, desk_of, made_services
from test_security import entered

from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.record import reading, writing
from visiongait.web import recordings, workspace
from visiongait.web.desk import local_today
from visiongait.web.uploads import LARGEST_BYTES, ConflictError, Uploads

TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


@pytest.fixture
def services(tmp_path):
    with made_services(tmp_path / "desk") as services:
        yield services


def add(desk, content=b"ok, a video", name="walk.mp4"):
    session = desk.new_session({"test": "walk", "pseudonym": "P01", "stature": "172"}, local_today())
    identity = desk.add_upload(session, name, len(content))
    append(desk.services.uploads, identity, 0, content)
    desk.services.queue.wake()
    return identity


def append(uploads, identity, offset, *pieces):
    async def coming():
        for piece in pieces:
            yield piece

    with ThreadPoolExecutor(1) as apart:  # the browser of some tests has a loop in this thread
        return apart.submit(asyncio.run, uploads.append(identity, offset, coming())).result()


def ended(desk, identity, within_s=20):
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        one = desk.recording(identity).recording
        if one.status not in ("waiting", "measuring"):
            return one
        time.sleep(0.05)
    raise AssertionError(f"{one.status} after {within_s} s")


def test_what_becomes_of_videos(services):
    desk = desk_of(services)
    good, bad, fatal = add(desk), add(desk, b"bad file"), add(desk, b"crash", "../../etc/pass\x00wd.mp4")
    assert ended(desk, good).status == "done"
    assert ended(desk, good).quality == "caution"
    assert ended(desk, bad).error == "The file is not a video."
    assert ended(desk, fatal).error.startswith("The recording could not be read")
    assert ended(desk, add(desk)).status == "done", "the worker that died was replaced"
    assert desk.recording(fatal).recording.name == "pass\N{REPLACEMENT CHARACTER}wd.mp4"
    assert [row.listed.recording.number for row in desk.rows()] == [4, 3, 2, 1]
    assert [row.listed.recording.id for row in desk.rows("p01", before=2)] == [good]
    assert desk.rows("nothing like it") == []


def test_pieces_continue_where_they_stopped(services):
    desk, uploads = desk_of(services), services.uploads
    session = desk.new_session({}, local_today())
    identity = desk.add_upload(session, "walk.mp4", 10)
    append(uploads, identity, 0, b"ok, ")
    assert uploads.arrival(identity).offset == 4
    assert desk.row(identity).share == 0.4
    for offset, content in ((0, b"ok"), (9, b"x"), (4, b"too long for it")):
        with pytest.raises(ConflictError):
            append(uploads, identity, offset, content)
    assert Uploads(services.workspace, services.engine).arrival(identity).offset == 4, "after a restart"
    append(uploads, identity, 4, b"video.")
    services.queue.wake()
    assert ended(desk, identity).status == "done"
    assert desk.video(identity).read_bytes() == b"ok, video."


def test_what_cannot_be_taken_is_said_before(services, monkeypatch):
    desk = desk_of(services)
    session = desk.new_session({}, local_today())
    for size in (0, LARGEST_BYTES + 1):
        with pytest.raises(UsageError):
            desk.add_upload(session, "walk.mp4", size)
    monkeypatch.setattr(workspace, "ROOM_FOR_WORK_BYTES", 1 << 60)
    with pytest.raises(EnvironmentFaultError, match="nearly full"):
        desk.add_upload(session, "walk.mp4", 10)
    assert desk.rows() == []


def test_a_restart_in_the_middle_loses_nothing(tmp_path):
    with made_services(tmp_path) as services:
        desk = desk_of(services)
        session = desk.new_session({}, local_today())
        slow = add(desk, b"slow, until killed")
        waits = add(desk)
        half = desk.add_upload(session, "half.mp4", 8)
        append(services.uploads, half, 0, b"ok")
        complete = desk.add_upload(session, "whole.mp4", 2)
        services.workspace.upload(complete).write_bytes(b"ok")  # killed before it was moved
        while desk.recording(slow).recording.status != "measuring":
            time.sleep(0.02)
        services.workspace.video(slow, ".mp4").write_bytes(b"ok now")
    with made_services(tmp_path) as services:
        desk = desk_of(services)
        for identity in (slow, waits, complete):
            assert ended(desk, identity).status == "done"
        assert desk.recording(slow).recording.attempts == 1, "stopping is no attempt"
        assert services.uploads.arrival(half).offset == 2


def test_what_brings_the_desk_down_again_and_again_is_given_up(services):
    desk = desk_of(services)
    services.queue.stop()
    identity = add(desk)
    for _ in range(recordings.MOST_ATTEMPTS):
        with writing(services.engine) as connection:
            assert recordings.claim(connection).id == identity
            recordings.requeue_interrupted(connection)
    with reading(services.engine) as connection:
        assert recordings.recording(connection, identity).status == "failed"


def test_uploads_speak_tus(services):
    browser = entered(services)
    session = browser.post("/sessions", data={"pseudonym": "P02", "test": "walk"}).json()["session"]
    about = ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}"
        for name, value in {"filename": "Gang.mp4", "session": session}.items()
    )
    made = browser.post("/uploads", headers={**TUS, "Upload-Length": "6", "Upload-Metadata": about})
    assert made.status_code == 201
    place = made.headers["location"]
    assert (
        browser.send("PATCH", place, headers={**TUS, "Upload-Offset": "0"}, content=b"ok,").status_code == 204
    )
    asked = browser.send("HEAD", place, headers=TUS)
    assert (asked.headers["upload-offset"], asked.headers["upload-length"]) == ("3", "6")
    assert (
        browser.send("PATCH", place, headers={**TUS, "Upload-Offset": "1"}, content=b"x").status_code == 409
    )
    stranger = Browser(services)
    stranger.get("/healthz")
    assert (
        stranger.send("PATCH", place, headers={**TUS, "Upload-Offset": "3"}, content=b"bad").status_code
        == 403
    )
    assert (
        browser.send("PATCH", place, headers={**TUS, "Upload-Offset": "3"}, content=b" ok").status_code == 204
    )
    identity = place.rpartition("/")[2]
    one = ended(desk_of(services), identity)
    assert (one.name, one.status) == ("Gang.mp4", "done")
    page = browser.get(f"/recordings/{identity}").text
    assert "Gang.mp4" in page
    assert "P02" in page
    report = browser.get(f"/recordings/{identity}/files/report.html")
    assert "sandbox" in report.headers["content-security-policy"]
    assert browser.get(f"/recordings/{identity}/video", headers={"Range": "bytes=0-1"}).content == b"ok"
    assert browser.post(f"/recordings/{identity}/delete").status_code == 200
    assert browser.get(f"/recordings/{identity}").status_code == 404
    assert not services.workspace.result(identity).exists()

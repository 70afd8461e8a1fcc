"""People on the desk: sessions, scores, baseline, export and erasure; videos that were kept long enough."""

import json
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from made_desk import Browser, desk_of, made_services
from test_queue import add, ended
from test_security import entered

from visiongait.errors import InputError, UsageError
from visiongait.record import writing
from visiongait.web import recordings, tickets
from visiongait.web.access import Actor, NotAllowedError
from visiongait.web.desk import Desk, local_today
from visiongait.web.persons import Persons
from visiongait.web.retention import sweep

TODAY = date(2026, 11, 30)


@pytest.fixture
def services(tmp_path):
    with made_services(tmp_path / "desk") as services:
        yield services


def somebody(desk):
    """P01 with two sessions, each with a measured recording; her identity and theirs."""
    videos = [add(desk), add(desk)]
    for one in videos:
        ended(desk, one)
    return Persons(desk).all()[0][0].id, videos


def test_a_person_is_asked_for_once(services):
    desk = desk_of(services)
    identity, videos = somebody(desk)
    assert [(one.pseudonym, count) for one, count in Persons(desk).all()] == [("P01", 2)]
    Persons(desk).change(identity, {"age": "65", "sex": "female", "stature": "1,70", "notes": "knee"}, TODAY)
    known = Persons(desk).known(identity)
    assert (known.person.birth_year, known.person.stature_m, known.person.sex) == (1961, 1.7, "female")
    assert known.person.age_years("2026-11-30") == 65
    assert [one.measured.id for one in known.sessions] == videos


def test_scores_comments_and_the_baseline(services):
    desk = desk_of(services)
    identity, _ = somebody(desk)
    first, second = Persons(desk).known(identity).sessions
    entered_words = {"comfort": "7,5", "pain": "", "comment": "after work", "day": "2026-11-01"}
    Persons(desk).change_session(identity, second.visit.id, entered_words)
    with pytest.raises(UsageError, match="rating"):
        Persons(desk).change_session(identity, first.visit.id, {"pain": "11"})
    known = Persons(desk).known(identity)
    assert [one.visit.id for one in known.sessions] == [second.visit.id, first.visit.id], "by days"
    assert known.sessions[0].visit.scores == {"comfort": 7.5}
    Persons(desk).change_session(identity, first.visit.id, {"baseline": "1"})
    assert [one.visit.id for one in Persons(desk).known(identity).followed] == [first.visit.id]
    with pytest.raises(UsageError, match="two sessions"):
        Persons(desk).progress(identity)


def test_export_and_erasure_are_complete(services):
    desk = desk_of(services)
    identity, videos = somebody(desk)
    other = add(desk)
    ended(desk, other)
    with zipfile.ZipFile(Persons(desk).archive(identity)) as archive:
        names = archive.namelist()
        assert {"person.json", "0001/video.mp4", "0001/result/report.html"} <= set(names)
        entered_all = json.loads(archive.read("person.json"))
    assert entered_all["person"]["pseudonym"] == "P01"
    with pytest.raises(UsageError, match="nothing was deleted"):
        Persons(desk).erase(identity, "P02")
    Persons(desk).erase(identity, "P01")
    assert Persons(desk).all() == []
    left = [
        path
        for path in services.workspace.folder.rglob("*")
        if any(one in path.name for one in (*videos, identity))
    ]
    assert left == []
    with pytest.raises(InputError):
        Persons(desk).known(identity)


def test_videos_are_kept_as_long_as_the_clinic_says(services):
    desk = desk_of(services)
    identity = add(desk)
    ended(desk, identity)
    later = datetime.now(UTC) + timedelta(days=31)
    assert sweep(services.workspace, services.engine, later) == 0, "for ever, unless somebody says otherwise"
    desk.change_settings({"keep_video_days": "30"})
    assert sweep(services.workspace, services.engine, datetime.now(UTC)) == 0
    assert sweep(services.workspace, services.engine, later) == 1
    with pytest.raises(InputError, match="not kept"):
        desk.video(identity)
    assert desk.recording(identity).recording.status == "done"
    assert desk.view(identity)["quality"] == "caution"


def test_a_phone_films_for_its_session_only(services):
    desk = desk_of(services)
    session, another = desk.new_session({}, local_today()), desk.new_session({}, local_today())
    phone = Desk(services, Actor("phone", session_id=session))
    identity = phone.add_upload(session, "film.mp4", 10)
    assert desk.recording(identity).recording.origin == "phone"
    for refused in (
        lambda: phone.add_upload(another, "film.mp4", 10),
        lambda: phone.recording(identity),
        lambda: phone.recording(desk.add_upload(another, "x.mp4", 10), "film"),
        phone.rows,
        phone.individuals,
        lambda: phone.change_settings({}),
        lambda: Persons(phone).all(),
        phone.close_phone,
    ):
        with pytest.raises(NotAllowedError):
            refused()


def test_the_phones_server_has_no_other_pages(services):
    browser = Browser(services, "phone")
    session = desk_of(services).new_session({}, local_today())
    with writing(services.engine) as connection:
        token = tickets.issue(connection, "phone", about=session)
    assert browser.get("/film").status_code == 403
    for _ in range(2):  # phones look at a code before they open it
        assert browser.get(f"/film/{token}").status_code == 302
    assert browser.get("/film").status_code == 200
    for path in ("/", "/people", "/settings", "/list", f"/enter/{token}"):
        assert browser.get(path).status_code == 404


def test_every_page_opens(services):
    desk = desk_of(services)
    identity, videos = somebody(desk)
    browser = entered(services)
    for path in ("/", "/people", f"/people/{identity}", "/settings", f"/recordings/{videos[0]}"):
        for language in ("en", "de"):
            answer = browser.get(path, headers={"Accept-Language": language, "Accept": "text/html"})
            assert answer.status_code == 200, (path, answer.text[:500])
            assert f'lang="{language}"' in answer.text
    chosen = {"language": (None, "de"), "clinician": (None, "A. Meier")}
    assert browser.post("/settings/change", files=chosen).status_code == 200
    assert "Einstellungen" in browser.get("/settings").text
    assert desk.settings().clinician == "A. Meier"


def test_the_list_stays_quick_with_2000_recordings(services):
    desk = desk_of(services)
    services.queue.stop()
    session = desk.new_session({}, local_today())
    with writing(services.engine) as connection:
        for number in range(2000):
            recordings.file_recording(
                connection, f"{number:016x}", session, f"{number}.mp4", 1, origin="desk", status="failed"
            )
    started = datetime.now(UTC)
    assert len(desk.rows()) == 50
    assert len(desk.rows("199")) > 5
    assert (datetime.now(UTC) - started).total_seconds() < 0.5

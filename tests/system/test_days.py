"""Days are the clinic's: the zone is that of TZ or of the computer."""

import time
from datetime import UTC, date, datetime

import pytest

from visiongait.errors import UsageError
from visiongait.system import days

IN_AUCKLAND = "2026-11-29T21:58:00+00:00"  # 10:58 on the 30th, UTC+13


@pytest.fixture
def clinic(monkeypatch):
    def set_zone(name):
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Auckland", date(2026, 11, 30)),
        (":Pacific/Auckland", date(2026, 11, 30)),
        ("UTC", date(2026, 11, 29)),
        ("", date(2026, 11, 29)),
        ("America/Los_Angeles", date(2026, 11, 29)),
        ("XYZ-13", date(2026, 11, 30)),  # POSIX's own way to say UTC+13
    ],
)
def test_an_instant_has_the_day_of_the_clinic(clinic, zone, day):
    clinic(zone)
    assert days.day_of(IN_AUCKLAND) == day
    assert days.day_of("2026-11-29T21:58:00Z") == day
    assert days.day_of("2026-11-29T21:58:00") == day
    assert days.day_of("2026-11-30T10:58:00+1300") == day
    assert days.today(datetime.fromisoformat(IN_AUCKLAND)) == day


def test_summer_time_is_that_of_the_instant(clinic):
    clinic("Europe/Vienna")
    assert days.day_of("2026-07-01T22:30:00Z") == date(2026, 7, 2)
    assert days.day_of("2026-12-01T22:30:00Z") == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("zone", "name"), [("Pacific/Auckland", "Pacific/Auckland"), ("XYZ-13", "UTC+13:00")]
)
def test_the_zone_has_a_name(clinic, zone, name):
    clinic(zone)
    assert days.zone_name() == name


@pytest.mark.parametrize("name", ["Asia/Kolkata", None])
def test_without_the_variable_it_is_the_computers(monkeypatch, tmp_path, name):
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    if name:
        place = tmp_path / "zoneinfo" / name
        place.parent.mkdir(parents=True)
        place.touch()
        link.symlink_to(place)
    monkeypatch.setattr(days, "LOCAL_TIME", link)
    assert days.zone_name() == (name or "UTC+00:00") or not name
    assert days.today() == (datetime.now(UTC).astimezone(days._named_zone())).date()


def test_a_day_that_has_not_come_yet_where_the_clinic_is(clinic, monkeypatch):
    moment = datetime.fromisoformat(IN_AUCKLAND)
    now = days.today
    monkeypatch.setattr(days, "today", lambda: now(moment))
    clinic("Pacific/Auckland")
    days.refuse_future(date(2026, 11, 30))
    clinic("UTC")
    with pytest.raises(UsageError, match=r"today is 2026-11-29 \(UTC\)") as refusal:
        days.refuse_future(date(2026, 11, 30))
    assert "--date" in refusal.value.hint

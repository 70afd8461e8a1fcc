"""Days are those of the clinic: of the time zone that this computer, or the variable TZ, is set to."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..errors import UsageError

LOCAL_TIME = Path("/etc/localtime")
_ZONES = "zoneinfo/"


def zone_name(now: datetime | None = None) -> str:
    """Return the zone's name, such as `Pacific/Auckland`, or its distance where it has none: `UTC+13:00`."""
    zone = _named_zone()
    if zone is not None:
        return zone.key
    away = (now or datetime.now(UTC)).astimezone().strftime("%z")
    return f"UTC{away[:3]}:{away[3:5]}"


def today(now: datetime | None = None) -> date:
    """Return the clinic's day."""
    return local(now or datetime.now(UTC)).date()


def local(moment: datetime) -> datetime:
    """Return an instant in the clinic's time."""
    return moment.astimezone(_named_zone())


def day_of(instant: str) -> date:
    """Return the clinic's day of an instant in ISO 8601; one without a zone is taken for UTC's.

    Raises
    ------
    ValueError
        If it is no instant.
    """
    moment = datetime.fromisoformat(instant)
    return local(moment if moment.tzinfo else moment.replace(tzinfo=UTC)).date()


def refuse_future(day: date) -> None:
    """Raise UsageError for a day that has not come yet where the clinic is."""
    if day > today():
        raise UsageError(
            f"{day} is in the future: today is {today()} ({zone_name()}).",
            "Give the day of the recording with --date, as YYYY-MM-DD.",
        )


def _named_zone() -> ZoneInfo | None:
    for name in _names():
        with suppress(ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(name)
    return None


def _names() -> Iterator[str]:
    """Yield what may be the zone's name; the variable rules alone, as it does for the system's own clock."""
    said = os.environ.get("TZ")
    if said is not None:
        yield said.removeprefix(":").rpartition(_ZONES)[2] or "UTC"
        return
    with suppress(OSError):
        _, found, name = str(LOCAL_TIME.resolve(strict=True)).rpartition(_ZONES)
        if found:
            yield name

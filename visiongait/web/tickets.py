"""Tokens in addresses: kept as hashes, valid for a while, exchanged for a session on first use."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from . import tables
from .people import utc_now

Purpose = Literal["desk", "phone"]
ENTRY_MIN = 15
"""Minutes for which the address printed at the start opens the desk."""

PHONE_MIN = 20
"""Minutes for which the code opens the phone's page."""


@dataclass(frozen=True)
class Ticket:
    """What a token stands for: `about` is the session that a phone films for."""

    purpose: Purpose
    about: str
    expires_utc: str


def issue(connection: Connection, purpose: Purpose, *, about: str = "", minutes: int = ENTRY_MIN) -> str:
    """Return a new token; expired ones are forgotten."""
    now = datetime.now(UTC)
    token = secrets.token_urlsafe(24)
    connection.execute(delete(tables.tickets).where(tables.tickets.c.expires_utc < utc_now()))
    connection.execute(
        insert(tables.tickets).values(
            sha256=_hash(token),
            purpose=purpose,
            about=about,
            expires_utc=(now + timedelta(minutes=minutes)).isoformat(timespec="seconds"),
            used_utc="",
        )
    )
    return token


def redeem(connection: Connection, token: str, purpose: Purpose, *, once: bool = True) -> Ticket | None:
    """Use a token, once or until it expires; None if it is unknown, expired, used or for something else."""
    mine = (tables.tickets.c.sha256 == _hash(token), tables.tickets.c.purpose == purpose)
    query = select(tables.tickets).where(
        *mine, tables.tickets.c.used_utc == "", tables.tickets.c.expires_utc >= utc_now()
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    if once:
        connection.execute(update(tables.tickets).where(*mine).values(used_utc=utc_now()))
    return Ticket(row["purpose"], row["about"], row["expires_utc"])


def revoke(connection: Connection, purpose: Purpose) -> None:
    """Make all tokens of a purpose worthless."""
    connection.execute(delete(tables.tickets).where(tables.tickets.c.purpose == purpose))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

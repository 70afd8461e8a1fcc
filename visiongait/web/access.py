"""Who may do what: the only place that decides it.

The desk knows its one user, who came in with the address that the terminal printed, and phones, which may
film for one session.
"""

from dataclasses import dataclass
from typing import Literal

from ..errors import UsageError

Role = Literal["owner", "phone"]
Action = Literal["see", "add", "change", "erase", "film"]

MAY: dict[Role, frozenset[Action]] = {
    "owner": frozenset({"see", "add", "change", "erase", "film"}),
    "phone": frozenset({"film"}),
}


class NotAllowedError(UsageError):
    """Somebody asks for what is not theirs."""


@dataclass(frozen=True)
class Actor:
    """Who asks: their role, and for a phone the session that it films for."""

    role: Role
    name: str = ""
    session_id: str = ""


def allow(actor: Actor | None, action: Action, *, session_id: str = "") -> None:
    """Raise NotAllowedError unless somebody may do something, of a session where it is about one."""
    if actor is None or action not in MAY[actor.role]:
        raise NotAllowedError("This page is not open to you.", "Open the desk with `visiongait desk`.")
    if actor.role == "phone" and session_id != actor.session_id:
        raise NotAllowedError("This phone films for another session.", "Scan the code on the desk again.")

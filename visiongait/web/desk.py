"""What the desk can do, without HTTP: everything that pages show and buttons change, on behalf of somebody.

Every object that is asked for by its identity is looked up here and nowhere else, and whether this somebody
may have it is asked of `access`.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ..batch import Limits
from ..errors import InputError, UsageError
from ..record import reading, writing
from . import people, recordings
from .access import Action, Actor, allow
from .corrections import amendment_from
from .helper import Helper
from .people import Individual, Units, Visit
from .phone import Code, PhoneSite
from .queue import Course, Queue
from .recordings import Filed, Listed
from .settings import ClinicSettings, read_settings, settings_from, write_settings
from .uploads import Uploads
from .workspace import Workspace, is_identity, new_identity

HELP_LIMITS = Limits(time_min=2.0, memory_gb=3.0)
PAGE = 50
HIDDEN_FILES = ("recording.json",)


@dataclass(frozen=True)
class Services:
    """What all requests share."""

    workspace: Workspace
    engine: Engine
    queue: Queue
    uploads: Uploads
    helper: Helper
    phone: PhoneSite


@dataclass(frozen=True)
class Opened:
    """A recording with its session and person."""

    recording: Filed
    visit: Visit
    person: Individual | None


@dataclass(frozen=True)
class ListRow:
    """A row of the list with how far it is: a share of 1 and the seconds left, where they are known."""

    listed: Listed
    course: Course | None
    share: float | None


class Desk:
    """The desk, for one actor."""

    def __init__(self, services: Services, actor: Actor | None) -> None:
        self.services = services
        self.actor = actor

    # what is shown

    def rows(self, words: str = "", before: int = 0) -> list[ListRow]:
        """Return the newest recordings, or those that contain some words."""
        allow(self.actor, "see")
        with reading(self.services.engine) as connection:
            found = recordings.listed(connection, words=words.strip(), before=before, most=PAGE)
        return [self._row(one) for one in found]

    def row(self, identity: str) -> ListRow | None:
        """Return one recording's row."""
        one = self.recording(identity)
        name = one.person.pseudonym if one.person else ""
        return self._row(Listed(one.recording, name, one.visit.person_id, one.visit.day, one.visit.test))

    def _row(self, one: Listed) -> ListRow:
        course = self.services.queue.courses.get(one.recording.id)
        share = course.share if course else None
        if one.recording.status == "arriving":
            arrival = self.services.uploads.arrival(one.recording.id)
            share = arrival.offset / arrival.size_bytes if arrival else None
        return ListRow(one, course, share)

    def recording(self, identity: str, action: Action = "see") -> Opened:
        """Return a recording with its session and person.

        Raises
        ------
        InputError
            If there is none of this identity.
        NotAllowedError
            If this actor may not do that with it.
        """
        with reading(self.services.engine) as connection:
            found = recordings.recording(connection, identity) if is_identity(identity) else None
            visit = people.visit(connection, found.session_id) if found else None
            person = people.individual(connection, visit.person_id) if visit else None
        allow(self.actor, action, session_id=visit.id if visit else "")
        if found is None or visit is None:
            raise InputError("This recording is not on the desk.", "It may have been deleted.")
        return Opened(found, visit, person)

    def view(self, identity: str) -> dict[str, Any]:
        """Return what the page of a measured recording shows; made again where it is not there."""
        self._measured(identity)
        file = self.services.workspace.view(identity)
        if not file.exists():
            question = {"kind": "view", "folder": str(self.services.workspace.result(identity))}
            self.ask(identity, question | {"view": str(file)})
        view: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return view

    def files(self, identity: str) -> list[Path]:
        """Return the files of a result folder, by name."""
        self._measured(identity)
        folder = self.services.workspace.result(identity)
        return sorted(one for one in folder.iterdir() if one.is_file() and one.name not in HIDDEN_FILES)

    def file(self, identity: str, name: str) -> Path:
        """Return a file of a result folder; InputError if there is none of this name."""
        found = next((one for one in self.files(identity) if one.name == name), None)
        if found is None:
            raise InputError("This result has no such file.")
        return found

    def video(self, identity: str) -> Path:
        """Return a recording's video; InputError if it was not kept."""
        one = self.recording(identity).recording
        file = self.services.workspace.video(identity, one.suffix)
        if not file.is_file():
            raise InputError("The video was not kept.", "Its results are still here.")
        return file

    def tests(self) -> list[dict[str, str]]:
        """Return the clinical tests there are: name and title."""
        allow(self.actor, "see")
        return self.services.helper.tests()

    def individuals(self) -> list[Individual]:
        """Return everybody."""
        allow(self.actor, "see")
        with reading(self.services.engine) as connection:
            return people.individuals(connection)

    def settings(self) -> ClinicSettings:
        """Return the clinic's settings, which pages need for whoever looks."""
        with reading(self.services.engine) as connection:
            return read_settings(connection)

    # what is changed

    def new_session(self, given: Mapping[str, str], today: date) -> str:
        """Enter a session, and its person if a pseudonym is given; return its identity."""
        allow(self.actor, "add")
        units: Units = "ft" if given.get("units") == "ft" else "cm"
        with writing(self.services.engine) as connection:
            person_id = people.person_named(connection, given, units, today)
            return people.new_visit(connection, person_id, given, today)

    def add_upload(self, session_id: str, name: str, size_bytes: int) -> str:
        """Expect a video; return its identity."""
        allow(self.actor, "film", session_id=session_id)
        origin = "phone" if self.actor and self.actor.role == "phone" else "desk"
        return self.services.uploads.create(session_id, name, size_bytes, origin)

    def film_with_phone(self, given: Mapping[str, str], today: date) -> Code:
        """Open the phone's page for a new session; return its code."""
        return self.services.phone.open(self.new_session(given, today))

    def close_phone(self) -> None:
        """Close the phone's page."""
        allow(self.actor, "add")
        self.services.phone.close()

    def add_sample(self, today: date) -> str:
        """Put the sample recording on the desk; return its identity."""
        from ..samples import FOOT_DROP

        allow(self.actor, "add")
        workspace = self.services.workspace
        size = FOOT_DROP.path.stat().st_size
        workspace.refuse_if_full(size)
        identity = new_identity()
        shutil.copyfile(FOOT_DROP.path, workspace.video(identity, FOOT_DROP.path.suffix))
        with writing(self.services.engine) as connection:
            visit = people.new_visit(connection, None, {"test": "walk"}, today)
            recordings.file_recording(
                connection, identity, visit, FOOT_DROP.file, size, origin="sample", status="waiting"
            )
        self.services.queue.wake()
        return identity

    def measure_again(self, identity: str) -> None:
        """Let a recording wait to be measured once more."""
        one = self.recording(identity, "change").recording
        self.video(identity)
        if one.status in ("waiting", "measuring", "arriving"):
            raise UsageError("This recording is already waiting or being measured.")
        with writing(self.services.engine) as connection:
            recordings.change(connection, identity, status="waiting", attempts=0, error="", hint="")
        self.services.queue.wake()

    def correct(self, identity: str, given: Mapping[str, str]) -> None:
        """Correct a result by hand; its numbers follow from the saved landmarks."""
        settings = self.settings()
        units: Units = "ft" if given.get("units") == "ft" else "cm"
        by = given.get("by", "").strip()[: people.LONGEST] or settings.clinician
        self._amend(identity, {"action": "amend", "amendment": amendment_from(given, by, units)})

    def undo(self, identity: str) -> None:
        """Take the last correction back."""
        self._amend(identity, {"action": "undo"})

    def redo(self, identity: str) -> None:
        """Put back the correction that was last taken back."""
        self._amend(identity, {"action": "redo"})

    def _amend(self, identity: str, what: Mapping[str, Any]) -> None:
        self.recording(identity, "change")
        self._measured(identity)
        workspace = self.services.workspace
        places = {
            "folder": str(workspace.result(identity)),
            "view": str(workspace.view(identity)),
        }
        self.ask(identity, {"kind": "amend", **places, **what})
        quality = self.view(identity)["quality"]
        with writing(self.services.engine) as connection:
            recordings.change(connection, identity, quality=quality)

    def measure_person(self, identity: str, number: int) -> None:
        """Measure another person of the recording, by the number that the result gave them."""
        one = self.recording(identity, "change").recording
        if number not in [person["person"] for person in self.view(identity)["people"]]:
            raise UsageError("There is no such person in this recording.")
        with writing(self.services.engine) as connection:
            recordings.change(connection, one.id, subject=str(number))
        self.measure_again(identity)

    def make_pdfs(self, identity: str) -> None:
        """Make the PDFs of a result."""
        self.recording(identity, "change")
        self._measured(identity)
        self.ask(identity, {"kind": "pages", "folder": str(self.services.workspace.result(identity))})

    def export(self, identity: str, formats: Sequence[str]) -> Path:
        """Return an archive of a result in other programs' formats."""
        self._measured(identity)
        archive = self.services.workspace.derived(identity, "exports.zip")
        question = {"kind": "export", "folder": str(self.services.workspace.result(identity))}
        self.ask(identity, question | {"archive": str(archive), "formats": list(formats)})
        return archive

    def delete(self, identity: str) -> None:
        """Delete a recording with its results."""
        one = self.recording(identity, "erase").recording
        if one.status == "measuring":
            raise UsageError("This recording is being measured.", "Wait until it has finished.")
        with writing(self.services.engine) as connection:
            recordings.forget(connection, identity)
        self.services.workspace.delete(identity, one.suffix)

    def delete_video(self, identity: str) -> None:
        """Delete a recording's video; its results stay."""
        one = self.recording(identity, "erase").recording
        if not one.measured:
            raise UsageError("The video is needed until it has been measured.")
        with writing(self.services.engine) as connection:
            recordings.change(connection, identity, video_kept=False)
        self.services.workspace.delete_video(identity, one.suffix)

    def change_settings(self, given: Mapping[str, Any], logo: bytes = b"") -> ClinicSettings:
        """Keep the clinic's settings."""
        allow(self.actor, "change")
        chosen = settings_from(given, self.settings(), logo)
        with writing(self.services.engine) as connection:
            write_settings(connection, chosen)
        return chosen

    def compared(self, first: str, second: str) -> dict[str, Any]:
        """Return what changed from one recording to another, and the mean curves of both."""
        self._measured(first)
        self._measured(second)
        folders = [str(self.services.workspace.result(one)) for one in (first, second)]
        return self.ask(first, {"kind": "compare", "first": folders[0], "second": folders[1]})

    def room(self) -> tuple[int, int]:
        """Return how many bytes the workspace's disk has, and how many of them are free."""
        allow(self.actor, "see")
        usage = shutil.disk_usage(self.services.workspace.folder)
        return usage.total, usage.free

    def ask(self, identity: str | None, question: Mapping[str, Any]) -> dict[str, Any]:
        """Let the helping process answer a question, about a recording where one is named."""
        log = {"log": str(self.services.workspace.log(identity))} if identity else {}
        return self.services.helper.ask({**log, **question}, HELP_LIMITS)

    def _measured(self, identity: str) -> Opened:
        one = self.recording(identity)
        if not one.recording.measured:
            raise InputError("This recording has not been measured.")
        return one


def local_today() -> date:
    """Return today's day here."""
    return datetime.now().astimezone().date()

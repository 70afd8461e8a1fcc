"""What a recorded session keeps: the raw video, and what was told while it ran."""

from datetime import datetime
from pathlib import Path

from .journal import Journal
from .recording import RawRecorder


class Keeping:
    """The files of one session in a folder, named after the moment at which it began.

    Raises
    ------
    EnvironmentFaultError
        If they cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        name = f"live-{datetime.now():%Y%m%d-%H%M%S}"
        self.recorder = RawRecorder(folder, name)
        self.journal = Journal(folder / f"{name}.jsonl")

    @property
    def recordings(self) -> tuple[Path, ...]:
        """Video files; more than one only if the camera came back with another kind of stream."""
        return tuple(self.recorder.files)

    def close(self) -> str:
        """Finish the files; return what went wrong with the recording as a sentence, or nothing."""
        self.recorder.close()
        return self.recorder.trouble

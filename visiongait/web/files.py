"""A person's data as one archive, and its erasure."""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .people import Individual, Visit
from .recordings import Filed
from .workspace import Workspace


def archive_of(
    workspace: Workspace,
    person: Individual,
    visits: Sequence[Visit],
    recordings: Sequence[Filed],
    target: Path,
) -> None:
    """Write everything that is kept of a person into one ZIP archive: what was entered, videos, results."""
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        archive.writestr("person.json", json.dumps(_entered(person, visits, recordings), indent=1))
        for one in recordings:
            name = f"{one.number:04d}"
            video = workspace.video(one.id, one.suffix)
            if video.is_file():
                archive.write(video, f"{name}/video{one.suffix}")
            folder = workspace.result(one.id)
            for file in sorted(folder.rglob("*")) if folder.is_dir() else []:
                if file.is_file():
                    archive.write(file, f"{name}/result/{file.relative_to(folder)}")
    part.replace(target)


def _entered(person: Individual, visits: Sequence[Visit], recordings: Sequence[Filed]) -> dict[str, Any]:
    return {
        "person": asdict(person),
        "sessions": [asdict(one) for one in visits],
        "recordings": [asdict(one) for one in recordings],
    }

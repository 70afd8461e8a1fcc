"""Results of the sample recordings, measured once and read back from then on."""

from pathlib import Path
from tempfile import gettempdir

import visiongait
from visiongait.samples import SAMPLES, Sample

FOLDER = Path(gettempdir()) / "visiongait-examples"


def sample(name: str) -> Sample:
    """Return the sample recording whose name begins so."""
    return next(one for one in SAMPLES if one.file.startswith(name))


def result_of(name: str) -> visiongait.Result:
    """Return the result of a sample recording: `d01`, a normal walk, or `d03`, a foot drop on the right."""
    folder = FOLDER / name
    if not (folder / "assessment.json").is_file():
        visiongait.analyse(sample(name).path, height_m=1.75).save(folder, video=False, overwrite=True)
    return visiongait.load(folder)

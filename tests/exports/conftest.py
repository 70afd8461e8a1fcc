"""One assessment and one export of everything, shared by the tests of this room."""

import pytest
from made_exports import assessed, out_and_back

from visiongait.exports import FORMATS, export


@pytest.fixture(scope="session")
def assessment():
    return assessed(out_and_back())


@pytest.fixture(scope="session")
def folder(assessment, tmp_path_factory):
    """Every format of `assessment`, in a folder with a telling name."""
    place = tmp_path_factory.mktemp("erika") / "exports"
    export(assessment, FORMATS, place)
    return place

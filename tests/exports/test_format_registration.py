"""A new export format is one function and one registration."""

import pytest
from made_exports import assessed, out_and_back

from visiongait.exports import FORMATS, Format, export, register


def write_counts(assessment, folder):
    """Write how many strides each leg has."""
    counts = assessment.strides["side"].value_counts()
    (folder / "counts.txt").write_text("".join(f"{side} {n}\n" for side, n in counts.items()))


@pytest.fixture
def counts():
    register(Format("counts", write_counts))
    yield
    del FORMATS["counts"]


def test_a_registered_format_is_exported(counts, tmp_path):
    files = export(assessed(out_and_back()), ["counts"], tmp_path)
    assert [file.name for file in files] == ["counts.txt", "README.txt"]


def test_a_name_is_taken_once(counts):
    with pytest.raises(ValueError, match="counts already"):
        register(Format("counts", write_counts))

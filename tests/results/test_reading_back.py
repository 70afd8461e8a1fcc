"""A result folder is read back whole, or refused in one sentence."""

import json

import pytest
from made_walk import walk

from visiongait.datatypes import Assessment
from visiongait.errors import InputError
from visiongait.results import read_assessment


@pytest.fixture(scope="module")
def text():
    made = walk(320, 180, seconds=4, fps=15).assessment
    return Assessment.from_json(made.to_json()).to_json()


@pytest.mark.parametrize("named", ["", "assessment.json"])
def test_folder_and_file_are_both_read(tmp_path, text, named):
    (tmp_path / "assessment.json").write_text(text, encoding="utf-8")
    assert read_assessment(tmp_path / named).to_json() == text


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_assessment(tmp_path / "nothing")


def test_folder_without_assessment_is_no_result(tmp_path):
    with pytest.raises(InputError, match=r"does not contain assessment\.json"):
        read_assessment(tmp_path)


def test_another_file_is_no_result(tmp_path):
    other = tmp_path / "walk.mp4"
    other.write_bytes(b"0")
    with pytest.raises(InputError, match="is not a result folder"):
        read_assessment(other)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 1}', "\x00"])
def test_damaged_assessment_is_refused(tmp_path, damage):
    (tmp_path / "assessment.json").write_text(damage, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be read") as refused:
        read_assessment(tmp_path)
    assert refused.value.hint


def test_truncated_and_mangled_assessments_are_refused(tmp_path, text):
    plain = json.loads(text)
    for mangled in (text[: len(text) // 2], json.dumps(plain | {"video": []})):
        (tmp_path / "assessment.json").write_text(mangled, encoding="utf-8")
        with pytest.raises(InputError, match="damaged"):
            read_assessment(tmp_path)


def test_another_schema_version_is_said(tmp_path, text):
    plain = json.loads(text) | {"schema_version": "7.0"}
    (tmp_path / "assessment.json").write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(InputError, match=r"schema version 7\.0; this program reads version 1"):
        read_assessment(tmp_path)

"""Manifests: what they may say, and every fault at once."""

import pytest

from visiongait.batch.manifest import read_manifest
from visiongait.batch.recordings import find_recordings
from visiongait.errors import InputError, UsageError


@pytest.fixture
def manifest(tmp_path):
    def write(text):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_manifest_tells_what_is_known(manifest, tmp_path):
    who = "path,subject,session,height_m,direction,slowmo,age_years,sex"
    header = f"{who},affected_side,speed,condition,condition_shoe"
    place = manifest(
        f"{header}\nA/w 1.mp4, S1,pre,1.72,left,8,64,female,right,fast,after rest,low\nb.mov,,,,,,,,,,,\n"
    )
    first, second = read_manifest(place)
    assert first.source == str(tmp_path / "A/w 1.mp4")
    assert (first.name, first.suffix) == ("A_w_1", ".mp4")
    assert (first.subject, first.session, first.height_m, first.slowmo) == ("S1", "pre", 1.72, 8.0)
    assert (first.direction, first.age_years, first.sex) == ("left", 64.0, "female")
    assert (first.affected_side, first.speed) == ("right", "fast")
    assert first.conditions == {"condition": "after rest", "condition_shoe": "low"}
    assert (second.height_m, second.slowmo, second.conditions) == (None, None, {})


def test_every_fault_is_told_with_its_row(manifest):
    place = manifest(
        "path,height_m,slowmo,direction,sex,age_years,colour\n"
        "a.mp4,172,8,left,female,64,red\n"
        "a.mp4,1.7,0,up,female,64,\n"
        ",tall,1,left,x,640,\n"
    )
    with pytest.raises(UsageError) as caught:
        read_manifest(place)
    said = caught.value.message
    for fault in (
        "column colour: unknown",
        "row 2, height_m: 172.0",
        "row 2, path: a.mp4 is listed more than once",
        "row 3, path: a.mp4 is listed more than once",
        "row 3, slowmo: 0.0",
        "row 3, direction: 'up'",
        "row 4, path: ''",
        "row 4, height_m: 'tall'",
        "row 4, sex: 'x'",
        "row 4, age_years: 640.0",
    ):
        assert fault in said, fault
    assert "10 faults" in said
    assert "row 2, slowmo" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("subject\nS1\n", "column path: missing"),
        ("path,hight_m\na.mp4,1.7\n", "column hight_m: unknown; the columns are path"),
        ("", "is not a table"),
        ("path\n", "no recording"),
    ],
)
def test_what_is_no_manifest_is_one_sentence(manifest, text, said):
    with pytest.raises((UsageError, InputError), match=said):
        find_recordings([manifest(text)], "out")


def test_a_missing_manifest_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match="no manifest"):
        read_manifest(str(tmp_path / "none.csv"))

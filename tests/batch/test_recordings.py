"""Which recordings are found, and what a manifest may say of them."""

import io

import pytest

from visiongait.batch.recordings import find_recordings, name_of, read_manifest
from visiongait.errors import InputError, UsageError


@pytest.fixture
def tree(tmp_path):
    for name in (
        "a.mp4",
        "deep/er/B.MOV",
        "notes.txt",
        "._a.mp4",
        ".hidden/c.mp4",
        "out/recordings/x/annotated.mp4",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(sources, out):
    return [one.name for one in find_recordings([str(source) for source in sources], str(out))]


def test_a_folder_is_searched_but_for_results_and_hidden_files(tree):
    assert names([tree], tree / "out") == ["a", "deep_er_B"]


def test_globs_files_and_folders_give_each_recording_once(tree):
    assert names([tree / "*.mp4", tree / "a.mp4", tree / "deep"], tree / "out") == ["a", "er_B"]


def test_a_file_named_by_hand_needs_no_known_ending(tree):
    assert names([tree / "notes.txt"], "out") == ["notes"]


def test_what_is_not_there_is_one_sentence(tree):
    with pytest.raises(UsageError, match=r"There is no .*none"):
        names([tree / "none"], "out")
    with pytest.raises(InputError, match="No recordings"):
        names([tree / "*.avi"], "out")
    with pytest.raises(UsageError, match="cannot be opened here"):
        names(["nonsense://x"], "out")


@pytest.mark.parametrize(
    ("path", "name"),
    [("S 1/walk.mp4", "S_1_walk"), ("ä/ö.mov", "ä_ö"), ("..mp4", "recording"), ("x" * 99 + ".mp4", "x" * 60)],
)
def test_a_path_becomes_a_word(path, name):
    assert name_of(path) == name


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
        "a.mp4,17.2,8,left,female,64,red\n"
        "a.mp4,1.7,0,up,female,64,\n"
        ",tall,1,left,x,640,\n"
    )
    with pytest.raises(UsageError) as caught:
        read_manifest(place)
    said = caught.value.message
    for fault in (
        "column colour: unknown",
        "row 2, height_m: '17.2'",
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
        ("path\n", "No recordings"),
    ],
)
def test_what_is_no_manifest_is_one_sentence(manifest, text, said):
    with pytest.raises((UsageError, InputError), match=said):
        find_recordings([manifest(text)], "out")


ROWS = [
    ["path", "height_m", "age_years", "condition"],
    ["Übung 1.mp4", "1,72", "63,5", "müde"],
    ["b.mp4", "172", "", ""],
]


def as_excel(rows):
    from openpyxl import Workbook

    book, content = Workbook(), io.BytesIO()
    for row in [*rows, [None] * 4]:
        book.active.append([float(c.replace(",", ".")) if c and c[0].isdigit() else c for c in row])
    book.save(content)
    return content.getvalue()


def as_text(separator, encoding, first=""):
    return (first + "\r\n".join(separator.join(row) for row in ROWS) + f"\r\n{separator * 3}\r\n").encode(
        encoding
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.csv", as_text(";", "utf-8-sig")),
        ("list.csv", as_text(";", "cp1252")),
        ("list.csv", as_text("\t", "utf-16")),
        ("list.csv", as_text(";", "cp1252", "sep=;\r\n")),
        ("list.xlsx", as_excel(ROWS)),
    ],
    ids=["mark", "windows", "utf-16 tabs", "sep=", "excel"],
)
def test_manifests_as_spreadsheets_save_them(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    second, first = find_recordings([str(tmp_path / name)], "out")
    assert (first.source, first.height_m, first.age_years) == (str(tmp_path / "Übung 1.mp4"), 1.72, 63.5)
    assert first.conditions == {"condition": "müde"}
    assert (second.height_m, second.age_years) == (1.72, None)


def test_a_missing_manifest_is_one_sentence(tmp_path):
    with pytest.raises(UsageError, match="no manifest"):
        read_manifest(str(tmp_path / "none.csv"))

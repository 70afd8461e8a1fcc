"""Marker recordings go through the rooms that measure videos."""

import builtins

import numpy as np
import pytest
from conftest import shared

from visiongait.api.markers import measure_markers, read_markers
from visiongait.cli.commands import run
from visiongait.errors import EnvironmentFaultError, InputError, UsageError


@pytest.mark.parametrize(
    ("name", "stride_s", "stride_m"),
    [("HC002D06", (0.85, 1.0), (1.1, 1.3)), ("Gait", (0.9, 1.05), (1.35, 1.55)),
     ("fukuchi_WBDS42walkT03", (0.9, 1.5), None)],
)  # fmt: skip
def test_a_c3d_file_gives_strides_and_lengths(name, stride_s, stride_m):
    result = measure_markers(shared(f"mocap/{name}.c3d"))
    found = result.summary.set_index(["metric", "side"])["value"]
    assert stride_s[0] < found["stride_time_s", "left"] < stride_s[1]
    if stride_m:
        assert stride_m[0] < found["stride_length_m", "left"] < stride_m[1]
    assert result.verdict.quality in ("ok", "caution")


def write_trc(path, markers, rate_hz=100.0):
    labels = list(markers)
    n = len(markers[labels[0]])
    head = [
        "PathFileType\t4\t(X/Y/Z)\twalk.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"{rate_hz}\t{rate_hz}\t{n}\t{len(labels)}\tmm",
        "Frame#\tTime\t" + "\t\t\t".join(labels),
        "\t\t" + "\t".join(f"{axis}{i + 1}" for i in range(len(labels)) for axis in "XYZ"),
        "",
    ]
    rows = [
        "\t".join(
            [str(i + 1), f"{i / rate_hz:.4f}", *(f"{v:.3f}" for label in labels for v in markers[label][i])]
        )
        for i in range(n)
    ]
    path.write_text("\n".join([*head, *rows]) + "\n")


def test_a_trc_file_with_labels_of_its_own(tmp_path):
    found = read_markers(shared("mocap/HC002D06.c3d"))
    labels = {"LFEP": "hipL", "RFEP": "hipR", **{k: k for side in "LR" for k in
              (f"{side}KNE", f"{side}ANK", f"{side}HEE", f"{side}TOE", f"{side}SHO")}}  # fmt: skip
    write_trc(tmp_path / "walk.trc", {new: 1000 * found.positions_m[old] for old, new in labels.items()})
    with pytest.raises(UsageError, match="left_hip"):
        measure_markers(tmp_path / "walk.trc")
    named = {"left_hip": "hipL", "right_hip": "hipR"}
    ours, theirs = measure_markers(tmp_path / "walk.trc", markers=named), measure_markers(
        shared("mocap/HC002D06.c3d"))  # fmt: skip
    assert np.allclose(ours.strides["start_s"], theirs.strides["start_s"], atol=0.005)


def test_the_command_writes_a_result_folder(tmp_path, capsys):
    assert run(["markers", str(shared("mocap/HC002D06.c3d")), "-o", str(tmp_path)]) == 0
    assert "To read:" in capsys.readouterr().out
    assert (tmp_path / "HC002D06" / "strides.csv").is_file()


def test_what_is_missing_is_said(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no file"):
        read_markers(tmp_path / "walk.c3d")
    with pytest.raises(UsageError, match="not a marker recording"):
        read_markers(tmp_path / "walk.mp4")
    (tmp_path / "walk.trc").write_text("nothing")
    with pytest.raises(InputError, match="damaged"):
        read_markers(tmp_path / "walk.trc")
    (tmp_path / "walk.c3d").write_bytes(b"")
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "ezc3d":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EnvironmentFaultError, match="ezc3d"):
        read_markers(tmp_path / "walk.c3d")

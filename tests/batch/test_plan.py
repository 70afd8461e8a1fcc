"""What has to be done, as a function of bytes, options and earlier outcomes alone."""

import re
from dataclasses import replace

from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from visiongait.batch.plan import MeasureOptions, Outcome, Selection, fingerprint, plan
from visiongait.batch.recordings import Recording
from visiongait.version import SCIENCE_VERSION

OPTIONS = MeasureOptions()
contents = st.lists(st.sampled_from("abcd"), max_size=6)
statuses = st.sampled_from(["done", "withheld", "failed"])


def recordings(content):
    return [Recording(f"/r{i}.mp4", f"r{i}") for i in range(len(content))]


def hashes(content):
    return {f"/r{i}.mp4": byte * 64 for i, byte in enumerate(content)}


@given(contents, statuses)
def test_each_content_is_done_once_and_never_again(content, status):
    found, known = recordings(content), hashes(content)
    first = plan(found, known, {}, OPTIONS, Selection())
    to_do = [one for one in first if one.to_do]
    assert sorted(one.outcome.sha256 for one in to_do) == sorted({byte * 64 for byte in content})
    finished = [replace(one.outcome, status=status, final=True) for one in to_do]
    outcomes = {one.recording: one for one in finished}
    assert not any(one.to_do for one in plan(found, known, outcomes, OPTIONS, Selection()))
    shuffled = [replace(one, source=one.source, name=f"moved_{one.name}") for one in reversed(found)]
    assert not any(one.to_do for one in plan(shuffled, known, outcomes, OPTIONS, Selection()))


@given(contents, st.integers(0, 4))
def test_a_limit_is_kept(content, limit):
    planned = plan(recordings(content), hashes(content), {}, OPTIONS, Selection(limit=limit))
    assert sum(one.to_do for one in planned) == min(limit, len(set(content)))


@given(contents)
def test_folders_of_different_recordings_never_collide(content):
    planned = plan(recordings(content), hashes(content), {}, OPTIONS, Selection())
    names = [one.outcome.recording for one in planned]
    assert len(set(names)) == len(names)


def test_options_of_the_manifest_come_first():
    told = Recording("/r.mp4", "r", height_m=1.9, slowmo=4.0)
    options = MeasureOptions(height_m=1.7, slowmo=2.0)
    assert (options.of(told)["height_m"], options.of(told)["slowmo"]) == (1.9, 4.0)
    silent = options.of(Recording("/r.mp4", "r"))
    assert (silent["height_m"], silent["slowmo"]) == (1.7, 2.0)


def test_the_fingerprint_knows_bytes_options_and_science(monkeypatch):
    options = OPTIONS.of(Recording("/r.mp4", "r"))
    key = fingerprint("a" * 64, options)
    assert key == fingerprint("a" * 64, dict(reversed(options.items())))
    assert key != fingerprint("b" * 64, options)
    assert key != fingerprint("a" * 64, options | {"height_m": 1.8})
    monkeypatch.setattr("visiongait.batch.plan.SCIENCE_VERSION", 0)
    assert key != fingerprint("a" * 64, options)


def test_the_changelog_names_the_science_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"Science version (\d+)", text).group(1) == str(SCIENCE_VERSION)


def test_where_and_when_a_recording_is_known_from_is_no_part_of_it():
    told = Recording("/r.mp4", "r", tag="x", speed="fast", conditions={"condition": "barefoot"})
    assert OPTIONS.of(told) == OPTIONS.of(Recording("s3://else/where.mp4", "other"))


def test_half_a_state_file_is_none():
    whole = Outcome("r").to_json()
    assert Outcome.from_json(whole) == Outcome("r")
    for end in range(len(whole) - 2):
        assert Outcome.from_json(whole[:end]) is None
    assert Outcome.from_json('{"recording": "r", "unknown": 1}') is None

"""Sentences of the report about the recording and the method, filled in from an assessment."""

from collections.abc import Iterator

import pandas as pd

from ...datatypes.assessment import Assessment, PassSummary
from ...datatypes.walk import SIDES
from .rows import Texts


def facts(assessment: Assessment, texts: Texts) -> list[tuple[str, str]]:
    """Return the head of the report: what was recorded, of whom, from where."""
    words = texts["facts"]
    return [
        (words["subject"], _subject(assessment, words)),
        (words["view"], _view(assessment, texts)),
        (words["recording"], _recording(assessment, words)),
        (words["scale"], _scale(assessment, words)),
        (words["strides"], words["stride_counts"].format(**_stride_counts(assessment.strides))),
    ]


def method(assessment: Assessment, texts: Texts) -> list[str]:
    """Return how the numbers were made, one sentence each."""
    return list(_method_sentences(assessment, texts))


def _subject(assessment: Assessment, words: Texts) -> str:
    subject = assessment.subject
    if subject is None:
        return str(words["nobody"])
    return subject.reason


def _view(assessment: Assessment, texts: Texts) -> str:
    views = dict.fromkeys(_one_view(walk, texts) for walk in assessment.passes)
    return "; ".join(views) or str(texts["facts"]["no_pass"])


def _one_view(walk: PassSummary, texts: Texts) -> str:
    words = texts["facts"]
    facing = texts["sides"][walk.facing].lower()
    parts = [
        words["on_treadmill"].format(facing=facing) if walk.treadmill else words[f"walking_{walk.facing}"]
    ]
    parts.append(words["near_leg"].format(side=texts["sides"][walk.near_side].lower()))
    known = walk.view_angle_deg is not None
    parts.append(
        words["angle_known"].format(degrees=round(walk.view_angle_deg or 0))
        if known
        else words["angle_unknown"]
    )
    if walk.camera_compensated:
        parts.append(words["compensated"])
    return ", ".join(parts)


def _recording(assessment: Assessment, words: Texts) -> str:
    video = assessment.video
    parts = [
        words["frame_rate"].format(fps=f"{video.nominal_fps:.4g}"),
        words["size"].format(width=video.width_px, height=video.height_px),
    ]
    if video.duration_s is not None:
        parts.append(words["duration"].format(seconds=f"{video.duration_s:.1f}"))
    if video.slowmo_factor != 1:
        parts.append(words["slowmo"].format(factor=f"{video.slowmo_factor:g}"))
    return ", ".join(parts)


def _scale(assessment: Assessment, words: Texts) -> str:
    scale = assessment.scale
    if scale is None:
        return str(words["scale_unknown"])
    percent = f"{100 * scale.relative_sd:.1f}"
    return str(words["scale_known"].format(height=f"{scale.height_m:.2f}", percent=percent))


def _stride_counts(strides: pd.DataFrame) -> dict[str, int]:
    valid = strides[strides["valid"].astype(bool)] if len(strides) else strides
    return {side: int((valid["side"] == side).sum()) for side in SIDES}


def _method_sentences(assessment: Assessment, texts: Texts) -> Iterator[str]:
    words, made = texts["method"], assessment.provenance
    weights = ", ".join(f"{name} {sha[:8]}" for name, sha in made.weights_sha256.items()) or "–"
    yield words["pose"].format(backend=made.backend, weights=weights)
    if (cutoff := assessment.processing.get("cutoff_hz")) is not None:
        yield words["filter"].format(cutoff=f"{cutoff:g}")
    if (correction := assessment.processing.get("leg_correction")) is not None:
        yield words["correction"].format(name=correction["name"], sha=correction["sha256"][:8])
    for side, zero in assessment.ankle_zero.items():
        yield words[f"zero_{zero.method}"].format(
            side=texts["sides"][side],
            samples=zero.samples,
            offset=f"{zero.offset_deg:.1f}".replace("-", "−"),
            spread=f"{zero.spread_deg:.1f}",
        )
    if len(assessment.events):
        yield words["events"].format(methods=", ".join(sorted(set(assessment.events["method"]))))
    if masked := _masked(assessment.summary):
        yield words["masked"].format(**masked)
    yield words["signs"]
    yield words["versions"].format(
        packages=", ".join(f"{name} {version}" for name, version in made.packages.items())
    )


def _masked(summary: pd.DataFrame) -> dict[str, str]:
    rows = summary[(summary["metric"] == "masked_frames_percent") & summary["side"].isin(SIDES)]
    shares = {str(row["side"]): f"{row['value']:.0f}" for row in rows.to_dict("records")}
    return shares if set(shares) == set(SIDES) else {}

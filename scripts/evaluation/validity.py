"""Write docs/validity.md: rendered walks with truth, peers, marker recordings and real walks.

    scripts/validity [-o CACHE] [--peers PEERS.csv]

Needs the folder `shared` beside the checkout.  CACHE keeps the landmarks, so that a second run needs no
network; scripts/compare_peers writes PEERS.csv.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from checkout import DOCS, SHARED
from platformdirs import user_cache_path

from visiongait.assessments import WalkSettings, assess_walk
from visiongait.cleaning import CleaningSettings, SwapEvidence, choose_subject, relabel
from visiongait.cli.progress import bars
from visiongait.datatypes import SIDES, Assessment, EventKind
from visiongait.model_files import load_correction
from visiongait.pipeline import measure
from visiongait.pose import ReplayBackend, load_landmarks, make_backend, save_landmarks
from visiongait.validation import validate_clips
from visiongait.validation.ablation import NO_PROVENANCE
from visiongait.validation.document import draw_plots, markdown, number, sections
from visiongait.validation.figures import FIGURES, LEGS, SAGITTAL_DEG, Pooled, pool, pool_all
from visiongait.validation.readings import READ_AS, angle_errors, by_phase, read_angles
from visiongait.validation.real_walks import (
    COMPARED,
    Agreement,
    compare,
    counted_strikes,
    foot_steadiness,
    half_differences,
    read_events,
    side_differences,
)
from visiongait.validation.run import Validation

from . import markers as figures

PICTURES = "images/validity/"
KINDS: tuple[EventKind, EventKind] = ("foot_strike", "foot_off")
REAL = {"street_walk_sagittal": "Street walk", "handheld_panning_walk": "Hand-held, panning camera"}
HEAD = """# How far the numbers hold

Made by `scripts/validity`; edit nothing here. Rendered walkers whose joints, soles and contacts are known
exactly say how far off a number is; marker recordings with force plates say the same of everything behind the
landmarks; real walks, whose true values are unknown, must at least be consistent; and other programs measured
the same clips with the same weights. Rendered people are not photographs: on real video errors can only
be larger or different.
"""


def unmet(validation: Validation) -> str:
    """Return what is missing to the goals, in a sentence."""
    short = [
        f"{one.figure.words.lower()}, {one.leg} leg ({number(one.mean)} {one.figure.unit},"
        f" goal {one.figure.goal(one.leg):g}{missing(one)})"
        for one in pool_all(validation.errors)
        if one.met is False
    ]
    judged = sum(one.met is not None for one in pool_all(validation.errors))
    words = "; ".join(short) or "none"
    return f"**{judged - len(short)} of {judged} goals are met.** Not met: {words}.\n"


def missing(one: Pooled) -> str:
    """Return what keeps an event's goal from being met although its mean may be within."""
    return f"; {one.wanted - one.n} of {one.wanted} missed" if one.figure.unit == "ms" else ""


def peers(ours: pd.DataFrame, theirs: pd.DataFrame) -> str:
    """Return our figures beside the peers'."""
    methods = {"VisionGait": ours.assign(legs="as labelled")}
    methods |= {str(name): rows for name, rows in theirs.groupby("method", sort=False)}
    rows = []
    for figure in FIGURES:
        cells = []
        for table in methods.values():
            seen = table[(table["view_angle_deg"] <= SAGITTAL_DEG) & (table["legs"] == "as labelled")]
            pair = [pool(seen, figure, leg) for leg in LEGS]
            missed = sum(one.wanted - one.n for one in pair)
            invented = sum(one.invented for one in pair)
            events = f" ({missed} missed, {invented} invented)" if figure.unit == "ms" else ""
            cells.append(" / ".join(number(one.mean) for one in pair) + events)
        rows.append([f"{figure.words}, {figure.unit}", *cells])
    return (
        "## Comparison with other programs\n\nMean absolute error, near / far leg, same clips, same `heavy` weights, same"
        " scoring; – where a program has no such number (or withholds it). The naive method: BlazePose in"
        " MediaPipe's VIDEO mode, 6 Hz filter, heel–toe line, Zeni events, scale from stature. myogait 0.9.2:"
        " its `run_pipeline` with mediapipe, once as it comes, once without its swapping of the legs, without its"
        " factor 0.8 and filtered at 6 Hz instead of 4.\n\n"
        + markdown(("mean absolute error", *methods), rows)
        + "\n"
        + wrong_legs(theirs)
    )


def wrong_legs(theirs: pd.DataFrame) -> str:
    """Return how each peer labels the legs: the knee tells them apart."""
    lines = []
    for method, rows in theirs[theirs["figure"] == "knee_flexion_deg"].groupby("method", sort=False):
        mae = rows.groupby(["clip", "legs"])["mae"].mean().unstack()
        wrong = mae["exchanged"] < mae["as labelled"]
        put_right = np.where(wrong, "exchanged", "as labelled")
        chosen = theirs[theirs["method"] == method].set_index(["clip", "legs"])
        right = chosen.loc[list(zip(mae.index, put_right, strict=True))].reset_index()
        right = right[right["view_angle_deg"] <= SAGITTAL_DEG]
        values = (
            " / ".join(number(pool(right, figure, leg).mean) for leg in LEGS)
            for figure in FIGURES
            if figure.name in ("ankle_dorsiflexion_deg", "ankle_rom_deg", "knee_flexion_deg")
        )
        lines.append([str(method), f"{int(wrong.sum())} of {len(wrong)}", *values])
    head = ("method", "clips with the legs swapped", "ankle °", "ankle ROM °", "knee °")
    words = (
        "A leg is called wrong where the knee fits better with left and right swapped. For the errors here, the"
        " legs of such clips were relabelled from the truth, so that what remains is not due to the labels."
    )
    return f"{words}\n\n" + markdown(head, lines)


def markers() -> str:
    """Return what the rooms behind the landmarks reach on marker recordings."""
    rows = []
    for kind in figures.KINDS:
        one, limit_ms = figures.pooled(kind), 1000 * figures.LIMIT_S[kind]
        ms = 1000 * one.errors_s
        within = 100 * np.mean(np.abs(ms) <= limit_ms)
        found = f"{len(ms)} of {one.true}, {one.invented} invented"
        spread = f"median {np.median(ms):+.1f} ms; MAE {np.abs(ms).mean():.1f} ms"
        said = f"{within:.0f} % within {limit_ms:.0f} ms; {spread}"
        met = within >= 95 and abs(np.median(ms)) < 5
        goal = f"≥ 95 % within {limit_ms:.0f} ms, median < 5 ms"
        rows.append(
            [
                f"{kind.replace('_', ' ')} against force plates, {found}",
                said,
                goal,
                "yes" if met else "**no**",
            ]
        )
    for joint in figures.ANGLE_OF:
        rmse = np.array(list(figures.angle_rmse_deg(joint).values()))
        goal = "≤ 1.5°" if joint == "ankle" else "–"
        met = "–" if joint != "ankle" else "yes" if np.median(rmse) <= 1.5 else "**no**"
        said = f"median RMSE {np.median(rmse):.2f}°, worst {rmse.max():.2f}°"
        rows.append(
            [f"{joint} curve against Plug-in-Gait, {len(rmse)} legs, offset removed", said, goal, met]
        )
    words = (
        "Real marker trajectories instead of landmarks: what kinematics and events add to the error. Healthy"
        ' adults; the Parkinson recording is held to "nothing invented, 90 % found" by the tests.'
    )
    return f"## Marker recordings\n\n{words}\n\n" + markdown(("figure", "measured", "goal", "met"), rows)


def real_walks(cache: Path) -> Iterator[str]:
    """Return what real recordings say of themselves."""
    yield (
        "## Real walks\n\nThe true values are unknown here, but a foot has one length, a flat sole one angle, a"
        " healthy walker's legs are similar, and the halves of a recording agree. Goals: SD of the flat sole's"
        " angle ≤ 3°; left and right within 4°; both halves within the stated interval.\n"
    )
    for name, words in REAL.items():
        assessment = assessed(SHARED / "videos" / f"{name}.mp4", cache)
        yield f"### {words}\n"
        yield steadiness(assessment)
        yield sides_and_halves(assessment)
        read = SHARED / "videos" / f"{name}.events.json"
        if read.is_file():
            yield hand_read(assessment, json.loads(read.read_text()))


def real_recordings(cache: Path) -> Iterator[str]:
    """Return how real recordings compare with what people counted and read off their pictures."""
    folder = SHARED / "real"
    yield (
        "## Real recordings\n\nEight people filmed in a gait laboratory (960 × 540, 25 frames a second, 300 px tall, from"
        " standing to standing; GPJATK, Kwolek et al. 2019). Their foot strikes were counted by those who published"
        " them; of six, every foot strike and foot off was read off the pictures, twice, by one reader (same frame or"
        " the next). Found: on the same side, within two frames. By its definition an event read by eye is up to"
        " half a frame late. The published counts leave out most closing steps; those read by eye hold them.\n"
    )
    counts, read = counted_strikes(folder / "strike_counts.csv"), read_events(folder / "events.csv")
    totals: dict[str, Agreement] = {kind: Agreement() for kind in KINDS}
    rows = []
    for path in sorted(folder.glob("*.mp4")):
        one = assessed(path, cache)
        compared = {
            kind: compare(one.events, read[path.stem], kind) if path.stem in read else Agreement()
            for kind in KINDS
        }
        for kind in KINDS:
            totals[kind] += compared[kind]
        strikes = one.events[one.events["event"] == "foot_strike"]["side"]
        told = "; ".join(
            f"{side} {int((strikes == side).sum())} of {counts[path.stem][side]}" for side in SIDES
        )
        steady = one.strides["valid"].astype(bool) & one.strides["steady"].astype(bool)
        rows.append(
            [
                path.stem,
                told,
                *(found_of(compared[kind]) for kind in KINDS),
                f"{int(one.strides['valid'].sum())}, {int(steady.sum())}",
                str(int(one.frames["left_relabelled"].sum())),
            ]
        )
    rows.append(["together", "", *(found_of(totals[kind]) for kind in KINDS), "", ""])
    head = (
        "recording",
        "contacts reported, counted",
        "foot strikes found",
        "foot offs found",
        "strides valid, steady",
        "frames relabelled",
    )
    yield markdown(head, rows)
    yield swap_ablation(folder)
    yield (
        "Left out: recordings of other people and rates (reserved for independent examination of this program), and"
        " patients: no"
        " recording of one with anything read off it was at hand. Angles read by eye in six of these recordings are"
        " compared by the folder's own `score.py`.\n"
    )


def found_of(one: Agreement) -> str:
    """Return how many were found, and how far off, in words."""
    if not one.read:
        return "not read"
    more = f", {one.wrong_side} on the other side" if one.wrong_side else ""
    more += f", {one.extra} too many" if one.extra else ""
    off = f" ({np.mean(one.off_frames):+.1f} frames)" if one.off_frames else ""
    return f"{one.found} of {one.read}{more}{off}"


def swap_ablation(folder: Path) -> str:
    """Return what each piece of evidence about which leg is which is worth, on saved landmarks."""
    words: dict[SwapEvidence | Literal["all"] | None, str] = {
        None: "everything",
        "names": "without the network's names of the legs",
        "path": "without the likeliest path",
        "neighbours": "without each frame between its neighbours",
        "crossings": "without the movement at crossings",
        "near foot": "without which foot stands lower",
        "all": "nothing: legs as the network names them",
    }
    read = read_events(folder / "events.csv")
    rows = []
    for without, said in words.items():
        totals: dict[str, Agreement] = {kind: Agreement() for kind in KINDS}
        valid = 0
        for path in sorted(folder.glob("*.npz")):
            detected, track = load_landmarks(path)
            if without != "all":
                track = relabel(track, without, leaped=detected.faults.leaped)
            settings = WalkSettings(cleaning=CleaningSettings(relabel=without != "all"))
            one = assess_walk(
                detected,
                choose_subject(detected),
                track,
                settings=settings,
                correction=load_correction(),
                provenance=NO_PROVENANCE,
            )
            valid += int(one.strides["valid"].sum())
            for kind in KINDS if path.name.split(".")[0] in read else ():
                totals[kind] += compare(one.events, read[path.name.split(".")[0]], kind)
        rows.append([said, *(found_of(totals[kind]) for kind in KINDS), str(valid)])
    head = ("which leg is which, judged with", "foot strikes found", "foot offs found", "valid strides")
    return (
        "What each piece of evidence contributes, on landmarks estimated once per frame (before doubtful frames"
        " are re-estimated):\n\n" + markdown(head, rows)
    )


def assessed(path: Path, cache: Path) -> Assessment:
    """Measure one real recording, its landmarks kept."""
    kept = cache / f"{path.stem}.npz"
    with bars() as progress:
        backend = ReplayBackend(kept) if kept.is_file() else make_backend("heavy", progress=progress)
        measured = measure(path, backend=backend, progress=progress)
    if not kept.is_file() and measured.track is not None:
        save_landmarks(kept, measured.detected, measured.track)
    return measured.assessment


def angles_read(cache: Path) -> Iterator[str]:
    """Return how the angles of real people compare with those read off their pictures."""
    folder = SHARED / "real"
    readings = read_angles(folder / "readings.csv")
    errors = pd.concat(
        angle_errors(assessed(folder / f"{clip}.mp4", cache).frames, rows)
        for clip, rows in readings.groupby("clip")
    )
    yield READ
    head = ("leg", "phase", "legs read", *(words for words in READ_WORDS.values()))
    rows = [
        [
            leg,
            phase.replace("_", " "),
            str(count),
            *(f"{number(b, 1, '+')} / {number(e)}" for b, e in figures),
        ]
        for leg in LEGS
        for phase, count, figures in by_phase(errors, leg)
    ]
    yield markdown(head, rows)
    yield PUBLISHED


READ_WORDS = dict(zip(READ_AS, ("ankle °", "foot to floor °", "shank to vertical °"), strict=True))
READ = """## Angles of real people

Six people of the recordings below, read off the pictures twice and blind (reading SD: shank 0.6°, foot 0.9°, ankle 1.1°); the sole is
the line from the heel's corner to the ball, foot and ankle count from each leg's own flat foot. Bias / mean absolute
error, measured minus read. This is what the program is worth on people; the tables of rendered walkers say what it is worth where
shoes are stiff and toes stay in line with the sole.
"""
PUBLISHED = """Others have published for the ankle: 5.4° (Portable Biomechanics Laboratory, one phone in real use, median; 3.6° in its
easiest set; arXiv 2507.08268), 6.6° RMSE and 4.8° without each walk's mean (myogait with Sapiens 2). Not checked: patients,
children, dark skin, orthoses, other shoes than most of these people's soft dark ones.
"""


def steadiness(assessment: Assessment) -> str:
    head = (
        "foot",
        "stances",
        "SD of the flat sole's angle °",
        "range of its means °",
        "SD of the foot's length %",
    )
    rows = [
        [
            str(one["side"]),
            str(one["strides"]),
            *(
                number(float(one[name]))
                for name in ("flat_angle_sd_deg", "flat_angle_range_deg", "foot_length_cv_percent")
            ),
        ]
        for one in foot_steadiness(assessment).to_dict("records")
    ]
    return markdown(head, rows)


def sides_and_halves(assessment: Assessment) -> str:
    said = {
        (one["metric"], one["side"]): f"{number(one['first'])}, {number(one['second'])}: "
        + ("yes" if one["agree"] else "**no**")
        for one in half_differences(assessment).to_dict("records")
    }
    rows = []
    for one in side_differences(assessment).to_dict("records"):
        values = [number(float(one[name])) for name in ("left", "right")]
        halves = [said.get((one["metric"], side), "–") for side in ("left", "right")]
        rows.append([f"`{one['metric']}`", *values, number(float(one["difference"]), 1, "+"), *halves])
    alike = [abs(one) <= 4 for one in side_differences(assessment)["difference"].dropna()]
    head = ("angle °", "left", "right", "difference", "halves left: in the interval", "halves right")
    return markdown(head, rows) + f"\n{sum(alike)} of {len(COMPARED)} within 4° between the legs.\n"


def hand_read(assessment: Assessment, read: dict[str, dict[str, list[int]]]) -> str:
    """Return how the events compare with those read by eye (to ± 2 frames)."""
    events = assessment.events[assessment.events["event"] == "foot_strike"]
    off = []
    for letter, frames in read["heel_strike_frames"].items():
        side = {"L": "left", "R": "right"}[letter]
        found = events[events["side"] == side]["frame"].to_numpy(float)
        off += [float(np.abs(found - frame).min()) for frame in frames]
    within = sum(one <= 2 for one in off)
    mean = f"mean {np.mean(off):.1f} frames off"
    return f"Foot strikes read by eye (± 2 frames): {within} of {len(off)} within 2 frames, {mean}.\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-o", "--out", type=Path, default=user_cache_path("visiongait") / "validity")
    parser.add_argument("--peers", type=Path, default=user_cache_path("visiongait") / "peers" / "peers.csv")
    arguments = parser.parse_args()
    with bars() as progress:
        validation = validate_clips(SHARED / "lab" / "clips", arguments.out, progress=progress)
    pictures = DOCS / PICTURES
    pictures.mkdir(parents=True, exist_ok=True)
    draw_plots(validation, pictures)
    first, *rest = sections(validation, PICTURES)
    theirs = [peers(validation.errors, pd.read_csv(arguments.peers))] if arguments.peers.is_file() else []
    parts = [
        HEAD,
        unmet(validation),
        first,
        *theirs,
        *rest,
        *angles_read(arguments.out / "landmarks"),
        *real_recordings(arguments.out / "landmarks"),
        markers(),
        *real_walks(arguments.out / "landmarks"),
    ]
    (DOCS / "validity.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Faces are hidden for good, also while nobody is detected."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_walk import MadeSource, head_mask, walk

from visiongait.datatypes import BLAZEPOSE
from visiongait.drawing.faces import HOLD_S, TALLER, HeadPath, head_paths, heads_at, hide_head
from visiongait.drawing.movie import Artist
from visiongait.drawing.scene import layout_at
from visiongait.pipeline import Measurement

HEAD_POINTS = BLAZEPOSE.landmarks[:11]


@pytest.fixture(scope="module")
def made():
    return walk(640, 360, seconds=4, fps=10)


def without(made, rows, points=BLAZEPOSE.landmarks):
    """The same walk with landmarks of some frames not found."""
    xy_px = made.track.xy_px.copy()
    columns = [BLAZEPOSE.index(point) for point in points]
    xy_px[np.ix_(rows, columns)] = np.nan
    track = replace(made.track, xy_px=xy_px)
    return Measurement(made.assessment, replace(made.detected, people=(track,)), track)


def edge_energy(image, mask):
    """How much fine structure lies in a region."""
    inside = cv2.erode(mask.astype(np.uint8), np.ones((5, 5))) > 0
    return float(np.abs(cv2.Laplacian(image[..., 0].astype(float), cv2.CV_64F))[inside].mean())


def pictures(made, detected, blur=True):
    """Edge energy of the true head in each frame, in the source and in the annotated picture."""
    source = MadeSource(made.detected.video, made.track)
    artist = Artist(detected, layout_at(source.info, 1.0), blur)
    for row, frame in enumerate(source.frames()):
        mask = head_mask(source.info, made.track.xy_px[row])
        picture = artist.canvas(frame)[: source.info.height_px]
        yield edge_energy(frame.image, mask), edge_energy(picture, mask)


MISSING = {
    "never": [],
    "in the middle": range(14, 26),
    "at the start": range(8),
    "at the end": range(32, 40),
    "most of the time": [*range(3, 18), *range(22, 37)],
}


@pytest.mark.parametrize("when", MISSING)
def test_head_is_destroyed_in_every_frame_also_without_detection(made, when):
    for before, after in pictures(made, without(made, list(MISSING[when]))):
        assert before > 50
        assert after < 0.06 * before


@pytest.mark.parametrize("points", [HEAD_POINTS, (*HEAD_POINTS, "left_shoulder", "right_shoulder")])
def test_head_that_was_never_found_is_hidden_where_the_body_says_it_is(made, points):
    for before, after in pictures(made, without(made, range(40), points)):
        assert after < 0.06 * before


def test_every_person_is_hidden_not_only_the_subject(made):
    nobody = Measurement(made.assessment, made.detected, None)
    for before, after in pictures(made, nobody):
        assert after < 0.06 * before


def test_no_blur_leaves_faces(made):
    for before, after in pictures(made, made, blur=False):
        assert after > 0.8 * before


def test_hidden_head_cannot_be_told_from_another_with_the_same_few_averages():
    """Two textures that differ only finely become the same picture: nothing is left to bring back."""
    rng = np.random.default_rng(3)
    smooth = np.full((200, 200, 3), 120, np.uint8)
    textured = smooth.copy()
    textured[::2, ::2] += 60
    textured[1::2, 1::2] -= 60
    textured[rng.integers(0, 200, 500), rng.integers(0, 200, 500)] += 1
    for image in (smooth, textured):
        hide_head(image, np.array([100.0, 100.0]), 60.0)
    inside = np.hypot(*np.mgrid[-100:100, -100:100]) < 58
    assert np.abs(smooth[inside].astype(int) - textured[inside]).max() <= 2


@settings(max_examples=40, deadline=None)
@given(st.floats(-80, 140), st.floats(-80, 140), st.floats(0.5, 300))
def test_head_at_or_beyond_the_edge_touches_only_its_surroundings(x, y, radius_px):
    image = np.random.default_rng(0).integers(0, 255, (60, 60, 3), dtype=np.uint8)
    before = image.copy()
    hide_head(image, np.array([x, y]), radius_px)
    row, column = np.mgrid[:60, :60]
    far = np.hypot(column - x, row - y) > 1.5 * radius_px + 3
    assert (image[far] == before[far]).all()


def test_region_grows_with_the_time_since_a_sighting_and_ends(made):
    (path,) = head_paths([without(made, range(10, 40)).track])
    radii = [path.at(t)[1] for t in (0.5, 1.0, 1.5)]
    assert radii[0] < radii[1] < radii[2]
    assert path.at(0.9 + HOLD_S + 0.1) is None


def test_head_goes_on_as_it_was_seen_going(made):
    (full,), (cut,) = head_paths([made.track]), head_paths([without(made, range(20, 40)).track])
    (expected, _), (got, radius) = full.at(2.6), cut.at(2.6)
    assert np.linalg.norm(got - expected) < 0.3 * radius


def test_person_who_was_never_seen_has_no_head(made):
    assert head_paths([without(made, range(40)).track]) == ()


def ellipses(heads):
    """Which pixels of a picture are wholly hidden."""
    y, x = np.mgrid[:400, :400]
    inside = [np.hypot(x - centre[0], (y - centre[1]) / TALLER) <= radius for centre, radius in heads]
    return np.any(inside, axis=0)


def still_head(x_px, y_px, radius_px):
    return HeadPath(np.zeros(1), np.array([[x_px, y_px]]), np.array([radius_px]))


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([(204, 203, 58)], 1),  # the subject, found twice
        ([(200, 200, 40)], 1),
        ([(230, 200, 60)], 2),  # somebody beside them
        ([(203, 200, 61), (198, 196, 57), (40, 60, 20)], 2),
        ([(40, 60, 20), (41, 60, 20)], 2),  # the second of several
        ([(40, 60, 20), (330, 60, 20), (41, 61, 20), (331, 61, 20)], 3),
    ],
)
def test_what_hides_nearly_the_same_hides_all_of_it_once(others, expected):
    paths = [still_head(*head) for head in [(200, 200, 60), *others]]
    heads = heads_at(paths, 0.0)
    assert len(heads) == expected
    each = ellipses([path.at(0.0) for path in paths])
    assert not (each & ~ellipses(heads)).any()

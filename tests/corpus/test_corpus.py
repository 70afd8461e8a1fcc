"""The quick third of the corpus, at every change; all of it by `scripts/corpus`."""

import pytest
from reliability import corpus_running as corpus_run
from reliability.corpus_answers import (
    ANY_SENTENCE,
    CADENCE,
    GOOD,
    REFUSED,
    WALK,
    WALK_OR_SAID,
    Came,
    Right,
    judged,
)

CASES = corpus_run.cases()
QUICK = [case for case in CASES if case.quick]


@pytest.fixture(scope="module")
def measuring():
    """A process that measures one file after the other, with one network."""
    kept = corpus_run.Kept()
    yield kept
    kept.close()


@pytest.mark.network
@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_a_number_or_a_sentence(case, measuring, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus_run, "LIMIT_MIN", 0.75)
    came = measuring.run(case, case.make(tmp_path), tmp_path)
    assert judged(case.right, came) in GOOD, came


def test_the_corpus_is_large_enough_and_a_third_of_it_is_quick():
    assert len(CASES) >= 150
    assert len(QUICK) >= len(CASES) / 3
    assert len({case.name for case in CASES}) == len(CASES)


NUMBERS = {"cadence": CADENCE + 1, "stance": 62.0, "quality": "caution"}


@pytest.mark.parametrize(
    ("right", "came", "outcome"),
    [
        (WALK, Came(0, "", **NUMBERS), "right"),
        (WALK, Came(0, "", **NUMBERS | {"cadence": 128.0}), "wrong"),
        (WALK, Came(0, "", **NUMBERS | {"stance": 48.0}), "wrong"),
        (WALK, Came(4, "No person was found."), "surprise"),
        (WALK, Came(0, "", quality="ok"), "surprise"),
        (WALK_OR_SAID, Came(4, "No person was found."), "refused"),
        (WALK_OR_SAID, Came(0, "", quality="caution"), "said"),
        (WALK_OR_SAID, Came(0, "", **NUMBERS | {"cadence": 128.0}), "wrong"),
        (REFUSED, Came(3, "It is damaged."), "refused"),
        (REFUSED, Came(3, "The file is damaged or made to do harm."), "surprise"),
        (REFUSED, Came(5, "No weights."), "surprise"),
        (REFUSED, Came(1, "This is a bug in visiongait (KeyError)."), "crash"),
        (REFUSED, Came(3, "", crashed=True), "crash"),
        (REFUSED, Came(-1, "", hung=True), "hang"),
        (ANY_SENTENCE, Came(0, "", **NUMBERS), "surprise"),
        (Right(must=("slow",)), Came(0, "", **NUMBERS), "surprise"),
        (Right(must=("slow",)), Came(0, "Taken in slow motion.", **NUMBERS), "right"),
    ],
)
def test_what_came_out_is_judged(right, came, outcome):
    assert judged(right, came) == outcome

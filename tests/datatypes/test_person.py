"""Who was recorded: everything may be unknown, nothing may be impossible."""

import pytest

from visiongait.datatypes import Person


def test_nothing_needs_to_be_known():
    assert Person() == Person(pseudonym="", age_years=None, sex=None, recorded_on=None)


@pytest.mark.parametrize(
    "wrong", [{"age_years": -1}, {"age_years": 121}, {"age_years": float("nan")}, {"sex": "x"}]
)
def test_the_impossible_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Person(**wrong)

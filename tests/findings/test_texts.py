"""The words of the findings: whole, translatable, and no diagnosis."""

import string

import pytest

from visiongait.findings import RULES, load_texts

BLANKS = {
    "reference": {"own", "reference"},
    "limit": {"own", "limit"},
    "other_leg": {"own", "difference", "other"},
}
DIAGNOSES = ("equinus", "drop foot", "foot drop", "paresis", "paralys", "spastic", "contracture", "patholog")


def blanks(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_way_of_every_rule_has_its_words(rule):
    words = load_texts().rules[rule.key]
    assert words["title"]
    ways = {"reference": rule.reference, "limit": rule.limit is not None, "other_leg": rule.other_leg}
    for way, used in ways.items():
        assert (way in words) == used, way
        assert not used or BLANKS[way] <= blanks(words[way]) <= BLANKS[way] | {"side"}
    assert ("limit_source" in words) == ways["limit"]


def test_no_words_without_a_rule():
    assert set(load_texts().rules) == {rule.key for rule in RULES}


def test_no_diagnosis():
    words = str(load_texts()).lower()
    assert [diagnosis for diagnosis in DIAGNOSES if diagnosis in words] == []

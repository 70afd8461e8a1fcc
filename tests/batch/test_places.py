"""Faults of disks, shares and stores as one sentence each."""

import errno

import pytest

from visiongait.batch.places import told_as_errors
from visiongait.errors import EnvironmentFaultError, UsageError


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full: nothing more can be written to out.",
        ),
        (OSError(errno.EDQUOT, "Quota exceeded"), "The disk is full"),
        (OSError(errno.ESTALE, "Stale file handle"), r"out cannot be reached \(Stale file handle\)."),
        (RuntimeError("no credentials"), r"out cannot be reached \(no credentials\)."),
    ],
)
def test_each_fault_is_a_sentence_and_says_that_the_batch_goes_on(fault, said):
    with pytest.raises(EnvironmentFaultError, match=said) as caught, told_as_errors("out"):
        raise fault
    assert "goes on where it was" in caught.value.hint


def test_sentences_pass_through():
    with pytest.raises(UsageError, match="wrong"), told_as_errors("out"):
        raise UsageError("wrong")

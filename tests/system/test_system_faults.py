"""What the file system refuses is said once, naming the place that the user knows."""

import errno

import pytest

from visiongait.errors import EnvironmentFaultError, UsageError
from visiongait.system import as_user_errors, lazy_exports


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        (errno.ENOSPC, EnvironmentFaultError, "disk is full"),
        (errno.EDQUOT, EnvironmentFaultError, "disk is full"),
        (errno.EACCES, UsageError, "cannot be written"),
        (errno.EIO, OSError, "refused"),
    ],
)
def test_each_refusal_has_its_error(code, kind, said):
    with pytest.raises(kind, match=said), as_user_errors("out"):
        raise OSError(code, "refused")


def test_the_outermost_place_is_named():
    with (
        pytest.raises(UsageError, match="out cannot") as refusal,
        as_user_errors("out", option="-o"),
        as_user_errors(".out.partial/x.mp4"),
    ):
        raise PermissionError(errno.EACCES, "refused")
    assert "-o" in refusal.value.hint


def test_other_errors_of_ours_pass():
    with pytest.raises(UsageError, match="taken"), as_user_errors("out"):
        raise UsageError("taken")


def test_a_light_door_gives_only_what_it_promises():
    door = lazy_exports("visiongait.system", {"cores": ["available_cores"]})
    assert door("available_cores")() >= 1
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        door("nothing")

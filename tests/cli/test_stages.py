"""Where the time of an analysis went."""

import re
import time

from visiongait.cli.progress import StageClock


def busy(seconds):
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def spent(table):
    """Seconds on the clock and of the cores, by stage."""
    rows = re.findall(r"^(.+?) +(\d+\.\d+) +(\d+\.\d+) +\d+%$", table, re.MULTILINE)
    return {stage: (float(wall_s), float(core_s)) for stage, wall_s, core_s in rows}


def test_time_is_that_of_the_stage_which_tells_of_it():
    heard = []
    clock = StageClock(lambda *told: heard.append(told))
    clock("start", 1, 1)
    busy(0.1)
    clock("reading", 3, 3)
    time.sleep(0.1)
    clock("waiting", 1, 1)
    found = spent(clock.table())
    assert found["reading"][1] >= 0.09
    assert found["waiting"][0] >= 0.09
    assert found["waiting"][1] < 0.05
    assert heard == [("start", 1, 1), ("reading", 3, 3), ("waiting", 1, 1)]


def test_many_short_steps_are_all_counted():
    clock = StageClock(lambda *_: None)
    clock("start", 1, 1)
    for done in range(40):
        busy(0.005)
        clock("detection", done + 1, 40)
    assert spent(clock.table())["detection"][1] >= 0.19


def test_a_second_recording_is_not_charged_with_the_first():
    busy(0.2)
    first = StageClock(lambda *_: None)
    first("all of it", 1, 1)
    second = StageClock(lambda *_: None)
    second("start", 1, 1)
    assert spent(first.table())["all of it"][1] >= 0.2
    assert spent(second.table())["start"][1] < 0.1


def test_the_networks_share_is_told_where_it_is_known():
    clock = StageClock(lambda *_: None)
    busy(0.1)
    clock("detection", 1, 1)
    assert "of it networks" in clock.table(0.05)
    assert "of it networks" not in clock.table()

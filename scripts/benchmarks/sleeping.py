"""Measuring that takes its time but nothing of the processor, as if each worker had a core of its own."""

import time

from stand_in import StandIn

MEASURING_S = 6.0
WORK = "benchmarks.sleeping:Sleeper"


class Sleeper(StandIn):
    """Answers after `MEASURING_S`."""

    def answer(self, question, progress):
        if question["kind"] == "measure":
            time.sleep(MEASURING_S)
        return super().answer(question, progress)

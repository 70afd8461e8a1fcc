"""Measuring that takes its time but nothing of the processor, as if each worker had a core of its own."""

import time

from .stand_in import Answer, Progress, Question, StandIn

MEASURING_S = 6.0
WORK = "benchmarks.sleeping:Sleeper"


class Sleeper(StandIn):
    """Answers after `MEASURING_S`."""

    def answer(self, question: Question, progress: Progress) -> Answer:
        if question["kind"] == "measure":
            time.sleep(MEASURING_S)
        return super().answer(question, progress)

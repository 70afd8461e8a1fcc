"""Build the corpus, measure every file and scene of it, and count what went wrong.

    scripts/corpus [--quick] [--only WORD …] [--kept] [--jobs N] [--write]

Each case (tests/corpus) has its right answer: numbers within limits, or an exit code and words.  Files are
made anew from the rendered samples.  `--kept` measures in processes that keep their network, as tests do,
instead of calling the command each time; `--write` puts the table into docs/reliability.md.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.page import machine, with_sections
from checkout import DOCS

from .corpus_answers import GOOD, Came, Case, Outcome
from .corpus_running import Commands, Kept, cases, run

PAGE = DOCS / "reliability.md"
OUTCOMES: tuple[Outcome, ...] = ("right", "said", "refused", "wrong", "crash", "hang", "surprise")
HEADS = (
    "correct numbers",
    "withheld with a reason",
    "refused",
    "wrong without warning",
    "crashes",
    "hangs",
    "other",
)
Result = tuple[str, str, Outcome, Came]


def main() -> int:
    """Do what the command line asks for; 1 if any case is not as it should be."""
    arguments = _arguments()
    chosen = [
        case
        for case in cases()
        if (case.quick or not arguments.quick)
        and (not arguments.only or any(word in case.name or word in case.kind for word in arguments.only))
    ]
    names = [case.name for case in chosen]
    jobs = arguments.jobs
    with ProcessPoolExecutor(jobs) as pool:
        parts = pool.map(_results, [names[one::jobs] for one in range(jobs)], [arguments.kept] * jobs)
        results = [result for part in parts for result in part]
    text = table(results)
    print(text)
    if arguments.write:
        how = f"`scripts/corpus{' --kept' if arguments.kept else ''}`, {machine()}"
        page = with_sections(PAGE.read_text(encoding="utf-8"), {"Files and scenes": f"{how}\n\n{text}"})
        PAGE.write_text(page, encoding="utf-8", newline="\n")
    return int(any(outcome not in GOOD for _, _, outcome, _ in results))


def _results(names: Sequence[str], kept: bool) -> list[Result]:
    """Run cases, by name: what makes them cannot be sent to another process."""
    wanted = set(names)
    chosen: list[Case] = [case for case in cases() if case.name in wanted]
    results: list[Result] = []
    for case, outcome, came in run(chosen, Kept() if kept else Commands()):
        results.append((case.kind, case.name, outcome, came))
        numbers = f"{came.cadence or float('nan'):.1f}/min, {came.stance or float('nan'):.1f} %"
        said = came.words.strip().replace("\n", " ")[:160]
        print(f"{outcome:<9} {case.name:<34} {came.code} {numbers}  {said}", flush=True)
    return results


def table(results: Sequence[Result]) -> str:
    """Return how many cases of each kind came out how."""
    counts: defaultdict[str, Counter[Outcome]] = defaultdict(Counter)
    for kind, _, outcome, _ in results:
        counts[kind][outcome] += 1
    counts["all"] = sum(counts.values(), Counter())
    head = f"| kind | cases | {' | '.join(HEADS)} |\n|---|{'--:|' * (len(HEADS) + 1)}"
    rows = [
        f"| {kind} | {count.total()} | {' | '.join(str(count[one]) for one in OUTCOMES)} |"
        for kind, count in counts.items()
    ]
    return "\n".join([head, *rows])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every file and scene of the corpus.")
    parser.add_argument("--quick", action="store_true", help="the third that runs at every change")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="cases with one of these words in the name")
    parser.add_argument("--kept", action="store_true", help="in processes that keep their network")
    parser.add_argument("--jobs", type=int, default=2, help="cases at a time (2)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""What the bench asks, in a process of its own: ``python -m bot.bench_asking HOME COUNTS``.

It prints a line after the first answer, and then the seconds of all as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.bench_corpus import Press
from bot.domain import Command, Filters
from bot.wiring import SystemClock, finish, open_store

SUGGESTED = 25
"""Names that are asked for at every key: as many as Discord shows."""


def asked(home: Path, counts: dict[str, int]) -> dict[str, Any]:
    """Seconds of each search, completion, brief and answer, and megabytes held; a line is printed after the first answer."""
    from bot.desk import Desk

    press = Press()
    topics, questions = press.topics(max(counts["search"], counts["brief"])), press.questions(counts["ask"])
    seconds: dict[str, list[float]] = {"search": [], "suggest": [], "brief": [], "ask": []}
    with open_store(home) as store:
        desk = Desk(corpus=store.corpus, index=store.index, clock=SystemClock())
        if questions:
            finish(desk.reply(Command(kind="ask", words=questions[0])))
        # Whoever started this process counts the time up to this line.
        sys.stdout.write("first\n")
        sys.stdout.flush()
        for words in topics[: counts["search"]]:
            began = perf_counter()
            finish(desk.search(Command(kind="brief", words=words), 10))
            seconds["search"].append(perf_counter() - began)
        for typed in press.typed(counts["suggest"]):
            began = perf_counter()
            finish(store.index.suggest("topic", typed, Filters().collections, SUGGESTED))
            seconds["suggest"].append(perf_counter() - began)
        for kind, words in [("brief", words) for words in topics[: counts["brief"]]] + [("ask", words) for words in questions]:
            began = perf_counter()
            finish(desk.reply(Command(kind="brief" if kind == "brief" else "ask", words=words)))
            seconds[kind].append(perf_counter() - began)
    return {**seconds, "resident": resident()}


def resident() -> float:
    """Megabytes that this process holds in memory, mapped files included; the most it ever held where only that is known."""
    try:
        status = Path("/proc/self/status").read_text("ascii")
    except OSError:
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
    return int(status.partition("VmRSS:")[2].split()[0]) / 1e3


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asked(Path(sys.argv[1]), json.loads(sys.argv[2]))))

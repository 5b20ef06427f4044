"""Whether a statement answers: a few features of it, weighed by numbers that were measured, and what may never pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.engine.support import NEAR
from bot.engine.whether import negative

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.engine.question import Question
    from bot.engine.statement import Statement
    from bot.engine.support import Ground, Support

KINDS = ("whether", "who", "when", "where", "counted", "how_long", "why", "which")
"""Kinds of questions that differ in how often the sources answer them, and in how plainly."""
WINDOW = 12
"""Words of a statement that matched words stand within, to stand close."""


def features(
    question: Question, ground: Ground, support: Support, *, typed: float, voiced: float, own: float, marked: bool
) -> tuple[float, ...]:
    """What speaks for and against a statement as an answer, each 0 to 1, in the order of ``WEIGHTS``."""
    kind = "counted" if question.kind in ("how_many", "how_much") else "which" if question.kind == "what" else question.kind
    return (
        1.0,
        *_common(ground, support),
        float(bool(question.expects) and question.kind != "identity" and not marked),
        typed,
        voiced,
        1.0 / (1 + support.statement.order),
        float(ground.done_by_another(support)),
        ground.direct(support) * (question.kind == "whether" and negative(support.statement)),
        float(ground.without_doer(support)),
        own,
        *(float(kind == asked) for asked in KINDS),
    )


def spoken(ground: Ground, support: Support, *, strength: float, quoted: bool, named: bool, cue: float) -> tuple[float, ...]:
    """What speaks for and against somebody's words as those asked for, each 0 to 1, in the order of ``SPEECH_WEIGHTS``."""
    return (1.0, *_common(ground, support), strength, float(quoted), float(named), cue)


def _common(ground: Ground, support: Support) -> tuple[float, ...]:
    rarity = ground.rarity
    top = max((weight for weight, sought in zip(rarity, ground.sought, strict=True) if sought.word.weight >= 1.0), default=0.0)
    missing = [
        weight
        for weight, sought, value in zip(rarity, ground.sought, support.reach, strict=True)
        if value < NEAR and sought.word.weight >= 1.0
    ]
    total = ground.total or 1.0
    plain = [
        (weight, value)
        for weight, sought, value in zip(rarity, ground.sought, support.direct, strict=True)
        if not sought.word.name and not sought.word.number and sought.word.weight >= 1.0
    ]
    matter = sum(weight * value for weight, value in plain) / (sum(weight for weight, _ in plain) or 1.0) if plain else 0.5
    places = [place for named in ground.named for place in named.places]
    had = sum(support.direct[place] >= NEAR for place in places) / len(places) if places else 0.5
    pairs, close = _together(ground, support.statement, support.direct)
    return (
        ground.direct(support),
        ground.rank(support),
        max(missing, default=0.0) / top if top else 0.0,
        sum(missing) / total,
        matter,
        had,
        min(1.0, len(ground.lacking(support)) / 2),
        pairs,
        close,
        support.statement.hit,
    )


def _together(ground: Ground, statement: Statement, direct: Sequence[float]) -> tuple[float, float]:
    """Share of the question's neighbouring words that are neighbours here too, and of all that stand in one window."""
    places: list[tuple[int, int]] = []
    for at, stem in enumerate(statement.terms):
        places += [(at, place) for place, _ in ground.worths(stem)]
    count = len(direct)
    if count < 2 or not places:
        return 0.0, 0.0
    near = set()
    for n, (at, place) in enumerate(places):
        for other_at, other in places[n + 1 : n + 8]:
            if abs(other - place) == 1 and other_at - at <= 3:
                near.add(min(place, other))
    rarity, total = ground.rarity, ground.total or 1.0
    best = 0.0
    for n, (at, _) in enumerate(places):
        held = {place for other_at, place in places[n : n + 2 * WINDOW] if other_at - at < WINDOW}
        best = max(best, sum(rarity[place] for place in held))
    return len(near) / (count - 1), best / total


def _table(text: str) -> dict[str, float]:
    cells = text.split()
    return {name: float(value) for name, value in zip(cells[::2], cells[1::2], strict=True)}


WEIGHTS = _table(
    """
one -2.95 direct 1.55 reach 1.96 worst -0.90 loss -0.56 matter 2.06 named -1.87 lacking -1.30 pairs 0.06 close 1.76 hit
1.02 untyped -2.36 typed 2.10 voiced 2.88 first -0.72 another 0.39 denied 1.38 doerless -0.75 own 1.01 whether 1.35 who
-1.31 when -1.21 where 0.12 counted -0.83 how_long -0.51 why 0.82 which 0.68
"""
)
"""Log odds of each feature, measured: a softmax over a question's statements and "the sources do not say", fitted to 103
questions over 37 articles, a fifth of which the articles do not answer. With one set of articles left out in turn 82 of the 103
come right, with none 86. The constant was then raised by 0.8: on two sets kept apart 36 of 48 came right instead of 34.
"""
SPEECH_WEIGHTS = _table(
    """
one -2.78 direct 0.63 reach 1.55 worst -0.95 loss -0.97 matter 2.28 named -1.12 lacking -0.42 pairs -0.45 close 2.47 hit
1.89 strength -0.10 quoted 2.04 by_name 1.19 cue 2.56
"""
)
"""As ``WEIGHTS``, for somebody's words."""


def weighed(features: Sequence[float], weights: Mapping[str, float]) -> float:
    """Log odds that a statement answers, against the sources not saying: above 0 it may stand."""
    return sum(weight * feature for weight, feature in zip(weights.values(), features, strict=True))

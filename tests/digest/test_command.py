"""What is written after /digest, and what is understood."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.command import Act, Change, Create, Order, Preview, Unreadable, parse

EVERY = (1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("words", "order"),
    [
        (
            "daily 07:30 Europe/Kyiv kursk, ceasefire",
            Order(days=EVERY, at=time(7, 30), zone="Europe/Kyiv", topics=("kursk", "ceasefire")),
        ),
        ("weekdays 7:30", Order(days=(1, 2, 3, 4, 5), at=time(7, 30))),
        ("mon,wed 18:00", Order(days=(1, 3), at=time(18))),
        ("mon, wed and fri at 18.15 on the city council", Order(days=(1, 3, 5), at=time(18, 15), topics=("the city council",))),
        ("every day at 7am europe/kyiv everything new", Order(days=EVERY, at=time(7), zone="Europe/Kyiv", topics=())),
        ("mon-thu 12pm UTC", Order(days=(1, 2, 3, 4), at=time(12), zone="UTC")),
        ("fri to mon 12am", Order(days=(1, 5, 6, 7), at=time(0))),
        ("7:30", Order(at=time(7, 30))),
        ("7:30 sun protection", Order(at=time(7, 30), topics=("sun protection",))),
        (
            "7:30 weekends in America/Sao_Paulo about floods",
            Order(days=(6, 7), at=time(7, 30), zone="America/Sao_Paulo", topics=("floods",)),
        ),
        ("Mondays noon Mondays in March", Order(days=(1,), at=time(12), topics=("Mondays in March",))),
        ("sundays 9:00 24 hours of Le Mans; sun", Order(days=(7,), at=time(9), topics=("24 hours of Le Mans", "sun"))),
        ("daily 07:30 Sunak, Satire", Order(days=EVERY, at=time(7, 30), topics=("Sunak", "Satire"))),
        ("add daily 07:30 all", Order(days=EVERY, at=time(7, 30), topics=())),
    ],
)
def test_an_order_is_read(words: str, order: Order) -> None:
    """Days, time, zone and topics are found in the order in which people write them."""
    assert parse(words) == Create(order=order)


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("", Act(what="help")),
        ("list", Act(what="list")),
        ("pause K7F3M", Act(what="pause", id="k7f3m")),
        ("resume k7f3m", Act(what="resume", id="k7f3m")),
        ("remove k7f3m", Act(what="remove", id="k7f3m")),
        ("preview kursk, ceasefire", Preview(words="kursk, ceasefire")),
        ("preview", Preview(words="")),
        ("change k7f3m weekdays 8:00", Change(id="k7f3m", order=Order(days=(1, 2, 3, 4, 5), at=time(8)))),
        ("change k7f3m Asia/Tokyo", Change(id="k7f3m", order=Order(zone="Asia/Tokyo"))),
        ("change k7f3m on floods", Change(id="k7f3m", order=Order(topics=("floods",)))),
    ],
)
def test_what_is_done_with_one_is_read(words: str, asked: object) -> None:
    """The verbs take an id, and a change what is new about it."""
    assert parse(words) == asked


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("daily kursk", "07:30"),
        ("daily 25:00", "'25:00'"),
        ("daily 13pm", "'13pm'"),
        ("daily 7:30 Europe/Kiyv", "Europe/Kyiv"),
        ("daily 7:30 Nowhere/Atall", "time zone"),
        ("pause", "/digest list"),
        ("change k7f3m", "/digest change"),
        ("daily 7:30 " + ", ".join(f"topic {n}" for n in range(11)), "10 at most"),
        ("daily 7:30 ???", "no topic"),
    ],
)
def test_what_cannot_be_read_is_answered_with_an_example(words: str, hint: str) -> None:
    """The value is named, and what to write instead."""
    with pytest.raises(Unreadable, match="(?i)" + hint.replace("?", r"\?")):
        parse(words)


@given(st.text(max_size=200))
def test_anything_is_read_or_refused(words: str) -> None:
    """No words make it fail in another way."""
    with suppress(Unreadable):
        parse(words)

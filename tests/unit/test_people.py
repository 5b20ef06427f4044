"""Persons merged over spellings, sources and bare surnames."""

from bot.corpus.people import FormCount, gender, merge, surname_key


def merged(*rows: tuple[str, str, int]) -> dict[str, set[str]]:
    """Forms by the name they are merged under; rows are form, source and count."""
    people = merge(FormCount(form=form, source=source, count=count) for form, source, count in rows)
    return {person.name: set(person.forms) for person in people}


def test_spellings_of_one_surname_share_a_key() -> None:
    """Transliterations end in -y, -yy, -iy or -ij, and accents come and go."""
    assert len({surname_key(form) for form in ("Zelensky", "Zelenskyy", "Volodymyr Zelenskiy", "President Zelenskij")}) == 1
    assert surname_key("Müller") == surname_key("Jan Muller's")
    assert surname_key("Biden") != surname_key("Bidault")


def test_spellings_are_one_person_under_the_fullest_name() -> None:
    """One person, however the sources spell the name."""
    people = merged(
        ("Zelensky", "a", 5), ("Zelenskyy", "b", 2), ("Volodymyr Zelenskiy", "c", 1), ("Volodymyr Zelensky", "a", 2)
    )
    assert people == {"Volodymyr Zelensky": {"Zelensky", "Zelenskyy", "Volodymyr Zelenskiy", "Volodymyr Zelensky"}}


def test_relatives_stay_apart() -> None:
    """Different given names are different persons, and a bare surname goes to the one whom its source names in full."""
    people = merged(("Ann Hart", "a", 9), ("Hart", "a", 4), ("Luke Hart", "b", 2), ("Hart", "b", 3))
    assert people == {"Ann Hart": {"Ann Hart", "Hart"}, "Luke Hart": {"Luke Hart", "Hart"}}


def test_a_surname_without_a_full_name_goes_to_the_most_frequent() -> None:
    """Where its own source names nobody in full, a surname means the one most often named."""
    people = merge(
        [
            FormCount(form="Ann Hart", source="a", count=9),
            FormCount(form="Luke Hart", source="b"),
            FormCount(form="Hart", source="c"),
        ]
    )
    assert next(person for person in people if person.name == "Ann Hart").forms == ("Ann Hart", "Hart")


def test_short_and_long_given_names_are_one() -> None:
    """Joe is Joseph, and an initial is whoever it fits."""
    assert set(merged(("Joe Marsh", "a", 3), ("Joseph Marsh", "b", 1), ("J. Marsh", "c", 1))) == {"Joe Marsh"}


def test_the_best_description_comes_first() -> None:
    """A full description goes before a bare title, with the source that gives it."""
    rows = [
        FormCount(form="Ann Hart", source="a", role="Mayor"),
        FormCount(form="Ann Hart", source="b", role="mayor of Lund and former judge"),
    ]
    assert [(role.text, role.source) for role in merge(rows)[0].roles] == [
        ("mayor of Lund and former judge", "b"),
        ("Mayor", "a"),
    ]


def test_gender_only_where_it_is_evident() -> None:
    """Titles and common given names tell it; a surname or a name of both does not."""
    assert (gender("Mrs Hart"), gender("Ann Hart"), gender("Peter Hart"), gender("Hart"), gender("Robin Hart")) == (
        "f",
        "f",
        "m",
        None,
        None,
    )

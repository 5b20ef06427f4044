"""Verbs as questions and news use them: irregular forms, and the verbs that report speech.

General knowledge of English, closed lists; nothing here comes from a corpus.
"""

from __future__ import annotations

from functools import cache

_IRREGULAR = """
arise arose arisen|awake awoke awoken|be is are was were been being am|bear bore born borne|beat beaten|become became|begin
began begun
bend bent|bet|bid bade bidden|bind bound|bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought
build built|burn burnt burned|burst|buy bought|cast|catch caught|choose chose chosen|cling clung|come came|cost|creep crept|cut
deal dealt|dig dug|do did done does|draw drew drawn|dream dreamt dreamed|drink drank drunk|drive drove driven|eat ate eaten
fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|forecast
forget forgot forgotten
forgive forgave forgiven|freeze froze frozen|get got gotten|give gave given|go went gone goes|grind ground|grow grew grown
hang hung hanged|have has had|hear heard|hide hid hidden|hit|hold held|hurt|keep kept|kneel knelt|know knew known|lay laid
lead led
leap leapt|learn learnt learned|leave left|lend lent|let|lie lay lain lied|light lit|lose lost|make made|mean meant|meet met
mislead misled|overcome overcame|overtake overtook overtaken|overthrow overthrew overthrown|pay paid|plead pled pleaded|put|quit
read|rebuild rebuilt|ride rode ridden|ring rang rung|rise rose risen|run ran|say said says|see saw seen|seek sought|sell sold
send sent
set|shake shook shaken|shed|shine shone|shoot shot|show showed shown|shrink shrank shrunk|shut|sing sang sung|sink sank sunk
sit sat
sleep slept|slide slid|speak spoke spoken|speed sped|spend spent|spill spilt spilled|spin spun|split|spread
spring sprang sprung|stand stood
steal stole stolen|stick stuck|sting stung|strike struck stricken|strive strove striven|swear swore sworn|sweep swept
swell swollen
swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown
understand understood
undergo underwent undergone|undertake undertook undertaken|uphold upheld|wake woke woken|wear wore worn|weep wept|win won
withdraw withdrew withdrawn|withhold withheld|withstand withstood|write wrote written|retake retook retaken|regain regained
undo undid undone|foresee foresaw foreseen|outdo outdid outdone|oversee oversaw overseen|override overrode overridden
die died dying dies
"""

_SPEECH = """
accuse acknowledge add admit advise advocate affirm agree allege announce answer apologise apologize argue ask assert assure
believe blame boast
brand call caution cite claim clarify comment complain concede conclude condemn confess confirm contend counter criticise
criticize
declare defend demand denounce deny describe detail disclose dismiss echo emphasise emphasize estimate expect explain express
fear feel forecast
hail highlight hint hope imply indicate inform insist joke lament label maintain mention note object observe offer order
outline plead pledge
point post praise predict promise propose protest question quip react read recall recommend refute reject reiterate relay
remark remind
repeat reply report request respond reveal say signal slam speculate state stress suggest suspect swear tell testify think
threaten
tout tweet compare liken attribute urge voice vow warn welcome wonder write
"""

_WORDS = """
say tell state claim comment describe call write tweet post remark reply respond react answer explain add argue insist note
mention warn
brand label characterise characterize joke quip observe recall stress emphasise emphasize reiterate assert contend maintain
declare testify
boast complain hint
"""


def _table() -> dict[str, str]:
    forms: dict[str, str] = {}
    for group in _IRREGULAR.replace("\n", "|").split("|"):
        base, *others = group.split() or [""]
        for form in (base, *others):
            forms.setdefault(form, base)
    forms |= {"found": "find", "left": "leave", "saw": "see", "lay": "lay", "bound": "bind", "ground": "grind", "born": "bear"}
    del forms[""]
    return forms


IRREGULAR = _table()
"""Base form of every form of the common irregular verbs."""

SPEECH = frozenset(_SPEECH.split())
"""Base forms of verbs whose subject expresses something."""

WORDS = frozenset(_WORDS.split())
"""Those of them that ask for somebody's words rather than for his deeds."""


def _regular(base: str) -> tuple[str, ...]:
    if base.endswith("e"):
        return (base, base + "s", base + "d", base[:-1] + "ing")
    if base.endswith("y") and base[-2] not in "aeiou":
        return (base, base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    double = base + base[-1] if base in ("admit", "quip", "slam", "hint_") else base
    ending = "es" if base.endswith(("s", "sh", "ch", "x")) else "s"
    return (base, base + ending, double + "ed", double + "ing")


NAMING = frozenset(("call", "describe", "brand", "label", "characterise", "characterize"))
"""Those of them that give a thing a name: words without such a verb hardly answer."""
OPINIONS = frozenset(("think", "believe", "feel", "expect", "fear", "hope", "suspect", "wonder", "predict"))
"""Those of them that ask for what somebody thinks: only he can have told."""
SPEECH_FORMS = {form: base for base in SPEECH for form in _regular(base)} | {
    form: base for form, base in IRREGULAR.items() if base in SPEECH
}
"""Base form of every form of the verbs of speech."""


@cache
def _siblings() -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for form, base in IRREGULAR.items():
        groups.setdefault(base, []).append(form)
    return {form: tuple(other for other in forms if other != form) for forms in groups.values() for form in forms}


def other_forms(word: str) -> tuple[str, ...]:
    """The other forms of an irregular verb that has this form; nothing for any other word."""
    return _siblings().get(word.lower(), ())


def base_form(word: str) -> str:
    """The base form of an irregular verb's form, in lower case; any other word as it is."""
    plain = word.lower()
    return IRREGULAR.get(plain, plain)

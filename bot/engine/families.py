"""Words of one family: the stems that share a root with one, by the regular changes of English derivation and spelling."""

from __future__ import annotations

from functools import cache

_TURNS = """
d s|nd ns|t ss|rt rs|ceiv cept|ceiv ceipt|scrib script|duc duct|sum sumpt|solv solut|volv volut|pel puls|quir quisit|is iz
our or|ogu og|tr ter|enc ens|ys yz|ll l|p pt|eed ess|ieg iege|aim amat|ain ent|ain ant|oy uct|fi ficat|ev ef|at ac|ens ent
"""
_ENDINGS = "is iz al ment ur ation at anc enc ist er or ship age th iti ness"
_FAMILIES = """
long length|strong strength|high height|wide width|deep depth|broad breadth|poor poverty|hot heat|warm warmth|young youth
sell sale|speak speech|give gift|choose choice|lose loss|fly flight|die death|born birth|live life|believe belief|prove proof
advise advice|see sight|think thought|know knowledge|succeed success|marry marriage|bury burial|try trial|deny denial
weigh weight|complain complaint|behave behaviour behavior|hate hatred|sit seat|shoot shot|pursue pursuit|destroy destruction
receive receipt|please pleasure|grow growth|safe safety|save safety|hungry hunger|angry anger|thirsty thirst|able ability
free freedom|king kingdom|bored boredom|wise wisdom|true truth|proud pride|hero heroism|rob robbery|bribe bribery
arrive arrival|refuse refusal|propose proposal|renew renewal|survive survival|rise arise|enter entry entrance|expel expulsion
resign resignation|invade invasion|defend defence defense|offend offence offense|respond response|intend intention
attend attendance audience|appear appearance|absent absence|present presence|patient patience|violent violence
elect election|kidnap abduct abduction|bankrupt bankruptcy|secret secrecy|private privacy|urgent urgency|pregnant pregnancy
maintain maintenance|explain explanation|reveal revelation|repeat repetition|compete competition|oppose opposition
apply application|supply supplier|multiply multiplication|modify modification|qualify qualification
acquire acquisition|inquire inquiry enquiry|require requirement|suspect suspicion|conceive conception|perceive perception
"""
NEAREST = 0.8
"""What a word of the same family counts beside the word itself."""
SHORTEST = 4
"""Letters of the shortest stem that an ending is put to, or left by taking one off."""


@cache
def _listed() -> dict[str, frozenset[str]]:
    from bot.corpus.terms import terms

    found: dict[str, frozenset[str]] = {}
    for line in _FAMILIES.strip().replace("\n", "|").split("|"):
        stems = frozenset(terms(line))
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | stems
    return found


@cache
def family(stem: str) -> frozenset[str]:
    """The stems that may be of one family with a stem, without itself; most of them are no words, and match nothing."""
    found = set(_listed().get(stem, ()))
    if stem.isalpha() and len(stem) >= SHORTEST:
        for pair in _TURNS.strip().replace("\n", "|").split("|"):
            one, other = pair.split()
            for mine, yours in ((one, other), (other, one)):
                if stem.endswith(mine) and len(stem) - len(mine) >= 2:
                    found.add(stem[: -len(mine)] + yours)
        for ending in _ENDINGS.split():
            found.add(stem + ending)
            if stem.endswith(ending) and len(stem) - len(ending) >= SHORTEST:
                found.add(stem[: -len(ending)])
        for front in ("mis", "re"):
            found.add(front + stem)
            if stem.startswith(front) and len(stem) - len(front) >= SHORTEST:
                found.add(stem[len(front) :])
        if "our" in stem[1:]:
            found.add(stem[0] + stem[1:].replace("our", "or", 1))
    return frozenset(found - {stem})

"""Opposites, turning words and words of little weight: closed lists of general English, written for this project."""

from __future__ import annotations

from functools import cache

from bot.corpus.terms import terms

OPPOSITES = """
rise rose risen climb gain grow|fall fell fallen drop decline decrease slump plunge sink sank shrink down
grew increase surge soar jump up|fall fell fallen drop decline decrease slump plunge sink sank shrink down
win won victory victorious|lose lost defeat defeated loss
accept accepted agree agreed approve approved|reject refuse deny denied oppose opposed disagree condemn criticise criticize veto
back endorse support favour favor welcome backed|reject refuse deny denied oppose
back endorse support favour favor welcome backed|opposed disagree condemn criticise criticize veto
begin began begun start launch open opened reopen reopened resume commence|end finish stop halt close closed conclude cease
arrive enter join|leave left depart quit exit
attack invade assault|defend retreat withdraw withdrew
capture seize retake retook recapture regain regained occupy|lose lost surrender cede
capture seize occupy|free liberate release
arrest detain jail imprison|release free acquit
convict guilty|acquit innocent cleared
buy bought purchase|sell sold
hire appoint recruit|fire dismiss sack
build built construct|destroy demolish
create establish|abolish scrap
allow permit legal authorise authorize enable|ban forbid prohibit bar block illegal prevent
include|exclude
add|remove reduce cut subtract
raise lift|lower cut reduce
strengthen strong stronger|weaken weak weaker
improve better best|worsen worse worst deteriorate
win success succeed successful|fail failure unsuccessful
alive survive survived survivor|dead die died killed
ally friend friendly|enemy foe rival hostile
peace peaceful|war violent
before earlier prior|after later following
first|last final
more most greater larger bigger higher longer|less fewer least smaller lower shorter
all every everyone|none nobody
always often|never rarely seldom
high highest tall|low lowest short
large big huge great major|small little tiny minor
early|late
new latest modern|old ancient outdated
young|old elderly
hot warm|cold cool
rich wealthy|poor
safe secure|dangerous unsafe risky
public|private secret
military|civilian
domestic|foreign
national federal|local provincial regional
north northern|south southern
east eastern|west western
male man men boy boys husband father son brother|female woman women girl girls wife mother daughter sister
mandatory compulsory obligatory required|voluntary optional
temporary|permanent
positive|negative
true|false untrue
right|wrong
left|right
import|export
majority|minority
maximum|minimum
offensive|defensive
plus|minus
profit|loss
supply|demand
teacher|student
employer|employee
victim|suspect attacker
doctor|patient
direct|indirect roundabout
major|minor
confirm|deny
trust|distrust
agree|disagree
love like|hate dislike
remember|forget
pass|fail
push|pull
near close|far distant
full|empty
hard difficult|easy
fast quick rapid|slow
day|night
morning|evening
summer|winter
today|yesterday tomorrow
ahead forward|behind back backward
inside|outside
above over|below under
front|rear
upgrade|downgrade
optimistic|pessimistic
popular|unpopular
known|unknown
likely|unlikely
able|unable
manned|unmanned uncrewed
despite|because
known famous|unknown obscure
open|shut
encourage promote|discourage deter
accelerate quicken|slow delay
expand extend|contract shrink reduce
unite united|divide divided
advance|retreat
reveal disclose publish|conceal hide withhold
fill|empty
save rescue|kill abandon
borrow|lend
hope|fear despair
praise|criticise criticize blame condemn
obey comply follow|defy violate breach ignore
cooperate help|resist hinder obstruct
surrender yield|resist fight
"""
"""Two sides a line; a word of one side is opposed to every word of the other."""

_TURNERS = """
not: not no never neither nor none nobody nothing nowhere without cannot
despite: despite although though notwithstanding regardless
except: except excluding
before: before
stopped: stop stopped stops cease ceased ceases stopping
instead: instead
hardly: hardly barely scarcely
"""
TURNERS = {word: line.partition(":")[0] for line in _TURNERS.strip().splitlines() for word in line.partition(":")[2].split()}
"""Small words that turn a relation round, and the group each belongs to."""

_LIGHT = """
say said says tell told state stated announce announced declare declared report reported reveal revealed note noted add added
express expressed confirm confirmed disclose disclosed affirm affirmed mention mentioned explain explained claim claimed
inform informed communicate communicated share shared according describe described
very hugely extremely immensely massively highly really quite widely largely greatly significantly considerably increasingly
roughly approximately around about nearly almost
make made take took give gave get got go went come came have use used carry out do done put
also including such various several many much some another additional further
move effort attempt bid part number group way thing people person area place case matter issue
new recent recently currently now then thus therefore currently together
become became remain remained continue continued
"""
LIGHT = frozenset(terms(_LIGHT))
"""Stems of words that add little that could be wrong."""


def opposite(one: str, other: str) -> bool:
    """Whether two stems are opposed."""
    return other in opposites(one)


def opposites(stem: str) -> frozenset[str]:
    """The stems that are opposed to a stem."""
    return _opposed().get(stem, frozenset())


@cache
def _opposed() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in OPPOSITES.strip().splitlines():
        left, right = ({stem for word in side.split() for stem in terms(word) or [word]} for side in line.split("|"))
        for mine, theirs in ((left, right), (right, left)):
            for stem in mine:
                found.setdefault(stem, set()).update(theirs)
    return {stem: frozenset(others - {stem}) for stem, others in found.items()}

"""Word lists of the grammar and of names: times, verbs with an infinitive, nouns spelt like verbs, forms of one given name."""

CALENDAR = """
week month year day night morning afternoon evening weekend monday tuesday wednesday thursday friday saturday sunday january
february march april may june july august september october november december today yesterday tonight
"""

CATENATIVE = """
declined declines refused refuses went goes continued continues began begins sought wants wanted tried tries appeared appears
seemed failed hopes hoped planned plans likely able ready going had has have used expected set due quick careful keen
reluctant unwilling willing rushed moved chose opted stopped paused came liked loves likes managed prepared vowed promised
threatened proceeded took
"""

ROYAL = """
king queen prince princess pope sultan emperor empress saint st father sister brother mother
"""

LANDS = """
river mountain mountains lake sea ocean island islands bay gulf valley county city town village street avenue road square
bridge beach park airport oblast region province district peninsula coast strait canyon desert forest hill hills springs falls
harbor harbour cape
"""

RESUMING = """
but and while although who which whom whose citing according where though
"""

EVIDENCE = """
poll polls polling survey surveys study studies data records figures results findings analysis report reports numbers research
video footage documents emails filings statistics census tests test ratings estimates
"""

LEADERS = """
president premier chancellor minister king queen prime leader ruler dictator head chief
"""

NOMINAL = """
call calls report reports claim claims comment comments vote votes plan plans state states note notes view views name names
need needs show shows point points challenge charge charges fear fears hope hopes worry worries wish wishes question questions
answer order orders request requests demand demands offer offers support supports blame fault praise promise promises project
projects attack attacks doubt doubts estimate estimates forecast forecasts judge judges lobby mock press read reason reasons
result set sets sound tease text texts post posts quote quotes study threat outline mandate document documents detail details
highlight highlights address honor honour contest protest protests label brand champion cast cry light guess aim aims dream
dreams voice voices rule rules tweet tweets dispute disputes signal signals reference references credit echo bash thank remark
remarks reply response broadcast interest desire backing backs back slam slams advocate advocates favor favors instruct
picture account refuse complaint headline headlines blog permit object objects mean means well stress welcome appeal appeals
decline push
"""

PLAIN = """
say tell add write note argue explain warn continue report claim
"""

NICKNAMES = """
joe joseph joey
bill william billy will
bob robert bobby rob
dick richard rick rich
jim james jimmy jamie
mike michael mick
tom thomas tommy
dave david
dan daniel danny
steve stephen steven
chris christopher
tony anthony
ed edward eddie ted
al albert alan
jeff jeffrey geoff geoffrey
greg gregory
ken kenneth
larry lawrence
matt matthew
nick nicholas
pat patrick
pete peter
ron ronald
sam samuel
andy andrew
ben benjamin
charlie charles chuck
fred frederick
jack john johnny
kate katherine catherine kathryn
liz elizabeth beth
sue susan
meg margaret maggie
nancy ann
bernie bernard
mitch mitchell
don donald
tim timothy
jerry gerald
vlad vladimir volodymyr
alex alexander oleksandr aleksandr alexandre
sergei sergey serhiy serhii
mykola nikolai nikolay
mykhailo mikhail
dmitry dmitri dmytro dmitriy
mohammed muhammad mohammad mohamed
yevgeny evgeny yevhen
andrei andrey andriy andrii
oleg oleh
yuri yuriy yury
iryna irina
olena elena
jen jennifer
jon jonathan
"""

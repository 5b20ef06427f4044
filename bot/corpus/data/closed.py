"""Closed-class words of English, and the commonest finite verbs that report nothing."""

DETERMINERS = """
the a an this that these those his her its their our my your some any no every each either neither another both all many several
few most much more one two three four five six seven eight nine ten dozens hundreds thousands millions other such what
"""

PREPOSITIONS = """
of in to for on with at by from about into over after against between during without before under around among through within
along across behind beyond near since until toward towards upon off outside inside above below despite throughout amid onto
besides except via per beside unlike like following including regarding concerning alongside
"""

COORDINATORS = "and but or nor yet so"

SUBORDINATORS = """
that because while when if although though after before since until as than whether how why where once unless whereas whenever
wherever lest whilst
"""

RELATIVES = "who which whom whose that"

AUXILIARIES = """
is are was were be been being am 's 're 'm has have had having do does did will would shall should can could may might must 'd
'll 've isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't shouldn't can't cannot couldn't
mustn't
"""

NEGATIONS = """
not never n't neither nor no isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot
couldn't
"""

ADVERBS = """
also again already always even ever first finally further furthermore generally however instead just last later meanwhile
moreover nevertheless never nonetheless not now often once only otherwise perhaps rather recently repeatedly simply since
sometimes soon still then there therefore thus today together too tonight twice usually very yesterday yet here earlier early
long nearly almost quite largely initially subsequently similarly elsewhere afterwards afterward ago all both each back
ultimately reportedly allegedly famously publicly privately indeed well
"""

PRONOUNS = "he she they it we i you"

OBJECTS = "him her them us me you it himself herself themselves itself myself ourselves reporters journalists"

FINITE = """
went came made took got gave found put became left kept began brought held met ran saw led lost won paid sent stood fell grew
rose broke built bought caught chose cut drew drove fought flew hit hurt knew lay let lived looked moved needed opened played
remained returned seemed served set sat shot showed spent started stayed stopped struck tried turned used visited walked wanted
watched worked wore is are was were has have had does did do will would can could may might must should comes goes makes takes
gets gives seems appears remains becomes includes means needs leaves keeps brings holds runs leads happened appeared killed died
closed ended helped caused hosted attended arrived joined launched received won't released signed followed created faced
"""

TIMES = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december today yesterday tonight tomorrow
"""

NOT_NAMES = """
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december mondays tuesdays wednesdays thursdays fridays saturdays sundays jan feb mar apr jun jul aug sept sep oct nov
dec mon tue tues wed thu thur thurs fri sat sun am pm est edt gmt utc i i'm i've i'd i'll ok god lord covid covid-19 tv internet
christmas easter thanksgiving ramadan
"""

# Words that open sentences with a capital without being names.
OPENERS = """
although though however meanwhile moreover nevertheless despite because while when where why how what who which whose if then
there here this that these those the a an it its he she they we you i my our your his her their and but or nor so yet for in on
at by to of from with without within under over after before since until during between among amid around about above below
across against along as than not no yes never ever also again always already just only even still now today yesterday tomorrow
tonight earlier later last next first second third finally instead indeed perhaps maybe many most more much some several few all
any each every both either neither one two three four five six seven eight nine ten dozens hundreds thousands millions such
other others another once twice soon often sometimes usually recently currently previously ultimately eventually apparently
clearly simply according asked given like unlike including following based citing speaking addressing calling saying adding told
said let let's don't can could would should will may might must do does did is are was were has have had be been being it's he's
she's they're we're that's there's what's who's isn't thus hence therefore otherwise besides plus per via ahead back upon toward
towards throughout outside inside beyond behind officials police people experts scientists researchers analysts economists
critics supporters residents witnesses sources authorities former new old good great big high low young early late local state
federal national international public private prosecutors investigators doctors lawyers lawmakers leaders parents students
workers teachers women men children families voters republicans democrats sen rep gov president minister secretary chief
director leader spokesman spokeswoman spokesperson nothing everything something anything nobody everybody everyone someone
anyone none please thanks thank sorry well oh ah hey wow look see read watch click share photo photos image images video file
source updated update breaking exclusive analysis opinion editorial review correction note editor's copyright advertisement part
whether unless whatever whoever whenever wherever too very rather quite almost nearly go come get make take give keep put tell
ask say think know want need use find show try call work feel become leave mean
"""

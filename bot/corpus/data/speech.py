"""Verbs and phrases that report what somebody said, thinks, wants or does with words, with their frames.

One class a paragraph: the frames, then the verbs (lemmas). Frames, after the verb:

``s``  a clause: that-clause, bare clause or question word ("said the road was closed")
``q``  a quotation ("said: …", "…, she quipped")
``t``  a hearer, then a clause, an infinitive or a quotation ("told reporters …", "urged him to leave", "accused her of lying")
``o``  a noun phrase that is itself what was said ("denied the claim")
``i``  an infinitive ("vowed to fight")
``n``  a naming: object and then what it is called ("called it “a farce”", "described him as a friend")
``w``  the same, of a mind rather than a mouth ("believes that", "hopes to")
"""

VERBS = """
sq  say state add note claim explain insist maintain stress emphasize emphasise assert declare reiterate remark comment
    observe concede acknowledge admit allege contend argue reply respond retort counter quip joke recall recount reveal
    disclose conclude continue tweet retweet post write text repeat testify lament complain boast brag caution confide
    elaborate exclaim fume gripe grumble growl gush implore interject intone muse mutter murmur mumble opine posit predict
    proclaim pronounce protest rant read reckon rejoin relate scoff shout scream sneer snap speculate suggest tease theorize
    theorise thunder underline underscore venture vent volunteer wail whisper yell cry deadpan hypothesize hypothesise clarify
    confirm report announce specify summarize summarise surmise attest affirm signal hint imply indicate estimate calculate
    forecast project chant sing warn ask inquire enquire wonder demand sum philosophize bemoan chime crow echo answer point
    croak drawl croon thank greet holler bellow bark roar plead sigh laugh smile grin stammer rhapsodize marvel advise agree
    vow pledge promise swear threaten propose recommend rule determine find show discover document illustrate blog headline
    broadcast
s   think believe feel expect hope fear suspect assume worry know doubt guess understand realize realise learn foresee
    envision envisage anticipate presume deny dispute decide plead object remember forget notice pretend imagine dream judge
    deem highlight detail outline question
t   tell remind inform assure warn advise notify promise ask urge persuade convince reassure instruct order command beg
    implore beseech entreat press exhort encourage caution request direct lobby petition challenge invite teach accuse
o   deny dispute criticize criticise praise condemn denounce decry slam blast bash rip lambast lambaste rebuke reject dismiss
    endorse defend attack deplore assail applaud hail laud commend celebrate welcome blame fault mock ridicule deride ripped
    disparage disavow disown repudiate refute rebut oppose support favor favour advocate champion propose demand request
    recommend promise pledge threaten predict forecast announce unveil outline confirm acknowledge admit concede discuss
    address mention cite reference emphasize emphasise stress underscore underline highlight tout trumpet promote question
    challenge contest protest lament regret mourn rue bemoan detail explain recall recount describe reveal disclose report
    express voice convey communicate echo reiterate repeat renounce retract withdraw offer urge suggest clarify declare
    proclaim allege claim estimate anticipate expect fear hope weigh doubt appreciate justify interpret invoke quote parrot
    scold chide chastise castigate berate admonish excoriate skewer trash insult lampoon thank congratulate salute honor
    honour admire prefer want envision decline refuse condone credit approve disapprove seek
i   vow pledge promise threaten agree refuse decline offer propose demand swear plan want hope intend decide aim seek expect
    volunteer consent claim opt choose plot prefer wish
n   call describe dub label brand characterize characterise deem regard portray paint depict declare denounce decry dismiss
    slam blast hail praise condemn name refer cast liken compare view deride tout
"""

# Verb and preposition that together report, with their frame: what follows the preposition is what was said.
PREPOSITIONAL = """
warn:of,about,against complain:about,of speak:of,about,against,out talk:about,of call:for,on,upon,out refer:to point:to,out
respond:to,by,with object:to allude:to boast:about,of brag:about hint:at joke:about worry:about,over ask:about,for,whether
comment:on speculate:about,on agree:to,with,on disagree:with argue:for,against,about insist:on plead:for,with push:for,back
press:for appeal:to,for apologize:for apologise:for admit:to confess:to vote:for,against,to advocate:for lash:out hit:back,out
react:to dispute:with elaborate:on dwell:on testify:about,to,that think:about,of know:about,of dream:of,about care:about
commit:to lay:out spell:out rule:out turn:down stand:by,behind side:with take:issue,aim reply:to,that write:about,that
approve:of disapprove:of consent:to opt:for,against decide:on,against plan:on,for,to rail:against inveigh:against
protest:against wonder:about,whether,if,how,why cry:out go:on vouch:for
"""


NOUNS = """
accusation accusations admission allegation allegations announcement appeal argument arguments assertion assertions assessment
belief call calls claim claims comment comments complaint complaints concern concerns conclusion contention criticism
declaration demand demands denial estimate estimates expectation explanation fear fears finding hint hope hopes idea
insistence letter message notion offer opinion plan plans plea pledge pledges prediction promise promises proposal question
questions recommendation remark remarks report reports request response revelation rumor rumors statement statements
suggestion suggestions suspicion testimony threat threats verdict view views vow warning warnings word
"""

# Past and participle of the irregular ones; the others are built by rule.
IRREGULAR = """
say says said said saying
tell tells told told telling
think thinks thought thought thinking
write writes wrote written writing
know knows knew known knowing
feel feels felt felt feeling
hold holds held held holding
read reads read read reading
find finds found found finding
show shows showed shown showing
mean means meant meant meaning
see sees saw seen seeing
hear hears heard heard hearing
understand understands understood understood understanding
forget forgets forgot forgotten forgetting
begin begins began begun beginning
foresee foresees foresaw foreseen foreseeing
swear swears swore sworn swearing
sing sings sang sung singing
cast casts cast cast casting
broadcast broadcasts broadcast broadcast broadcasting
beseech beseeches besought besought beseeching
choose chooses chose chosen choosing
speak speaks spoke spoken speaking
teach teaches taught taught teaching
seek seeks sought sought seeking
withdraw withdraws withdrew withdrawn withdrawing
dream dreams dreamed dreamt dreaming
learn learns learned learnt learning
set sets set set setting
lay lays laid laid laying
spell spells spelled spelt spelling
take takes took taken taking
go goes went gone going
stand stands stood stood standing
hit hits hit hit hitting
prove proves proved proven proving
bite bites bit bitten biting
deny denies denied denied denying
cry cries cried cried crying
rip rips ripped ripped ripping
slam slams slammed slammed slamming
plan plans planned planned planning
beg begs begged begged begging
quip quips quipped quipped quipping
plot plots plotted plotted plotting
snap snaps snapped snapped snapping
admit admits admitted admitted admitting
infer infers inferred inferred inferring
refer refers referred referred referring
opt opts opted opted opting
hint hints hinted hinted hinting
brag brags bragged bragged bragging
blog blogs blogged blogged blogging
commit commits committed committed committing
chat chats chatted chatted chatting
label labels labeled labelled labeling
signal signals signaled signalled signaling
dub dubs dubbed dubbed dubbing
sum sums summed summed summing
retweet retweets retweeted retweeted retweeting
worry worries worried worried worrying
rebut rebuts rebutted rebutted rebutting
"""

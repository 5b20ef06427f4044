"""Words that news English uses for the same thing, one set a line; written for this project.

A word may stand in several sets. Forms that the stemmer folds together (attack, attacked, attacks) are given once; irregular
forms and words of one family (decide, decision) are spelled out.
"""

SYNONYMS = """
# verbs of everyday: irregular forms
say said says
tell told telling
go went gone going goes
come came coming
take took taken taking
get got gotten
give gave given
make made making
see saw seen
know knew known
find found
think thought
leave left leaving departed depart departure exit
hold held
keep kept
bring brought
begin began begun start launch commence onset
end ended ending finish conclude conclusion halt stop cease cessation
run ran
rise rose risen increase climb grow grew grown growth surge soar jump gain uptick spike swell higher up
fall fell fallen decline decrease drop dropped slump plunge sink sank shrink shrank dip tumble lower down
lose lost loss defeat
win won winner victory triumph prevail victorious
beat beaten defeat overcome overcame
meet met meeting talks summit
speak spoke spoken speech address
write wrote written
send sent dispatch
buy bought purchase acquire acquisition
sell sold sale
build built construct construction erect
break broke broken
choose chose chosen choice select selection pick
lead led leader head chief boss
fight fought battle combat clash
feel felt
pay paid payment
spend spent expenditure
teach taught teacher
catch caught
drive drove driven driver motorist
fly flew flown flight
grow grew grown
hit struck strike
bear bore born birth
hurt injured injury wound wounded
shoot shot shooting gunfire
steal stole stolen theft
throw threw thrown hurl
wear wore worn
swear swore sworn
draw drew drawn
show showed shown
set setting
put placed place

# speech and its shades
announce announcement declare declaration unveil reveal
accuse accusation allege allegation blame charge
admit admission acknowledge concede confess confession
agree agreement accept acceptance consent approve approval
answer reply respond response react reaction
argue argument contend assert assertion insist maintain
ask request urge plead appeal call petition
assure guarantee
boast brag
claim assert allege contend
condemn condemnation denounce decry
confirm confirmation verify verified corroborate
criticise criticize criticism slam blast lambast rebuke chide
deny denial refute rebut reject dismiss dispute disavow
describe call label dub term brand characterize characterise
disclose reveal divulge leak
emphasise emphasize stress underline underscore highlight
estimate reckon calculate projection project forecast predict prediction
explain explanation clarify clarification
express voice
hail praise laud applaud welcome commend
hint suggest suggestion imply signal
inform notify notification brief
note remark comment observe observation
object objection oppose opposition protest
offer propose proposal suggest
order instruct instruction command directive
pledge promise vow commit commitment undertake
predict forecast expect expectation anticipate
promise guarantee pledge vow
publish release issue
recommend recommendation advise advice advisory
refuse refusal decline reject rejection
repeat reiterate
report reportedly account
say state statement
swear vow
testify testimony
threaten threat menace
warn warning caution alert
welcome greet
apologise apologize apology sorry regret
thank gratitude appreciation grateful
wonder question doubt

# agreement, deals, talks
agreement deal accord pact treaty
ceasefire truce armistice
negotiate negotiation talks discussion dialogue
mediate mediation mediator broker intermediary
compromise concession
settle settlement
sign signature signed
ratify ratification
meeting summit conference gathering session
visit trip tour travel
delegation delegate envoy emissary representative
ally allied partner coalition alliance bloc
condition demand requirement precondition term
plan proposal scheme blueprint initiative
delay postpone postponement defer suspend suspension stall
cancel cancellation scrap abandon axe ditch
resume resumption restart reopen
extend extension prolong
sanction embargo restriction penalty
support back backing endorse endorsement favour favor
help aid assist assistance relief
donate donation contribute contribution
cooperate cooperation collaborate collaboration
peace peaceful
exchange swap trade

# war and armed force
war conflict hostilities fighting
attack assault strike raid offensive onslaught
invade invasion incursion
troops soldiers forces army military servicemen
soldier troop serviceman fighter combatant
surround encircle encirclement cut trap entrapment besiege siege blockade
retake recapture regain reclaim reconquer liberate
capture seize seizure occupy occupation conquer overrun
withdraw withdrawal withdrew withdrawn retreat pullout pullback
advance push gain progress
surrender capitulate capitulation
bomb bombing bombardment shell shelling explosive
missile rocket projectile
drone uav quadcopter
explode explosion blast detonate detonation
gun firearm weapon rifle pistol handgun
weapon arms armament munition ammunition
kill killed dead death die died fatality slay slain perish
casualty victim toll
wound injure injury hurt
destroy destruction demolish demolition annihilate obliterate raze level wipe
damage harm ruin devastate devastation wreck
defend defence defense protect protection shield
deploy deployment station
front frontline line
hostage captive abduct abduction kidnap
prisoner pow detainee inmate captive
refugee displaced evacuee migrant
flee fled escape
evacuate evacuation
massacre slaughter atrocity bloodbath carnage
genocide
terrorist terrorism militant extremist insurgent
rebel insurgent guerrilla militia
coup putsch overthrow overthrew topple oust
navy naval fleet warship
aircraft plane jet airliner
tank armour armor
border frontier boundary
territory region area zone district
territory land ground soil terrain
base garrison barracks
mobilise mobilize mobilization mobilisation conscription draft
spy espionage intelligence
nuclear atomic
veteran serviceman
commander general officer
target aim
repel fend thwart foil
escalate escalation intensify worsen
deescalate ease defuse

# crime and police
crime offence offense felony
police officers cops constable officer
arrest detain detention custody apprehend
suspect accused perpetrator
murder homicide manslaughter slaying kill killing
gunman shooter attacker assailant
stab stabbing knife knifed
rob robbery burglary heist theft
fraud scam swindle deception embezzle embezzlement
bribe bribery corruption graft kickback
rape assault abuse
smuggle smuggling traffic trafficking
drug narcotic
arson arsonist
hack hacker cyberattack breach
victim casualty
witness bystander onlooker
investigate investigation probe inquiry enquiry
evidence proof
search hunt manhunt
raid search
riot unrest disorder disturbance
gang mob cartel
blackmail extortion ransom
missing disappear disappearance vanish
body corpse remains
motive reason
violence violent brutality
threat menace

# courts and law
court tribunal bench
judge justice magistrate
trial hearing proceedings
lawsuit suit litigation sue sued
lawyer attorney solicitor barrister counsel
prosecute prosecution prosecutor
charge indict indictment arraign arraignment
guilty convict conviction
acquit acquittal cleared exonerate
sentence jail imprison prison
jail prison imprisonment incarcerate penitentiary
verdict ruling judgment judgement decision
rule ruling decide decision
appeal challenge contest
overturn overrule reverse reversal quash strike
fine penalty
law legislation statute act
ban prohibit prohibition outlaw bar forbid forbade forbidden
legal lawful legitimate
illegal unlawful illicit
constitution constitutional
right entitlement
jury juror
bail bond
testimony testify evidence
plead plea
parole probation
extradite extradition
deport deportation expel expulsion
asylum refuge sanctuary
copyright patent trademark
regulate regulation regulator watchdog
comply compliance obey
violate violation breach infringe infringement contravene
abolish repeal revoke rescind scrap

# politics and government
government administration cabinet executive
president leader head
minister secretary
premier pm
lawmaker legislator senator congressman congresswoman representative mp parliamentarian
parliament legislature congress assembly
election vote poll ballot
vote voter electorate ballot
candidate contender nominee hopeful
campaign bid
elect election elected
resign resignation quit stepping
dismiss sack fire oust ouster remove removal
appoint appointment name nominate nomination
successor replacement replace succeed
predecessor former
former ex
majority
opposition rival opponent
party faction
bill legislation measure
budget spending
tax levy duty tariff
reform overhaul revamp
policy programme program
scandal controversy row
impeach impeachment
referendum plebiscite
protest demonstration demonstrate rally march
protester demonstrator marcher activist
strike walkout stoppage
activist campaigner
official spokesman spokesperson spokeswoman
spokesman spokesperson spokeswoman aide
governor
mayor
monarch king queen sovereign royal
inaugurate inauguration swear
diplomat ambassador envoy
embassy consulate
immigration migrant immigrant migration
democracy democratic
republican gop
conservative tory
dictator autocrat authoritarian
veto block
poll survey
approve approval pass passage adopt adoption endorse
reject rejection defeat
fund funding finance
subsidy grant
agency department ministry bureau
committee panel commission
emergency crisis
leadership premiership presidency
turnout participation
coalition alliance
independence independent sovereignty

# business and economy
company firm business corporation enterprise
economy economic
profit earnings income
revenue sales turnover
loss deficit shortfall
cost price expense
price cost
inflation
cheap inexpensive affordable
expensive costly pricey
share stock equity
investor shareholder
invest investment
merge merger takeover acquisition
bankrupt bankruptcy insolvency insolvent collapse
debt borrowing loan
lend lender bank
wage pay salary
worker employee staff workforce labour labor
employer company
job employment work post role
unemployed unemployment jobless joblessness
hire recruit recruitment
layoff redundancy sack cut
strike walkout
union
boss ceo chief executive
factory plant
product goods merchandise
produce production output manufacture
demand appetite
supply provision
shortage scarcity lack dearth
surplus glut
export shipment
import
trade commerce
tariff duty levy
customer consumer shopper client buyer
shop store retailer
market marketplace
recession downturn slump contraction
recovery rebound recover
growth expansion expand grow
rate interest
hike raise increase
cut reduce reduction slash trim lower
billion bn
million m
money cash funds
dollar buck
property estate housing
house home residence
rent lease
mortgage
gas gasoline petrol fuel
oil crude petroleum
energy power electricity
car vehicle automobile auto
airline carrier
startup venture
technology tech
cryptocurrency crypto bitcoin
recall withdraw
quarter quarterly
annual yearly
forecast outlook guidance
billionaire tycoon magnate
brand label
competitor rival

# disasters, accidents, weather
disaster catastrophe calamity tragedy
accident crash collision mishap
crash collide collision wreck smash
derail derailment
fire blaze inferno wildfire flame
firefighter fireman
burn burnt
flood flooding inundation deluge floodwater
earthquake quake tremor seismic
hurricane typhoon cyclone
storm tempest thunderstorm
tornado twister
rain rainfall downpour precipitation
snow blizzard snowfall
heat heatwave hot scorching sweltering
cold freeze frost chilly
drought dry arid
temperature degree celsius fahrenheit
landslide mudslide
avalanche
volcano volcanic eruption erupt
tsunami wave
rescue save saved
rescuer responder
survivor survive survival
missing unaccounted
evacuate flee shelter
collapse cave
sink sank sunk capsize
drown drowned
victim casualty
outage blackout
damage destruction
warning alert advisory watch
forecaster meteorologist
climate warming
emission carbon greenhouse
pollute pollution contamination contaminate
wind gust gale
lightning thunder
trap stuck strand stranded
spill leak
explosion blast

# health and medicine
disease illness sickness ailment
ill sick unwell
virus pathogen
infect infection case contagious
outbreak epidemic pandemic
spread transmission transmit
vaccine vaccination jab immunization inoculation shot
patient sufferer
doctor physician clinician medic
nurse
hospital clinic infirmary
hospitalize hospitalization hospitalise admitted
treat treatment therapy
cure remedy
medicine drug medication pharmaceutical
symptom sign
test screening
diagnose diagnosis
surgery operation surgeon
death mortality die
cancer tumour tumor
pregnant pregnancy
abortion termination
mask covering
quarantine isolation isolate lockdown
variant strain subvariant
dose booster
overdose
obese obesity overweight
mental psychological
suicide
disabled disability
health healthcare medical
covid coronavirus
flu influenza
monkeypox mpox
trial study
approve authorise authorize authorization
recover recovery recuperate
elderly older seniors
child children kid youngster
baby infant newborn

# science, technology, nature
science scientist researcher scientific
study research paper
discover discovery find finding
space orbit
spacecraft probe satellite
astronaut cosmonaut
rocket booster
telescope observatory
planet
experiment trial test
species animal
extinct extinction
fossil remains
dinosaur
expert specialist analyst
computer machine
software app application
internet online web
artificial ai
robot
data information figures statistics
phone smartphone mobile
platform network
user customer
post tweet message
photo photograph picture image
video footage clip film
launch liftoff
species wildlife
whale
shark
dog canine
forest woodland
ocean sea
river stream
park reserve

# sport
match game fixture contest
team side squad club
player athlete
coach manager
champion title championship
tournament competition cup
final finale
semifinal semi
victory win triumph
defeat loss
draw tie
score goal
record milestone
medal gold
race sprint
race grandprix
season campaign
league division
transfer sign signing
retire retirement
injury injured
referee umpire
fan supporter
stadium arena venue
penalty spot
seed ranked ranking
set tiebreak
doping steroid
olympic olympics
qualify qualification
knockout elimination eliminate
comeback return
debut
captain skipper
contract deal
ban suspend suspension
opponent rival
golfer golf
boxer boxing bout fight

# people, society, culture
people persons residents citizens
man men male
woman women female
boy girl teen teenager youth
child children minor
student pupil
teacher instructor
school classroom
university college
parent mother father
mother mom mum
father dad
husband wife spouse partner
son daughter
brother sister sibling
family relative kin
friend
resident inhabitant local
citizen national
crowd
religion faith
church
pope pontiff
wedding marry marriage
divorce separate
funeral burial
anniversary
holiday vacation
festival
film movie
actor actress star
singer musician artist
song single track
album record
book novel
author writer
award prize honour honor
celebrity star
show programme series
concert gig
museum gallery
journalist reporter correspondent
newspaper paper
broadcaster network channel
racism racist discrimination
equality equal
gay lgbtq homosexual
gender sex
poor poverty
rich wealthy
hunger famine starvation
homeless
food meal
restaurant diner eatery
passenger traveller traveler commuter
tourist visitor
road street highway motorway
train rail railway
bus coach
ship vessel boat
airport terminal
bridge
city town municipality
village settlement
capital
country nation state
world global international
community neighbourhood neighborhood
building structure
apartment flat
room chamber

# countries, their people and their capitals
usa america american washington
britain british uk london
england english
france french paris
germany german berlin
italy italian rome
spain spanish madrid
russia russian moscow kremlin
ukraine ukrainian kyiv kiev
china chinese beijing
japan japanese tokyo
india indian delhi
pakistan pakistani islamabad
iran iranian tehran
iraq iraqi baghdad
israel israeli jerusalem
palestine palestinian gaza
syria syrian damascus
turkey turkish ankara
egypt egyptian cairo
saudi riyadh
afghanistan afghan kabul taliban
korea korean seoul
taiwan taiwanese taipei
australia australian canberra
canada canadian ottawa
mexico mexican
brazil brazilian brasilia
argentina argentine
poland polish warsaw
sweden swedish stockholm
finland finnish helsinki
norway norwegian oslo
denmark danish copenhagen
netherlands dutch
belgium belgian brussels
ireland irish dublin
scotland scottish edinburgh
greece greek athens
hungary hungarian budapest
europe european eu
africa african

# amounts, time, manner
about around approximately roughly nearly almost
over above exceed
under below
hundred hundreds
thousand thousands
dozen dozens
half
double twice
many several numerous
all every entire whole total
part portion share
number figure total tally count
first initial
last final
early earlier
late later
recent recently latest
current present now
previous prior earlier
next following
month monthly
year annual
week weekly
day daily
night overnight
fast quick rapid swift
slow
big large huge major massive
small little minor
new fresh
old ancient
good positive
bad negative poor
important significant key crucial vital
dangerous hazardous risky unsafe
risk danger peril
safe secure security
strong powerful
weak fragile vulnerable
difficult hard tough challenging
possible potential
likely probable
unlikely improbable
clear obvious
secret covert clandestine
false untrue fabricated bogus fake baseless unfounded
true accurate correct
misinformation disinformation propaganda
error mistake blunder
truth fact
cause trigger spark prompt
result outcome consequence effect
affect impact
problem issue trouble
solution fix
change shift alter
continue ongoing persist
prevent avert avoid
allow permit let
force compel
require need
want seek sought
try attempt effort
fail failure
succeed success successful
improve improvement better
worsen deteriorate worse
lead result
include contain
exclude omit
join enter
arrive arrival reach
return back
move relocate
stay remain
open opening
close closure shut
create establish form found
hide conceal
share split
block obstruct
check inspect inspection
control command
manage handle
plan intend intention
prepare preparation
hope optimism optimistic hopeful
fear worry concern afraid anxious anxiety
anger angry furious outrage fury
shock stun surprise
sad grief mourn
happy glad delighted pleased
"""

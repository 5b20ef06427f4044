"""Everyday words and the wider ones that a question may use for what the news calls otherwise, one set a line, written for
this project: hypernyms and paraphrases, for questions alone and at a lower weight than synonyms.
"""

PARAPHRASES = """
# being, having, happening
happen happened occur occurrence take befall unfold
exist existence presence present
own owner ownership belong possess possession proprietor
contain hold house comprise consist
become turn grow
appear appearance emerge emergence surface
vanish disappear disappearance lost
belong member membership
remain stay linger persist survive
last duration length long span
wait await delay queue
exceed surpass top outstrip beyond more
reach hit attain achieve achievement total
amount quantity sum figure volume
maximum most longest limit cap ceiling highest utmost up
minimum least lowest floor
average mean typical normal
peak height highest zenith top
lowest bottom nadir
percentage percent share proportion fraction portion rate
majority most bulk
minority few
quantity number count tally
distance far mile kilometre kilometer
height tall metre meter feet foot
weight weigh pound kilogram kg tonne ton
speed velocity fast pace mph
age aged old year-old
depth deep
width wide broad
size big large area acre hectare square
sum total amount cost worth value price
worth value valuation valued
fee charge payment price cost
bill invoice cost
toll death killed dead died fatality casualty
headcount staff employees workforce
# moving and placing
travel trip journey visit flight fly flew go went head headed
visit visitor trip tour call stop
depart departure leave left exit
arrive arrival land landed reach come came
enter entry entrance storm break broke
follow pursue chase track
carry transport ferry haul bring
deliver delivery hand supply
lift raise hoist
drop fall plunge plummet
climb ascend scale
jump leap hop
walk walker hike hiker trek trekker rambler stroll march
run runner jog race
swim swimmer
sail sailor boat yacht
ride rider cyclist bike bicycle cycling
park parking
cross crossing
pass overtake
escape flee fled getaway exile
return back homecoming repatriate repatriation
stay accommodation lodge hotel
stuck trapped stranded marooned isolated
surround ring encircle
gather gathering assemble assembly converge mass crowd
scatter disperse dispersal
block blockade obstruct barricade roadblock closed
block prevent stop thwart
divert diversion redirect distract reroute
position location place site spot whereabouts
relocate move moved transfer
hang display
lie lying lay
sit seat
stand stood
turn rotate
push shove
pull drag tow
throw toss hurl fling pelt
catch grab seize
hold grip
break smash shatter
cut sever
tear rip
burn torch set fire ablaze
melt thaw
freeze frozen
leak seep
flow stream
fill full
empty vacant deserted
stack pile
# giving, taking, keeping
give hand provide grant supply offer
gift present donation
grant give award
award prize honour medal trophy
receive get obtain accept
borrow loan
lend loan
rescue save free release
release free let
keep retain hold
store stockpile stock reserve
collect gather raise
share split distribute distribution
distribute hand
lose lost missing
find found discover locate recover
hide hidden conceal secret
search look hunt seek
earn make paid salary wage income
spend cost
save savings
waste squander
afford
owe debt
compensate compensation payout damages redress refund
refund reimburse repay
insure insurance insurer
inherit heir inheritance
# saying and thinking, as people ask
tell told inform brief say said
mention refer cite reference
quote quoted cite
discuss discussion talk talked talks
chat conversation talk talked
debate argue discuss
complain complaint grumble gripe protest
criticise criticize attack condemn slam
praise laud compliment hail
thank grateful
apologise apology sorry
blame responsible fault responsibility accuse
fault blame responsible guilty
joke quip jest mock ridicule
mock ridicule deride taunt
insult offend slur
lie lied untrue dishonest
promise pledge vow guarantee
threat threaten warn warning
advise advice recommend counsel suggest urge
encourage urge
persuade convince
remind recall remember
remember memory recall commemorate
forget forgot
know aware knowledge
understand realise realize
believe think thought view opinion reckon feel
view opinion opinion belief stance attitude
doubt sceptical skeptical question
suspect suspicion
guess estimate
expect predict forecast anticipate due
hope wish
wish want desire
plan intend aim mean
decide decision choose chose resolve
prefer preference favour
like love enjoy fond
hate hatred dislike loathe
fear afraid worried scared frightened
worry concern anxious
regret sorry remorse
surprise shock stun astonish
confuse confused confusion
compare comparison liken likened similar like
liken compare
describe call portray depict
call dub name label term describe
name called identified identify
identify identified recognise recognize name
explain reason why account
reason because cause motive explanation
cause reason blame due because
purpose aim goal objective intention
goal aim target objective
idea concept proposal notion
message note letter text email
letter note correspondence
speech address remarks
statement announcement declaration comment
rumour rumor gossip speculation
speculate speculation
secret classified confidential
reveal unveil show disclose
show prove demonstrate indicate reveal
prove proof evidence
indicate suggest sign
claim allege say assert
insist maintain
admit confess acknowledge
deny reject dispute contradict
comment remark statement react reaction
response reply answer reaction rebuttal
ask question query
answer reply response
call phone telephone ring rang
phone call telephone hotline line
# people
person individual human
people residents locals inhabitants citizens population
population inhabitants people million
locals residents villagers townspeople
villager resident
neighbour neighbor resident
passer-by bystander onlooker witness
witness eyewitness saw
crowd mob throng
spectator fan viewer audience attendee
viewer audience watch
tourist holidaymaker visitor traveller
guest visitor invitee
host presenter anchor
worker employee staff labourer labour
colleague co-worker teammate
boss manager chief head ceo
founder founded established creator
owner proprietor landlord
tenant renter
customer client shopper buyer
driver motorist trucker
pilot captain aviator
crew sailors staff
sailor seaman mariner
fisherman fisher angler
farmer grower
miner mine mining
builder construction
engineer
teacher educator
student pupil learner
graduate
professor academic scholar lecturer
academic professor scholar
researcher scientist academic
expert specialist analyst professor
analyst expert
historian
economist
lawyer attorney
judge magistrate
officer policeman policewoman police
sheriff police
guard officer security warden
soldier guard troop serviceman
recruit conscript
veteran
general commander
captain skipper
chief head leader boss
leader head chief president
president head
premier prime
minister secretary
envoy emissary ambassador representative
aide adviser advisor assistant
adviser advisor consultant
spokesman spokesperson spokeswoman
politician lawmaker mp
mp lawmaker parliamentarian
candidate contender
voter electorate
activist campaigner demonstrator
demonstrator protester
celebrity star
actor actress
singer vocalist
musician band
author writer novelist
editor journalist
journalist reporter correspondent
photographer
artist painter
chef cook
waiter waitress
grocer shopkeeper store shop
shopkeeper store owner
doctor surgeon physician medic
surgeon doctor
nurse carer
patient sick
victim injured dead
survivor
orphan
widow widower
bride groom
couple pair
twin
baby newborn infant
toddler child
teenager teen youth
adult grown-up
pensioner elderly retired
man guy
woman lady
mother mum mom mama
father dad
parent mother father
grandmother grandfather grandparent
son boy child
daughter girl child
brother sibling
sister sibling
cousin uncle aunt nephew niece relative
wife husband spouse
fiance fiancee engaged
friend pal ally
enemy foe adversary
rival competitor opponent
hero
criminal offender thief
thief robber burglar
killer murderer
gunman shooter
hostage captive
prisoner inmate
refugee migrant
immigrant migrant
slave
# places and things
place venue site location
venue stadium arena hall
home house residence
house home property
flat apartment
room bedroom chamber
office headquarters
headquarters base hq
building block premises structure barracks house
premises property building
tower skyscraper high-rise
church cathedral chapel
mosque
temple
school academy
college university campus
hospital clinic
prison jail
court courtroom
factory plant works
warehouse depot store
shop store outlet
mall shopping
market bazaar
restaurant cafe diner
bar pub nightclub club
hotel inn resort
beach coast shore seaside
coast shore coastline
island isle
mountain peak summit hill
hill slope
valley gorge canyon
forest wood woodland jungle
field pitch ground
farm farmland ranch
river creek
lake reservoir
sea ocean
desert
cave cavern
border frontier
road street lane motorway
street road avenue
bridge overpass
tunnel
station terminal
airport airfield runway
port harbour harbor dock
railway rail train
train locomotive carriage
tram
bus coach
truck lorry
van
car vehicle
motorcycle motorbike
bicycle bike
boat ship vessel
ship vessel boat tanker
ferry boat
plane aircraft jet aeroplane airplane
helicopter chopper
balloon
rocket missile
gun weapon rifle
knife blade
bomb device explosive
ammunition munitions shells magazine
fence wall barrier
gate door entrance
window glass
roof ceiling
floor storey story
stairs lift elevator
furniture
machine equipment device
device gadget
tool equipment
phone mobile
computer laptop
screen display
camera cctv
battery
engine motor
fuel petrol gasoline diesel gas oil
gas petrol
electricity power
water
food meal
bread grain wheat flour
meat beef pork chicken
fish seafood
fruit vegetable
drink beverage
alcohol drink beer wine
cigarette tobacco smoking
clothes clothing dress
shoe footwear
jewellery jewelry
money cash funds
coin currency
bag luggage suitcase baggage
box container package parcel
parcel package
paper document file
document file paper record
book volume
map chart
list roster
flag banner
sign banner placard
statue monument memorial
toy
animal creature
pet dog cat
dog puppy
cat kitten
bird
horse
cow cattle livestock
sheep
insect bug
tree plant
flower
# qualities
large big huge
tiny small
long lengthy
short brief
tall high
heavy
light
hot warm
cold chilly
wet rainy
dry arid
dark
bright
loud noisy
quiet calm silent
calm quiet peace peaceful
dangerous risky unsafe hazardous
safe secure
serious grave severe critical
severe serious critical intense
grave serious
mild slight minor
easy simple
hard difficult tough
rich wealthy affluent
poor impoverished
cheap low-cost budget
expensive costly dear
free gratis
busy crowded packed
empty vacant
full packed
open accessible
closed shut shuttered
broken damaged
ill sick
healthy well fit
tired exhausted fatigue
hungry starving
thirsty
alive living survived
dead deceased late killed
pregnant expecting
famous well-known renowned celebrated
unknown unidentified anonymous unnamed
unnamed anonymous unidentified
popular beloved
unpopular hated
lonely alone
similar alike same
different distinct
strange odd unusual weird
normal usual ordinary
rare uncommon unusual
common widespread
sudden abrupt
slow gradual
quick fast rapid speedy
early premature
late overdue delayed
temporary interim acting stand-in caretaker provisional
acting interim caretaker temporary stand-in
permanent lasting
final last ultimate
first initial opening inaugural
main chief primary principal
real actual genuine authentic
fake false bogus counterfeit
correct right accurate
wrong incorrect mistaken
fair just
unfair unjust
honest sincere
corrupt crooked
cruel brutal
kind generous
brave courageous
cowardly coward
angry furious
happy joyful
sad unhappy
proud pride
ashamed shame shameful
guilty culpable
innocent
responsible accountable
ready prepared
willing prepared ready
able capable can
unable incapable cannot
forced compelled
voluntary volunteer
official formal
formal official
legal lawful
illegal banned unlawful
foreign overseas abroad international
domestic national home internal
national nationwide countrywide
local regional
global worldwide
# time
start begin began open opening kick
end finish close conclude
date day when
hour time o'clock
morning dawn sunrise
dawn daybreak morning
evening dusk night
night overnight
weekend saturday sunday
fortnight
decade
century
anniversary
birthday born
deadline date due
postpone delay
schedule due planned timetable
annual yearly
daily
monthly
season
spring summer autumn fall winter
now currently
soon shortly
recently lately
ago earlier
previously before formerly earlier
before prior ahead
after following
during while
again anew once
always ever
never
often frequently
sometimes occasionally
# government, business, sport: how people ask
step resign quit stood stand down
stand resign step down quit
quit resign leave left step
rule govern reign
govern rule run
elect vote chosen pick
swear inaugurate
overthrow topple oust
ban outlaw prohibit forbid
allow permit let authorise
approve okay greenlight clear
permission leave permit clearance authorisation authorization
law legislation rule
rule regulation law
rights freedoms liberties
policy plan
tax levy
spend expenditure budget
cut slash reduce
raise increase hike
bankrupt insolvent broke collapsed
broke bankrupt
buy purchase acquire takeover
takeover acquisition merger bid buyout
bid offer
offer bid proposal
deal agreement contract
contract deal agreement
negotiate talks bargain
boycott shun attend
attend present go boycott
participate take join
join enlist sign
leave quit exit
hire employ recruit
fire sack dismiss
redundant layoff laid
strike walkout
profit gain
loss
grow expand
shrink contract
launch start unveil introduce
introduce launch bring
design create develop
develop create build
invent inventor create
make produce manufacture
produce make
test try
use utilise employ
fix repair mend
repair fix restore
replace substitute
remove take withdraw
add extra additional
join merge combine
separate split divide
win beat victory
lose defeat beaten
score goal point
play match game
goal score strike
striker forward scorer
goalkeeper keeper
coach trainer boss manager
tournament championship cup
final decider
round stage
crowd attendance spectators
attendance crowd spectators
ticket admission
injured hurt sidelined
retire quit
record best
champion winner
beat defeat
miss fail
train practice practise
# health, disaster, crime: how people ask
hurt injured wounded injury
wounded hurt injured
die death dead killed
kill murder
poison poisoned toxic
infected case positive
catch contract infected
vaccinated jab
cure treat
wash clean
clean tidy
dirty filthy
flooded underwater
burned destroyed
destroyed ruined wrecked
damage harm
crash accident
cause spark trigger
shake tremor
collapse fell
rescue save
evacuated moved
homeless displaced
shelter refuge
steal theft
rob robbery
arrested held detained
charged accused
convicted guilty
jailed sentenced imprisoned
sentence term years
shot gunfire shooting
fire shoot shot open
shell bombard bombardment artillery
stab knife
bomb blast
explosion blast
strike attack hit
attack raid strike assault
hit struck
threatened
abuse mistreat
bully
cheat
spy
hide
plot conspiracy plan
conspire conspiracy plot
confess admit
proof evidence
clue lead
search
find
guard protect
protect defend
patrol
inspect check
check verify
investigate probe look
study research survey
measure
count
record
plight crisis hardship situation predicament
mismanagement mishandling bungling blunder
trouble crisis problem difficulty
shortage scarce run out
ration rationing
inflation prices
"""

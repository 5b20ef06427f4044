"""Titles before names, nouns of roles and offices, words of organisations."""

ABBREVIATED = """
Mr Mrs Ms Mx Dr Prof Sen Sens Rep Reps Gov Govs Gen Maj Lt Col Cpl Capt Cmdr Adm Sgt Pvt Rev Fr Hon Msgr Supt Det Insp Amb Atty
Pres St
"""

# Words that stand before a person's name, in capitals or not, and are no part of it.
TITLES = """
mr mrs ms miss mx dr doctor prof professor sen senator sens rep representative reps congressman congresswoman gov governor govs
gen general maj major lt lieutenant col colonel cpl corporal capt captain cmdr commander adm admiral sgt sergeant pvt private
rev reverend fr father sister brother hon honourable honorable supt superintendent det detective insp inspector officer deputy
sheriff chief marshal judge justice magistrate sir dame lord lady baron baroness viscount earl count countess duke duchess
prince princess king queen emperor empress sultan sheikh sheikha emir ayatollah imam mullah rabbi pope cardinal archbishop
bishop pastor deacon monsignor patriarch metropolitan pres president vice-president premier chancellor minister secretary
undersecretary ambassador envoy commissioner councillor councilor councilman councilwoman alderman mayor lawmaker delegate
speaker whip chair chairman chairwoman chairperson attorney solicitor prosecutor director ceo cfo coo spokesman spokeswoman
spokesperson leader coach manager head boss founder author
"""

# Nouns whose bearer is a person in an office, a profession or a part.
ROLES = """
accountant activist actor actress administrator admiral adviser advisor advocate agent aide ally ambassador analyst anchor
anthropologist archaeologist archbishop architect artist assistant associate astronaut astronomer athlete attorney author
ayatollah banker barrister batsman billionaire biographer biologist bishop blogger boss boxer broadcaster broker brother builder
businessman businesswoman campaigner candidate captain cardinal celebrity ceo cfo chair chairman chairperson chairwoman champion
chancellor chef chemist chief cleric climatologist coach co-author co-chair co-director co-founder cofounder co-host co-owner
colleague colonel columnist comedian commander commentator commissioner composer conductor congressman congresswoman constable
consul consultant contractor cook coordinator coroner correspondent councillor councilman councilor councilwoman counsel
counselor counterpart cousin creator cricketer critic curator cyclist dad daughter dealer dean defender delegate demographer
dentist deputy designer detective developer dictator diplomat director doctor driver economist editor educator electrician
employee engineer entrepreneur envoy epidemiologist executive expert explorer fan farmer father fighter filmmaker firefighter
fisherman footballer forecaster forward founder friend general geographer geologist geophysicist goalkeeper golfer governor
graduate guard guitarist gymnast head heir hero historian host hydrologist imam immunologist inspector instructor intern
inventor investigator investor jockey journalist judge jurist justice king landlord lawmaker lawyer leader lecturer legislator
librarian lieutenant lobbyist magistrate major manager marshal mathematician mayor mechanic mediator member merchant
meteorologist microbiologist midfielder midwife minister model monarch monk mother mp musician nanny negotiator nephew neighbor
neighbour neurologist neuroscientist niece nominee novelist nun nurse oceanographer officer official oncologist operator
opponent organiser organizer owner painter paleontologist paramedic parent partner pastor patient patriarch pediatrician
performer philanthropist philosopher photographer physician physicist pianist pilot pioneer pitcher plaintiff planner player
playwright plumber poet policeman policewoman politician pollster pope predecessor premier presenter president priest prince
princess principal producer professor programmer prosecutor psychiatrist psychologist publicist publisher pundit quarterback
queen rabbi radiologist ranger rapper realtor receptionist rector referee refugee regulator reporter representative republican
democrat rescuer researcher resident retiree rider rival ruler runner runner-up sailor salesman scholar scientist screenwriter
sculptor secretary seismologist senator sergeant sheikh sheriff shopkeeper singer sister skipper sociologist soldier solicitor
son songwriter speaker specialist spokesman spokesperson spokeswoman sprinter star statistician strategist striker student
successor sultan superintendent supervisor supporter surgeon survivor suspect swimmer teacher teammate technician teenager
tenant therapist trader trainer treasurer trustee tycoon under-secretary undersecretary veteran veterinarian vice-chair
vice-chairman vice-president victim victor virologist volcanologist volunteer whistleblower widow widower wife husband winner
witness worker wrestler writer youtuber zoologist co-chairman co-chairwoman frontrunner front-runner mastermind nutritionist
ornithologist pathologist pharmacist toxicologist zookeeper
"""

# Those of them that tell a woman or a man.
WOMEN = """
actress businesswoman chairwoman congresswoman councilwoman daughter duchess countess empress mother niece nun policewoman
princess queen sister spokeswoman widow wife woman baroness dame lady mrs ms miss girl mom mum grandmother aunt heiress
stateswoman saleswoman sheikha
"""
MEN = """
actor businessman chairman congressman councilman son duke count emperor father nephew monk policeman prince king brother
spokesman widower husband man baron lord sir mr boy dad grandfather uncle statesman salesman fisherman batsman pope imam rabbi
ayatollah sheikh emir sultan cardinal archbishop
"""

# Words before a role that belong to it.
MODIFIERS = """
former ex-president then acting interim outgoing incoming newly elected president-elect prime vice deputy senior junior top
chief chief-of-staff lead leading special foreign defence defense interior finance health education justice energy trade
transport environment agriculture culture home economy economic labour labor treasury security national international federal
state regional local municipal provincial city county presidential parliamentary congressional legislative gubernatorial mayoral
military naval army navy air police fire press political campaign communications media public private general assistant
associate executive managing founding co-founding retired veteran longtime long-time late sole current new old young fellow
opposition conservative liberal left-wing right-wing far-right far-left independent democratic republican principal medical
scientific legal financial technical policy research marketing sales operations climate weather emergency disaster human civil
rights union football soccer basketball baseball cricket rugby tennis hockey golf boxing world olympic two-time three-time
four-time five-time award-winning nobel prize-winning billionaire businessman real estate tech technology software attorney
district permanent resident honorary his her their its our my nuclear peace film movie pop rock folk rap school high college
university bank company government party ministry department agency embassy
"""

# Words in a name that make it an organisation's.
ORGANISATIONS = """
academy centers centres departments academies administration agency airline airlines airways alliance army assembly
association authority bank bbc board brigade
broadcasting brothers bureau business cabinet campaign center centre chamber charity church clinic club coalition college
commission committee company confederation conference congress consortium corp corporation council court courts daily department
directorate division embassy exchange facebook federation firm force forces forum foundation front fund gazette general-staff
government group guard guardian headquarters herald holdings hospital house inc industries initiative inquirer institute
institution investments journal kremlin laboratory labs league legislature llc lp ltd magazine mail media ministry mission
monitor mosque motors movement museum nations navy network news newspaper observatory office organisation organization pac
parliament partners partnership party pentagon petroleum pharmaceuticals plc police post press programme program project reserve
school schools secretariat senate service services society staff states store studios survey syndicate system systems team
technologies telegraph times tribune tribunal trust twitter union unit united university ventures watch workers airforce
observer register examiner electric energy oil gas motor bancorp capital securities insurance telecom telecommunications
railways railway airport intelligence security customs border patrol prosecutors fc afc rovers wanderers lines ferries shipping
cruises logistics foods brewery breweries software robotics aerospace aviation mining chemicals healthcare hotels resorts bakery
philharmonic orchestra symphony athletic albion grid water rail transport analytics research semiconductors electronics
"""

# Collective nouns that speak: no person, but a source.
SPEAKING = """
administration agency airline army association authorities authority bank board body bureau cabinet campaign charity church club
coalition commission committee company corporation council country court department embassy family federation firm force
government group hospital house industry institute institution insurers investigators jury kremlin law league lawyers leadership
lenders media military ministry mission movement navy newspaper office officers officials organisation organization outlet
palace panel parliament party police press prosecutors publication publisher regime regulator report retailer school secretariat
senate service side staff state statement study survey team tribunal troops union university watchdog website white-house
doctors experts scientists researchers analysts economists critics supporters opponents observers activists residents witnesses
locals diplomats sources source aides allies lawmakers politicians leaders organisers organizers firefighters rescuers
forecasters meteorologists astronomers teachers workers unions farmers parents relatives neighbours neighbors friends colleagues
fans players coaches insiders poll polls document documents article letter email memo paper book indictment complaint lawsuit
filing ruling order spokespeople negotiators mediators ministers republicans democrats conservatives liberals people voters
americans women men many some others most few several everyone
"""

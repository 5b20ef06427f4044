"""Common given names over the world's newsrooms, by the gender they usually tell."""

MALE = """
aaron abdul abdullah abraham abu adam adrian ahmad ahmed akira al alan albert alberto aldo alec alejandro aleksandr aleksander
aleksandar alessandro alex alexander alexandre alexei alexey alfred alfredo ali alistair allan allen alvaro amir amit anatoly
anders andre andré andrea andreas andrei andrew andrey andrii andriy andrzej andy angelo angus anil anthony antoine anton
antonio antony antónio antti anwar ariel arjun arnaud arnold artem artur arthur arturo arvind asif atsushi august augusto
austin avi axel aziz barack barry bart bashar basil ben benedict benjamin benny bernard bernhard bernie bert bill billy bob
bobby boris brad bradley brandon brendan brent bret brett brian bruce bruno bryan bryce byron caleb callum calvin cameron carl
carlo carlos casey cedric cesar chad charles charlie chen chester chris christian christoph christophe christopher christos
chuck claude claudio clarence clark clayton clément cliff clifford clint clinton clive colin connor conor corey cory craig
curtis cyril cyrus daisuke dale damian damien dan daniel daniele danny dario darrell darren darryl dave david dean declan
denis dennis denys derek derrick desmond devin diego dieter dietmar dimitri dimitris dirk dmitri dmitriy dmitry dmytro dominic
dominique don donald doug douglas drew duncan dustin dwayne dwight dylan earl ed eddie edgar edmund eduardo edward edwin ehud
eli elias elijah elliot elliott elon emanuel emil emilio emmanuel enrico enrique eric erich erik ernest ernesto ernst erwin
esteban ethan eugene evan evgeny fabian fabio fabrice fahad faisal farid farouk federico felipe felix ferdinand fernando filip
filippo finn florian floyd francesco francis francisco franck franco francois françois frank frankie franklin franz fred
freddie frederic frédéric frederick frederik friedrich fumio gabriel garrett gareth gary gavin gene geoff geoffrey georg
george georges gerald gerard gerhard germán giancarlo gianni gideon gil gilbert gilles giorgio giorgos giovanni giulio
giuseppe glen glenn gonzalo gordon graeme graham grant greg gregory guido guillaume guillermo gunther gus gustavo guy hakan
hamid hamza hank hans harald harold harry harvey hasan hashim hassan hector heiko heinrich heinz helmut hendrik henri henrik
henry herbert herman hernan hideki hiro hiroshi hisham howard hubert hugh hugo hussein ian ibrahim ignacio igor ihor ilan
ilham ilya imran isaac isaiah ismail ivan jack jackson jacob jacques jaime jair jake jakub jamal james jamie jan jared
jarosław jaroslaw jason javier jay jean jeff jefferson jeffrey jens jeremy jerome jérôme jerry jesse jesus jesús jim jimmy
jiří joachim joao joão joaquin joaquín joe joel joey johan johann johannes john johnny jon jonas jonathan jordan jorge jörg
jose josé josef joseph josh joshua juan julian julien julio julius junichiro jürgen justin kaoru karel karim karl kazuo keir
keith ken kenji kenneth kent kevin khaled khalid kim kirill kirk klaus konstantin kris kristian kristof kumar kurt kyle kyrylo
lance lars larry lawrence lee leo leon leonard leonardo leonid leroy les leslie lester levi lewis liam lindsey lionel lloyd
logan lorenzo lou louis luc luca lucas luigi luis luiz lukas luke maciej madison magnus mahmoud majid malcolm manfred manuel
marc marcel marcelo marcin marco marcos marcus marek mariano mario marius mark marko markus marshall martin marty marvin
masahiro masoud massimo mateusz matt matteo matthew matthias matthieu maurice mauricio mauro max maxim maxime maximilian
maxwell mehdi mehmet mel melvin michael michał michel miguel mike mikhail mikael mikko mikołaj milan miles milos miloš milton
mitch mitchell mitt mohamed mohammad mohammed mohsen moses moshe muhammad murat murray mustafa mykhailo mykola nabil nadav
naftali narendra nasser nate nathan nathaniel neil nelson nicholas nick nicola nicolas nicolás niels nigel nikita niklas
nikola nikolai nikolaos nikolas nikolay nils noah noel norman oleg oleh oleksandr oleksii oleksiy oliver olivier olaf omar
orlando oscar oskar osman otto owen pablo paddy panos paolo pascal pat patrice patricio patrick paul paulo pavel pavlo pawel
paweł pedro perry pete peter petr petro petros phil philip philippe phillip pierre piers piotr preston quentin quincy rafael
rafał rahul raj rajesh ralph ramesh ramón ramon randall randy raul raúl ravi ray raymond recep reggie reinhard reinhold remi
rené rex ricardo riccardo rich richard rick ricky robert roberto robin rod roderick rodney rodolfo rodrigo rogelio roger rohan
roland rolf roman ron ronald ronnie rory roy ruben rudolf rudy rupert russ russell rustam ryan saad saeed salim salman
salvador salvatore sam sami samir samuel sandeep sanjay santiago satoshi saul scott sean sebastian sebastián sébastien serge
sergei sergey sergii sergio serhii serhiy seth shane shaun shawn sheldon shigeru shimon shinzo sidney silvio simon slobodan
spencer stan stanislav stanley stefan stefano stelios stephane stéphane stephen sterling steve steven stewart stuart sunil
sven sylvain syed tadeusz takashi takeshi tariq tarō taro taylor ted terrence terry theo theodore thierry thomas thorsten tim
timothy timur tobias toby todd tom tomas tomás tomasz tommy toni tony toshio travis trent trevor tristan tyler tyrone ugo
ulrich umar uri vadim valentin valery valeriy vasily vasyl vernon victor vijay viktor vince vincent vincenzo vinicius virgil
vitali vitaliy vitaly vittorio vivek vlad vladimir vladislav volker volodymyr vyacheslav wade walter walt wang warren wayne
wei werner wesley wilfried wilhelm will willem william willie wilson winston wojciech wolfgang woody xavier xi yair yann
yannick yaroslav yasser yevgeny yitzhak yoav yoshihide yossi youssef yuri yuriy yury yusuf yves zac zach zachary zane zeke
zoltán
dana ashley shannon tracy courtney vivian evelyn sasha laurence camille jackie jo kerry kelly lindsay alexis michele hilary
quinn morgan hayden per
"""

FEMALE = """
abby abigail ada adele adriana agatha agnes agnieszka aisha aleksandra alejandra alessandra alexandra alexandria alexis alice
alicia alina alison alla allison alyssa amal amanda amber amelia amina amy ana anastasia andrea angela angelina angie anika
anita anja ann anna annabel annalena anne annegret annette annie antonella antonia anya april ariana ariel arlene ashley
astrid audrey aung ava ayanna ayelet barbara beata beatrice beatriz becky belinda bella bernadette bernice beth bethany betsy
betty beverly bianca birgit bonnie brenda bridget brigitte britney brittany brooke camila camille candace cara carina carla
carly carmen carol carole carolina caroline carolyn carrie cassandra cassidy catalina caterina catherine cathy cecilia celeste
celia chantal charlene charlotte chelsea cherie cheryl chiara chloe christa christiane christina christine cindy claire clara
claudia colleen concepción connie constance consuelo cora corinne courtney cristina crystal cynthia daisy dana daniela
danielle daphne daria darlene dawn debbie deborah debra deirdre delia denise desiree diana diane dianne dina dolores donna
dora doris dorothy ebony edith eileen ekaterina elaine eleanor elena eleni elisa elisabeth elise elizabeth ella ellen elsa
elżbieta emilia emily emma erica erika erin esmeralda estelle esther ethel eva eve evelyn ewa faith farah fatima federica
felicia felicity fiona florence frances francesca françoise freda frida gabriela gabriella gabrielle gail galina gemma
genevieve georgia georgina geraldine gertrude gillian gina ginger giorgia giovanna giulia gladys gloria grace greta gretchen
gretel gwen gwendolyn hala halina hanna hannah hannelore harriet hayley hazel heather heidi helen helena hélène helga hilary
hilda hillary holly hope huma ida ilana ilhan ilse imelda ina inés ines ingrid irena irene irina iris irma isabel isabella
isabelle ivana ivanka ivy jackie jaclyn jacqueline jacinda jada jana jane janet janice jasmine jayne jeanette jeanne jen jenna
jennifer jenny jessica jill jo joan joanna joanne jocelyn jodi jody johanna josephine joy joyce juanita judith judy julia
juliana julie juliet june justine kaja kamala kara karen karin karina karine karla karoline katarina kate katharina katherine
kathleen kathryn kathy katie katja katrin kay kayla keiko kellie kelly kellyanne kelsey kerry khadija kimberly kirsten kirstie
kirsty krista kristalina kristen kristi kristin kristina kristine krystyna laila lara larisa latoya laura laurel lauren
laurence laurie layla lea leah leila lena leona lesia leticia liana lidia lila lillian lily lina linda lindsay lisa liudmila
liz liza lola loretta lori lorraine louise lourdes lucia lucía luciana lucille lucinda lucy ludmila luisa lydia lynda lynn
lynne mabel madeleine madeline maggie magdalena maia malala małgorzata mandy manuela mara marcela marcia margaret margarita
margaux margot maria maría mariah mariam marian mariana marianne marie marina marine marisa marissa mariya marjorie marlene
marsha marta martha martina mary maryam maryna mathilde maureen maxine maya mazie megan meghan melania melanie melinda melissa
mercedes meredith mia michaela michele michelle milena mildred mimi mina mindy mira miranda miriam mitsuko molly mona monica
monika monique muriel mya myra myriam myrtle nadia nadine nadja nancy naomi natalia natalie nataliya natasha nellie nicole
nicola nicoletta nikki nina noemi nora norah noreen norma nuria octavia odette oksana olena olga olha olivia oprah paige
pamela paola patricia patsy patty paula paulina pauline pearl peggy penelope penny petra phoebe phyllis pilar polly polina
pooja priscilla priti priya rachel rachida raisa ramona raquel reba rebecca regina rena renata renee rhonda rina rita roberta
rosa rosalind rosanna rose rosemary roxanne ruby ruth sabina sabine sabrina sadie sally salma samantha sandra sanna sara sarah
sasha savannah segolene ségolène selena selma serena shannon shari sharon sheila shelby shelley shelly sherri sheryl shirley
sibyl silvia simone sinead siobhan sofia sofie sonia sonja sonya sophia sophie stacey stacy stella stephanie sue summer susan
susana susanna susanne susie suzanne svetlana svitlana sylvia sylvie tabitha tamara tammy tania tanya tara tatiana tatyana
teresa terri tess tessa thelma theresa therese tiffany tina toni tonya tracey traci tracy tricia trudy tulsi uma una ursula
valentina valeria valerie vanessa vera verena verónica veronica veronika vicki vicky victoria viktoria viktoriya viola violet
virginia viviane vivian vivien wanda wendy whitney whoopi wilma winifred winnie xiomara robin leslie taylor jordan casey jamie
kim lindsey lee drew quinn morgan cameron hayden yael yana yasmin yasmine yelena yekaterina yolanda yoko yulia yuliya yuriko
yvette yvonne zainab zara zeinab zoe zofia zsuzsanna zuzana jean alex sam terry pat chris jesse jan nikita dominique claude
noel charlie frankie sidney mel ronnie lou logan dale kris rory wei
"""

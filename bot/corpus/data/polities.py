"""Countries with the words that stand for them: demonyms, capitals and seats of power.

One polity a line: name; other names; adjectives and people; capital; seats of power.
"""

TABLE = """
Afghanistan; ; Afghan Afghans; Kabul; Taliban
Albania; ; Albanian Albanians; Tirana;
Algeria; ; Algerian Algerians; Algiers;
Andorra; ; Andorran Andorrans; Andorra_la_Vella;
Angola; ; Angolan Angolans; Luanda;
Argentina; ; Argentine Argentinian Argentines Argentinians; Buenos_Aires; Casa_Rosada
Armenia; ; Armenian Armenians; Yerevan;
Australia; ; Australian Australians Aussie; Canberra;
Austria; ; Austrian Austrians; Vienna;
Azerbaijan; ; Azerbaijani Azerbaijanis Azeri; Baku;
Bahamas; The_Bahamas; Bahamian Bahamians; Nassau;
Bahrain; ; Bahraini Bahrainis; Manama;
Bangladesh; ; Bangladeshi Bangladeshis; Dhaka;
Barbados; ; Barbadian Barbadians; Bridgetown;
Belarus; ; Belarusian Belarusians Belarussian; Minsk;
Belgium; ; Belgian Belgians; Brussels;
Belize; ; Belizean Belizeans; Belmopan;
Benin; ; Beninese; Porto-Novo;
Bhutan; ; Bhutanese; Thimphu;
Bolivia; ; Bolivian Bolivians; La_Paz;
Bosnia and Herzegovina; Bosnia; Bosnian Bosnians; Sarajevo;
Botswana; ; Botswanan Batswana; Gaborone;
Brazil; ; Brazilian Brazilians; Brasilia Brasília; Planalto
Brunei; ; Bruneian; Bandar_Seri_Begawan;
Bulgaria; ; Bulgarian Bulgarians; Sofia;
Burkina Faso; ; Burkinabe; Ouagadougou;
Burundi; ; Burundian Burundians; Gitega;
Cambodia; ; Cambodian Cambodians; Phnom_Penh;
Cameroon; ; Cameroonian Cameroonians; Yaounde Yaoundé;
Canada; ; Canadian Canadians; Ottawa; Parliament_Hill
Cape Verde; Cabo_Verde; ; Praia;
Central African Republic; ; ; Bangui;
Chad; ; Chadian Chadians; N'Djamena;
Chile; ; Chilean Chileans; Santiago; La_Moneda
China; People's_Republic_of_China PRC; Chinese; Beijing Peking; Zhongnanhai
Colombia; ; Colombian Colombians; Bogota Bogotá;
Comoros; ; Comorian; Moroni;
Congo; DRC Democratic_Republic_of_Congo Democratic_Republic_of_the_Congo; Congolese; Kinshasa Brazzaville;
Costa Rica; ; Costa_Rican Costa_Ricans; San_José;
Croatia; ; Croatian Croatians Croat Croats; Zagreb;
Cuba; ; Cuban Cubans; Havana;
Cyprus; ; Cypriot Cypriots; Nicosia;
Czech Republic; Czechia; Czech Czechs; Prague;
Denmark; ; Danish Dane Danes; Copenhagen; Christiansborg
Djibouti; ; Djiboutian; Djibouti_City;
Dominican Republic; ; Dominican Dominicans; Santo_Domingo;
Ecuador; ; Ecuadorian Ecuadorean Ecuadorians Ecuadoreans; Quito;
Egypt; ; Egyptian Egyptians; Cairo;
El Salvador; ; Salvadoran Salvadorans; San_Salvador;
Eritrea; ; Eritrean Eritreans; Asmara;
Estonia; ; Estonian Estonians; Tallinn;
Eswatini; Swaziland; Swazi; Mbabane;
Ethiopia; ; Ethiopian Ethiopians; Addis_Ababa;
Fiji; ; Fijian Fijians; Suva;
Finland; ; Finnish Finn Finns; Helsinki;
France; ; French Frenchman Frenchwoman; Paris; Elysee Élysée Elysée Matignon Quai_d'Orsay
Gabon; ; Gabonese; Libreville;
Gambia; The_Gambia; Gambian Gambians; Banjul;
Georgia; ; Georgian Georgians; Tbilisi;
Germany; ; German Germans; Berlin; Bundestag
Ghana; ; Ghanaian Ghanaians; Accra;
Greece; ; Greek Greeks; Athens;
Grenada; ; Grenadian; St._George's;
Guatemala; ; Guatemalan Guatemalans; Guatemala_City;
Guinea; ; Guinean Guineans; Conakry;
Guyana; ; Guyanese; Georgetown;
Haiti; ; Haitian Haitians; Port-au-Prince;
Honduras; ; Honduran Hondurans; Tegucigalpa;
Hong Kong; ; Hong_Kongers; ;
Hungary; ; Hungarian Hungarians; Budapest;
Iceland; ; Icelandic Icelander Icelanders; Reykjavik;
India; ; Indian Indians; New_Delhi Delhi; Lok_Sabha
Indonesia; ; Indonesian Indonesians; Jakarta;
Iran; Islamic_Republic; Iranian Iranians; Tehran Teheran;
Iraq; ; Iraqi Iraqis; Baghdad;
Ireland; ; Irish Irishman Irishwoman; Dublin; Leinster_House
Israel; ; Israeli Israelis; Jerusalem Tel_Aviv; Knesset
Italy; ; Italian Italians; Rome; Palazzo_Chigi Quirinale
Ivory Coast; Côte_d'Ivoire Cote_d'Ivoire; Ivorian Ivorians; Yamoussoukro Abidjan;
Jamaica; ; Jamaican Jamaicans; Kingston;
Japan; ; Japanese; Tokyo;
Jordan; ; Jordanian Jordanians; Amman;
Kazakhstan; ; Kazakh Kazakhs Kazakhstani; Astana;
Kenya; ; Kenyan Kenyans; Nairobi;
Kosovo; ; Kosovar Kosovars; Pristina;
Kuwait; ; Kuwaiti Kuwaitis; Kuwait_City;
Kyrgyzstan; ; Kyrgyz; Bishkek;
Laos; ; Laotian Lao; Vientiane;
Latvia; ; Latvian Latvians; Riga;
Lebanon; ; Lebanese; Beirut; Hezbollah
Lesotho; ; Basotho; Maseru;
Liberia; ; Liberian Liberians; Monrovia;
Libya; ; Libyan Libyans; Tripoli;
Liechtenstein; ; ; Vaduz;
Lithuania; ; Lithuanian Lithuanians; Vilnius;
Luxembourg; ; Luxembourger; ;
Madagascar; ; Malagasy; Antananarivo;
Malawi; ; Malawian Malawians; Lilongwe;
Malaysia; ; Malaysian Malaysians; Kuala_Lumpur Putrajaya;
Maldives; ; Maldivian; Malé;
Mali; ; Malian Malians; Bamako;
Malta; ; Maltese; Valletta;
Mauritania; ; Mauritanian; Nouakchott;
Mauritius; ; Mauritian; Port_Louis;
Mexico; ; Mexican Mexicans; Mexico_City;
Moldova; ; Moldovan Moldovans; Chisinau Chișinău;
Monaco; ; Monegasque; ;
Mongolia; ; Mongolian Mongolians; Ulaanbaatar;
Montenegro; ; Montenegrin; Podgorica;
Morocco; ; Moroccan Moroccans; Rabat;
Mozambique; ; Mozambican; Maputo;
Myanmar; Burma; Burmese; Naypyidaw Yangon;
Namibia; ; Namibian Namibians; Windhoek;
Nepal; ; Nepali Nepalese; Kathmandu;
Netherlands; Holland The_Netherlands; Dutch Dutchman Dutchwoman; Amsterdam The_Hague Hague;
New Zealand; ; New_Zealander New_Zealanders Kiwi; Wellington; Beehive
Nicaragua; ; Nicaraguan Nicaraguans; Managua;
Niger; ; Nigerien; Niamey;
Nigeria; ; Nigerian Nigerians; Abuja; Aso_Rock
North Korea; DPRK; North_Korean North_Koreans; Pyongyang;
North Macedonia; Macedonia; Macedonian Macedonians; Skopje;
Norway; ; Norwegian Norwegians; Oslo;
Oman; ; Omani Omanis; Muscat;
Pakistan; ; Pakistani Pakistanis; Islamabad; Rawalpindi
Palestine; Palestinian_Authority; Palestinian Palestinians; Ramallah; Hamas
Panama; ; Panamanian Panamanians; Panama_City;
Papua New Guinea; ; ; Port_Moresby;
Paraguay; ; Paraguayan; Asunción;
Peru; ; Peruvian Peruvians; Lima;
Philippines; ; Philippine Filipino Filipinos; Manila; Malacañang Malacanang
Poland; ; Polish Pole Poles; Warsaw; Sejm
Portugal; ; Portuguese; Lisbon;
Qatar; ; Qatari Qataris; Doha;
Romania; ; Romanian Romanians; Bucharest;
Russia; Russian_Federation; Russian Russians; Moscow; Kremlin Duma
Rwanda; ; Rwandan Rwandans; Kigali;
Samoa; ; Samoan Samoans; Apia;
Saudi Arabia; ; Saudi Saudis; Riyadh;
Senegal; ; Senegalese; Dakar;
Serbia; ; Serbian Serbians Serb Serbs; Belgrade;
Sierra Leone; ; Sierra_Leonean; Freetown;
Singapore; ; Singaporean Singaporeans; ;
Slovakia; ; Slovak Slovaks Slovakian; Bratislava;
Slovenia; ; Slovenian Slovenians Slovene; Ljubljana;
Somalia; ; Somali Somalis; Mogadishu; al-Shabab
South Africa; ; South_African South_Africans; Pretoria Cape_Town; Union_Buildings
South Korea; Republic_of_Korea; South_Korean South_Koreans; Seoul; Blue_House
South Sudan; ; South_Sudanese; Juba;
Spain; ; Spanish Spaniard Spaniards; Madrid; Moncloa
Sri Lanka; ; Sri_Lankan Sri_Lankans; Colombo;
Sudan; ; Sudanese; Khartoum;
Suriname; ; Surinamese; Paramaribo;
Sweden; ; Swedish Swede Swedes; Stockholm; Riksdag
Switzerland; ; Swiss; Bern;
Syria; ; Syrian Syrians; Damascus;
Taiwan; ; Taiwanese; Taipei;
Tajikistan; ; Tajik Tajiks; Dushanbe;
Tanzania; ; Tanzanian Tanzanians; Dodoma;
Thailand; ; Thai Thais; Bangkok;
Togo; ; Togolese; Lomé;
Tonga; ; Tongan Tongans; Nuku'alofa;
Trinidad and Tobago; Trinidad; Trinidadian; Port_of_Spain;
Tunisia; ; Tunisian Tunisians; Tunis;
Turkey; Türkiye Turkiye; Turkish Turk Turks; Ankara;
Turkmenistan; ; Turkmen; Ashgabat;
Uganda; ; Ugandan Ugandans; Kampala;
Ukraine; ; Ukrainian Ukrainians; Kyiv Kiev; Bankova Verkhovna_Rada
United Arab Emirates; UAE Emirates; Emirati Emiratis; Abu_Dhabi;
United Kingdom; UK U.K. Britain Great_Britain; British Briton Britons; London; Downing_Street Westminster Whitehall
United States; US U.S. USA U.S.A. America; American Americans; Washington; White_House Pentagon Capitol_Hill Oval_Office
Uruguay; ; Uruguayan Uruguayans; Montevideo;
Uzbekistan; ; Uzbek Uzbeks; Tashkent;
Vatican; Holy_See Vatican_City; ; ;
Venezuela; ; Venezuelan Venezuelans; Caracas; Miraflores
Vietnam; ; Vietnamese; Hanoi;
Yemen; ; Yemeni Yemenis; Sanaa Sana'a; Houthis
Zambia; ; Zambian Zambians; Lusaka;
Zimbabwe; ; Zimbabwean Zimbabweans; Harare;
European Union; EU E.U.; European Europeans; ; European_Commission
England; ; English Englishman; ;
Scotland; ; Scottish Scot Scots; Edinburgh; Holyrood
Wales; ; Welsh Welshman; Cardiff; Senedd
Northern Ireland; ; ; Belfast; Stormont
"""

REGIONS = """
Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa Kansas
Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada New_Hampshire
New_Jersey New_Mexico New_York North_Carolina North_Dakota Ohio Oklahoma Oregon Pennsylvania Rhode_Island South_Carolina
South_Dakota Tennessee Texas Utah Vermont Virginia West_Virginia Wisconsin Wyoming Puerto_Rico Guam District_of_Columbia Ontario
Quebec Alberta Manitoba Saskatchewan Nova_Scotia British_Columbia New_South_Wales Queensland Tasmania Bavaria Saxony Catalonia
Crimea Donbas Donetsk Luhansk Kharkiv Kherson Odesa Odessa Mariupol Chechnya Dagestan Siberia Gaza West_Bank Golan_Heights
Kashmir Punjab Tibet Xinjiang Kurdistan Flanders Wallonia Lombardy Sicily Sardinia Tuscany Andalusia Corsica Normandy Brittany
Darfur Tigray Europe Asia Africa Antarctica Oceania North_America South_America Latin_America Central_America Middle_East
Balkans Baltics Caucasus Caribbean Scandinavia Sahel Arctic Atlantic Pacific Mediterranean Black_Sea Baltic_Sea Red_Sea
Persian_Gulf Los_Angeles San_Francisco San_Diego San_Antonio Chicago Houston Phoenix Philadelphia Dallas Austin Boston Seattle
Denver Detroit Miami Atlanta Las_Vegas New_Orleans Minneapolis Baltimore Cleveland Pittsburgh Cincinnati Milwaukee Sacramento
Portland Orlando Tampa Charlotte Nashville Memphis Brooklyn Manhattan Queens Bronx Harlem Hollywood Silicon_Valley New_York_City
Toronto Montreal Vancouver Calgary Manchester Liverpool Birmingham Leeds Glasgow Bristol Sheffield Sydney Melbourne Brisbane
Perth Adelaide Auckland Mumbai Kolkata Chennai Bangalore Bengaluru Hyderabad Karachi Lahore Shanghai Shenzhen Guangzhou Wuhan
Chongqing Osaka Kyoto Hiroshima Nagasaki Busan Istanbul Izmir Dubai Jeddah Mecca Medina Aleppo Mosul Basra Alexandria Casablanca
Lagos Johannesburg Durban Mombasa Barcelona Valencia Seville Milan Naples Turin Venice Florence Munich Hamburg Frankfurt Cologne
Stuttgart Dresden Leipzig Marseille Lyon Nice Bordeaux Strasbourg Geneva Zurich Basel Antwerp Ghent Rotterdam Utrecht Gdansk
Krakow Lviv St._Petersburg Kazan Vladivostok Sao_Paulo São_Paulo Rio_de_Janeiro Medellin Guadalajara Tijuana Monterrey Davos
"""

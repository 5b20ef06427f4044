"""Who signs datelines and picture credits: news agencies, picture agencies, and the broadcasters that sign like them."""

from typing import Final

WIRES: Final = (
    "AAP|AFP|ANI|ANSA|AP|APA|Agence France[- ]Presse|Al Jazeera|Anadolu(?: Agency)?|ANP|Associated Press|BBC"
    "(?: News)?|Belga|Bernama|"
    "Bloomberg(?: News)?|Canadian Press|CBS(?: News)?|CNBC|CNN(?: [A-Z][a-z]+)?|CTK|DPA|dpa|EFE|EPA|Euronews|Fox News"
    "|IANS|Interfax|"
    "ITAR-TASS|Kyodo(?: News)?|Lusa|MTI|NBC News|NTB|PA(?: Media| Wire)?|PAP|Press Association|Press Trust of India|PTI|"
    "RIA(?: Novosti)?|RFE/RL|REUTERS|Reuters|Sputnik|SWNS|TASS|The Associated Press|The Canadian Press"
    "|Tribune News Service|Ukrinform|"
    "UNB|UPI|Xinhua|Yonhap"
)
"""A regular expression of the names that news agencies sign with."""

PICTURES: Final = (
    "Getty(?: Images)?|Shutterstock|Alamy(?: Stock Photo)?|i[Ss]tock(?:photo)?|Unsplash|Pexels|Pixabay|Flickr|"
    "Wikimedia(?: Commons)?|AP Photo|AFP PHOTO|NurPhoto|SIPA|ZUMA(?: Press)?"
)
"""A regular expression of the names that only pictures are signed with."""

"""Words that stand around articles on the pages of newspapers, as plain lists."""

from typing import Final

SECTIONS: Final = """
news world politics business sport sports opinion national international local economy finance markets money technology tech
science health culture arts entertainment lifestyle travel education environment climate europe asia africa americas america
eurasia oceania us usa uk middle east home video live latest analysis features feature investigation investigations conflict
defence defense war crime law weather style food society media energy ukraine russia china india
"""
"""What pages call their sections."""

AROUND_DATES: Final = """
published publication posted updated update last modified first created date dated on at by from edt est gmt utc pm am bst cet
mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday original issued article
time min read ist local
"""
"""What stands in a line that is nothing but a date."""

NO_PLACES: Final = """
NATO NASA UEFA FIFA OPEC ASEAN UNICEF UNESCO WHO IMF IAEA ISIS COVID AIDS INTERPOL NORAD FEMA OSHA NCAA NASCAR NOTE NB PS FAQ
TLDR BOTTOM LINE TOP LATEST WHAT WHY HOW WHERE WHEN QUESTION ANSWER FACT CLAIM VERDICT RATING
CORRECTION CORRECTED CLARIFICATION RETRACTION RETRACTED EMBARGO EMBARGOED EDITOR
"""
"""Words in capitals that open a line before a colon or a dash and are no place."""

NOTICES: Final = """
a an and article clarification clarifications corrected correction corrections corrects corrigendum dispatch editor editors
embargo embargoed erratum headline item kill mandatory note notice our piece post report retracted retraction story strictly
the this under update we
"""
"""First words of corrections, retractions and embargoes."""

BUTTONS: Final = (
    "share|tweet|email|e-mail|print|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|telegram|instagram|copy link|save|"
    "bookmark|comments|comment|gift article|gift this article|advertisement|advertisements|ad|advert|sponsored"
    "|sponsored content|"
    "paid post|paid content|promoted|home|menu|search|close|contact|contact us|about|about us|privacy|privacy policy|terms|"
    "terms of use|terms of service|terms and conditions|sitemap|careers|jobs|advertise|advertise with us|help|faq"
    "|faqs|e-paper|"
    "epaper|archive|archives|newsletter|newsletters|log in|login|log out|logout|sign in|sign up|register|subscribe"
    "|my account|"
    "loading|play|pause|mute|listen|watch|read|read more|listen to article|listen to this article|text size|font size|"
    "accessibility|information and settings|settings|accept|accept all|reject all|i agree|got it|ok|okay"
    "|your privacy choices|"
    "cookie policy|cookie settings|manage cookies|manage preferences|related|related stories|related articles|related news|"
    "related topics|related content|related links|related coverage|related video|you may also like|more on this story"
    "|more on this|"
    "most read|most popular|most viewed|trending|trending now|latest news|latest|top stories|editors' picks|editor's picks|"
    "what to read next|up next|next|previous|previous article|next article|next story|recommended|recommended for you"
    "|more stories|"
    "more news|back to top|show more|load more|view all|see all|see more|hide caption|show caption|toggle caption|"
    "enlarge this image|just watched|replay|must watch|more videos|more videos ...|skip ad|end|ends|continue reading"
    "|keep reading|"
    "breaking news|breaking|exclusive|by|photo|photos|video|image|images|getty images|staff|staff report|staff reporter|"
    "staff writer|web desk|news desk"
)
"""Whole lines: links, buttons and labels."""

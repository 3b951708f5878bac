"""The names of the structural tests, as they appear in the table of removed stretches.

A closed list, with the kind of noise and the reason of each. The tests themselves are in `structure`.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Shape(NamedTuple):
    """A structural test: its id in the removed table, the kind it removes, and why."""

    id: str
    kind: str
    why: str


LINK_FARM: Final = Shape("noise.shape.link_farm", "link_farm", "many short segments between bars, outside the text")
CHANNELS: Final = Shape("noise.shape.channels", "navigation", "a row of short names before or after the text")
BEFORE_TITLE: Final = Shape("noise.shape.before_title", "navigation", "lines before the title that the page gives")
DATED_LIST: Final = Shape("noise.shape.dated_list", "related_list", "entries that end in a date, several in a row")
TITLE_AGAIN: Final = Shape("noise.shape.title_again", "duplicate_title", "the title once more before the text")
LATIN_FOOT: Final = Shape(
    "noise.shape.latin_foot", "translation", "a paragraph of another language, within or after the text"
)
REPEATED: Final = Shape("noise.shape.repeated", "navigation", "one name three times and more, outside the text")
MENU: Final = Shape("noise.shape.menu", "navigation", "three and more very short lines in a row over the title")
BEHIND_CHROME: Final = Shape("noise.shape.behind_chrome", "navigation", "short lines under the foot's first chrome")
OVER_TITLE: Final = Shape(
    "noise.shape.over_title", "navigation", "lines over the headline that the text never takes up"
)
LABELS: Final = Shape("noise.shape.labels", "byline", "labels with names and codes beside the byline")
SITE_INTRO: Final = Shape("noise.shape.site_intro", "site_intro", "an opening about something else, over the headline")
MIXED: Final = Shape("noise.shape.mixed", "navigation", "chrome with a few short words beside it, outside the text")
NUMBERED: Final = Shape("noise.shape.numbered", "image_name", "one line again and again with another number behind it")
TRAILER: Final = Shape("noise.shape.trailer", "navigation", "a few short lines at the end that are not the text's")
HEADLINES: Final = Shape(
    "noise.shape.headlines", "related_list", "headlines of other pages behind the text, three and more"
)
BUTTONS: Final = Shape("noise.shape.buttons", "share", "very short lines in a row between the byline and the text")
COUNTER: Final = Shape("noise.shape.counter", "byline", "a bare number on a line of its own, beside no cell of a table")
BULLETS: Final = Shape("noise.shape.bullets", "navigation", "short entries with bullets over the text, three and more")
LONE_HEADLINE: Final = Shape(
    "noise.shape.lone_headline", "related_list", "a headline or two behind the text that share nothing with it"
)
LATIN: Final = Shape("noise.shape.latin", "share", "a line in English before or after the text")
TITLE_IN_ROW: Final = Shape(
    "noise.shape.title_in_row", "duplicate_title", "a row that names the headline below it among other words"
)
SISTER: Final = Shape(
    "noise.shape.sister", "related_list", "the headline of another page that a row over the text names, too"
)
RECORD: Final = Shape("noise.shape.record", "byline", "fields of a record between headline and text")
ACCOUNT: Final = Shape("noise.shape.account", "byline", "who posts the text, between headline and byline")
SHORT_MENU: Final = Shape(
    "noise.shape.short_menu", "navigation", "very short lines that open a page without a headline"
)
NOTICE: Final = Shape(
    "noise.shape.notice", "site_intro", "a paragraph about something else over the page's only headline"
)
CUT_COPY: Final = Shape("noise.shape.cut_copy", "duplicate_title", "the beginning of a paragraph once more, cut")
CUT_TEASER: Final = Shape("noise.shape.cut_teaser", "related_list", "a cut paragraph behind the text, foreign to it")
SIGN_OFF: Final = Shape("noise.shape.sign_off", "editor", "who did what for the page, beside others that went")
BARE_BARS: Final = Shape("noise.shape.bare_bars", "table_pipes", "bars and rules without a word")

SHAPES: Final = (
    LINK_FARM,
    CHANNELS,
    BEFORE_TITLE,
    DATED_LIST,
    TITLE_AGAIN,
    LATIN_FOOT,
    REPEATED,
    MENU,
    BEHIND_CHROME,
    OVER_TITLE,
    LABELS,
    SITE_INTRO,
    MIXED,
    NUMBERED,
    TRAILER,
    HEADLINES,
    BUTTONS,
    COUNTER,
    BULLETS,
    LONE_HEADLINE,
    LATIN,
    TITLE_IN_ROW,
    SISTER,
    RECORD,
    ACCOUNT,
    SHORT_MENU,
    NOTICE,
    CUT_COPY,
    CUT_TEASER,
    SIGN_OFF,
    BARE_BARS,
)

"""Which parts of an HTML page are no article, by their markup, and what distinguishes running text from labels.

Reads class and id words, headings above related articles, and sentences. `mainpart` decides what the article is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from unionstats.intake.displayed import Element, Line, Outline
from unionstats.rules.folder import RuleFolder

# Class and id words by which templates of all countries mark what is not the article. A frame that holds most of a
# page's sentences is none of it whatever its name: the second kind of words is trusted less, and less where the name
# speaks of an article as well.
_CHROME = regex.compile(
    r"(?:^|[\s_-])(?:foot|footers?|copyright|(?:all)?comm|comments?|cmts?|pinglun|liuyan|repl(?:y|ies)|related|relate"
    r"|recommends?|tuijian|share|social|bdsharebuttonbox|breadcrumbs?|crumbs?|navbar|nav|pagination|prevnext"
    r"|friendlinks?|qrcode|ewm|zebian)(?:$|[\s_-]|\d|list|box|area|wrap|item|con)"
)
_LIKELY_CHROME = regex.compile(
    r"(?:^|[\s_-])(?:menu|bottom|sidebar|aside|side|hot|rank|ranking|pager|paging|toolbar|banner|advert|ads?|siteinfo|topbar"
    r"|right|login|links?)(?:$|[\s_-]|\d)"
)
_ARTICLE = regex.compile(r"article|content|zoom|artibody|endtext|trs_editor|neirong|zhengwen|maintext|newstext")
# What holds one paragraph or heading is marked for its looks, not for its place on the page.
FRAMELESS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})
_CHROME_TAGS = frozenset({
    "nav", "footer", "aside", "menu", "dialog", "noscript", "textarea", "select", "iframe", "svg", "template", "object",
    "button", "math", "video", "audio", "noframes", "marquee",
})  # fmt: skip
_HEADINGS = FRAMELESS - {"p"}
# A comma within a number parts no clauses.
_COMMAS = regex.compile(r"[，。；！？、;!?]|,(?!\d{3})")
STOPS = regex.compile(r"[。！？]")
FULL_STOP = regex.compile(r"[。！？][”’」』）)]?$")
_LONGEST_RELATED, _MOST_RELATED = 16, 0.3
_LEAST_TEXT, _TIMES_TEXT, _MOST_BELOW_TEXT = 60, 6, 0.9
# Less of a page's sentences, hidden among the text, are a note or words for machines.
_LEAST_FOLDED = 0.3


def chrome_elements(outline: Outline, sentences: Sequence[bool]) -> set[int]:
    """Return the elements that templates mark as no article, with their contents, unless they hold most of it."""
    weights = weights_of(
        outline, ((line.element, len(line.text)) for line, told in zip(outline.lines, sentences, strict=True) if told)
    )
    total = weights[0]
    titled = title_line(outline)
    related = _related(outline, sentences, weights)
    around_title = set(outline.ancestors(outline.lines[titled].element)) if titled is not None else set()
    folded = _folded_away(outline, sentences)
    chrome: set[int] = set()
    for number, element in enumerate(outline.elements):
        # What holds headline and sentences is the article, whatever columns or buttons its name speaks of.
        titled_text = number in around_title and weights[number] and not _is_never_shown(element)
        if number in folded and weights[number] >= total * _LEAST_FOLDED and element.parent not in chrome:
            continue
        most = related.get(number) or _most_it_may_hold(element)
        if element.parent in chrome or (weights[number] < total * most and not titled_text):
            chrome.add(number)
    return chrome


def is_sentence(line: Line) -> bool:
    """Return whether a line is running text rather than a heading, a label or a list of links."""
    own = len(line.text) - line.link_chars
    if own < 12 or line.link_chars > own:
        return False
    marks = len(_COMMAS.findall(line.text))
    return bool(STOPS.search(line.text)) or (marks >= 2 and own >= 20) or (own >= 30 and marks >= 1)


def title_line(outline: Outline) -> int | None:
    """Return the number of the first line that repeats <title> and is no link; None if there is none."""
    for number, line in enumerate(outline.lines):
        text = "".join(line.text.split())
        if (
            len(text) >= 8
            and text in outline.stated
            and len(text) * 3 >= len(outline.stated)
            and line.link_chars * 2 <= len(line.text)
        ):
            return number
    return None


def weights_of(outline: Outline, gains: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each element the sum of points in it and in everything inside it."""
    weights = [0] * len(outline.elements)
    for element, gain in gains:
        weights[element] += gain
    # Children stand after their parents.
    for number in range(len(weights) - 1, 0, -1):
        weights[outline.elements[number].parent] += weights[number]
    return weights


@lru_cache(maxsize=64)
def shipped_pattern(rule: str) -> regex.Pattern[str]:
    """Return a pattern of the shipped rules: what tells the small print at a page's foot, or readers' comments."""
    folder = RuleFolder.open()
    (file,) = folder.rule_files("markup.toml")
    return folder.compile(file.whole[rule]["pattern"], path=file.path, rule=rule, flags=regex.IGNORECASE)


def _related(outline: Outline, sentences: Sequence[bool], weights: Sequence[int]) -> dict[int, float]:
    """Return the elements under headings of related articles, and the share of a page's sentences each may hold.

    What stands below headline and text may be longer than these; but a text is longer than the summary above it.
    """
    words = shipped_pattern("related")
    titled = title_line(outline)
    found: dict[int, float] = {}
    text = 0
    for number, (line, told) in enumerate(zip(outline.lines, sentences, strict=True)):
        if told and titled is not None and number > titled:
            text += len(line.text)
        if number and not line.link_chars and len(line.text) <= _LONGEST_RELATED and words.search(line.text):
            headed = _headed_by(outline, number)
            below_text = text >= _LEAST_TEXT and weights[headed] <= text * _TIMES_TEXT
            found[headed] = _MOST_BELOW_TEXT if below_text else _MOST_RELATED
    return found


def _headed_by(outline: Outline, number: int) -> int:
    """Return the outermost element that begins with a line, -1 where it holds that line alone."""
    before = set(outline.ancestors(outline.lines[number - 1].element))
    headed = [element for element in outline.ancestors(outline.lines[number].element) if element not in before]
    return headed[-1] if len(headed) > 1 else -1


def _folded_away(outline: Outline, sentences: Sequence[bool]) -> set[int]:
    """Return hidden elements that stand among a text's paragraphs, or beside its box and named like it.

    They are the rest of it, shown when a reader asks.
    """
    families = {
        outline.elements[line.element].parent
        for line, told in zip(outline.lines, sentences, strict=True)
        if told and not outline.elements[line.element].hidden
    }
    boxes = {(outline.elements[number].parent, base_name(outline.elements[number])) for number in families}
    # What has a headline of its own is another article.
    headed = {
        above
        for line in outline.lines
        if outline.elements[line.element].tag in _HEADINGS
        for above in outline.ancestors(line.element)
    }
    return {
        number
        for number, element in enumerate(outline.elements)
        if element.hidden
        and element.tag == "div"
        and element.parent > 0
        and (element.parent in families or (number not in headed and (element.parent, base_name(element)) in boxes))
        and (element.label or element.parent in families)
    }


def base_name(element: Element) -> tuple[str, str]:
    """Return tag and first class or id word of an element, without the number by which parts of one text are told."""
    word = element.label.split(" ", 1)[0]
    return element.tag, word.rstrip("0123456789").rstrip("-_")


def _is_never_shown(element: Element) -> bool:
    return element.hidden or element.tag in _CHROME_TAGS


def _most_it_may_hold(element: Element) -> float:
    """Return the share of a page's sentences from which on an element counts as the article for all its marks."""
    if _is_never_shown(element):
        return 0.8
    if not element.label:
        return 0.0
    ambiguous = _ARTICLE.search(element.label) is not None
    if _CHROME.search(element.label):
        return 0.4 if ambiguous else 0.8
    if element.tag in FRAMELESS or not _LIKELY_CHROME.search(element.label):
        return 0.0
    return 0.2 if ambiguous else 0.4

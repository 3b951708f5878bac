"""Articles about one case of owed wages: their figures belong to the case until the text turns to totals.

Recognises such an article by its beginning, and the sentence that turns to totals.
"""

from __future__ import annotations

from unionstats.places.surfaces import only_table
from unionstats.rules.folder import RuleFolder
from unionstats.text.marks import begin_of_sentence, end_of_sentence


class CaseReader:
    """Decides by the rules of places/scope/ whether an article is about one case.

    Args:
        folder: the rules.
    """

    def __init__(self, folder: RuleFolder) -> None:
        path, scope = only_table(folder, "scope")
        case = scope["case"][0]
        self._owed = tuple(case["gate"])
        self._once = folder.compile(case["once"], path=path, rule=case["id"])
        self._many = folder.compile(case["many"], path=path, rule=case["id"])
        self._back = folder.compile(case["back"], path=path, rule=case["id"])
        self._opens = folder.compile(case["opens"], path=path, rule=case["id"])
        self._goes_on = folder.compile(case["goes_on"], path=path, rule=case["id"])
        self._sums = folder.compile(case["sums"], path=path, rule=case["id"])

    def begins(self, text: str, start: int, end: int) -> bool:
        """Return whether an opening sentence is about one case of owed wages."""
        if all(text.find(word, start, end) < 0 for word in self._owed):
            return False
        found = self._once.search(text, start, end)
        if found is None or self._back.search(text, start, end) is None:
            return False
        begin = begin_of_sentence(text, found.start(), start)
        stop = end_of_sentence(text, found.end(), end)
        return self._many.search(text, begin, stop) is None

    def sums_up(self, text: str, start: int, end: int) -> bool:
        """Return whether a stretch of a paragraph turns to totals, or opens with other work of a union."""
        if self._sums.search(text, start, end) is not None:
            return True
        return self._opens.match(text, start) is not None and self._goes_on.search(text, start, end) is None

"""Peers doing their part of the job on the same text, where they are installed: `pip install cpca jionlp`.

None of them does more than one part: cpca finds places, jionlp amounts of money and expressions of time.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Callable


def peers() -> dict[str, Callable[[str], object]]:
    """Return what each peer that is installed does to a text."""
    found: dict[str, Callable[[str], object]] = {}
    with contextlib.suppress(ImportError):
        import cpca  # noqa: PLC0415 - optional

        cpca.transform([""])  # reads its tables
        found["cpca (places)"] = lambda text: cpca.transform(text.split("。"))
    with contextlib.suppress(ImportError), contextlib.redirect_stdout(io.StringIO()):
        import jionlp  # noqa: PLC0415 - optional, and talkative

        logging.disable(logging.ERROR)  # it logs a traceback for each expression it cannot read
        jionlp.ner.extract_money("1元")
        jionlp.ner.extract_time("2022年")
        found["jionlp (money)"] = jionlp.ner.extract_money
        found["jionlp (times)"] = jionlp.ner.extract_time
    return found

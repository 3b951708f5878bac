"""Errors that a user can act on, each with its exit code. No other exception may reach the shell as a traceback."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path


def meant(name: str, known: Iterable[str]) -> str:
    """Return a suggestion for the end of a message, if a name is close to a known one; else nothing.

    >>> meant("member_total", ["members_total", "patents"])
    '; did you mean members_total?'
    """
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.5)
    return f"; did you mean {close[0]}?" if close else ""


class UnionstatsError(Exception):
    """An error that the user can act on; its text is the one line displayed."""

    exit_code = 1


class UsageError(UnionstatsError):
    """The user's mistake, such as a wrong option, or an INPUT that is missing or has no pages."""

    exit_code = 2


class RuleError(UsageError):
    """A rule file that cannot be used: names the file, the rule and the line where they are known."""

    def __init__(self, message: str, *, path: Path | str, rule: str | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = str(path)
        self.rule = rule
        self.line = line
        where = self.path + (f":{line}" if line else "") + (f": rule {rule}" if rule else "")
        super().__init__(f"{where}: {message}")

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel back from a worker process with everything it names."""
        return _rule_error, (self.message, self.path, self.rule, self.line)


def _rule_error(message: str, path: str, rule: str | None, line: int | None) -> RuleError:
    return RuleError(message, path=path, rule=rule, line=line)


class CheckFailed(UnionstatsError):  # noqa: N818 - it is an outcome, not a fault
    """A check failed: verify, rules check, rules test, evaluate below a floor."""

    exit_code = 1


class Refused(UnionstatsError):  # noqa: N818 - it is an outcome, not a fault
    """Refused for safety: the request could destroy data."""

    exit_code = 3


class StoreBusy(UnionstatsError):  # noqa: N818 - it is an outcome, not a fault
    """Another run holds the store."""

    exit_code = 4


class WriteFailed(UnionstatsError):  # noqa: N818 - it is an outcome, not a fault
    """The output could not be written (disk full, read-only, gone)."""

    exit_code = 5


class UnreadablePage(UnionstatsError):  # noqa: N818 - it is an outcome, not a fault
    """A page that is set aside; `reason` is one of types.QUARANTINE_REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)

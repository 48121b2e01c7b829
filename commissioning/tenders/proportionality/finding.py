"""What a rule finds."""

from dataclasses import dataclass

from glossary.words import Word


class Severity(Word):
    """What a finding does: a stop blocks publication, a warning needs a recorded reason, advice does neither."""

    STOP = "stop", "Must be mended"
    WARN = "warn", "Mend it or give a reason"
    ADVISE = "advise", "Advice"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found. `at` is a path into the tender file, `words` are what triggered it, quoted from the tender."""

    id: str
    severity: Severity
    at: str
    words: str
    reason: str
    mend: str
    source: str

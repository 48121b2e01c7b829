"""Whether a drafted tender asks only for what is relevant and proportionate, and is open to small providers.

Plain Python: no Django, no clock, no user, no database. `check` takes a tender, the figures of a policy and the day, and
returns findings; the page, publication and `manage.py check_tender` all call it. One rule is one function.
"""

from datetime import date

from commissioning.authorities.policy import DEFAULTS, Policy
from commissioning.tenders.tenderfile import TenderFile

from . import balance, clarity, fairness, inclusion, proportion, relevance
from .case import Case
from .finding import Finding, Severity
from .market import Market, Offer

__all__ = ["Finding", "Market", "Offer", "Severity", "check", "unanswered"]

RULES = (*relevance.RULES, *proportion.RULES, *inclusion.RULES, *clarity.RULES, *fairness.RULES, *balance.RULES)


def check(tender: TenderFile, *, today: date, policy: Policy = DEFAULTS, market: Market | None = None) -> list[Finding]:
    """Return every finding, in the order of the rules.

    `today` stands in for the day of publication where the tender has none. Without a `market` nothing is said of reach.
    """
    case = Case(tender=tender, policy=policy, today=today, market=market)
    return [finding for rule in RULES for finding in rule(case)]


def unanswered(tender: TenderFile, findings: list[Finding]) -> list[Finding]:
    """Return the findings that hold publication up: every stop, and every warning without a recorded reason."""
    reasons = tender.reasons or {}
    return [
        finding
        for finding in findings
        if finding.severity is Severity.STOP
        or (finding.severity is Severity.WARN and not reasons.get(finding.id, "").strip())
    ]

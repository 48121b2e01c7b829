"""Whether each question has to do with this contract: its priority and reason, its words, and where a bidder is based."""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from commissioning.tenders.route import is_below_threshold
from commissioning.tenders.tenderfile import Procedure, Question
from glossary.words import ServiceCategory

from .case import Case
from .finding import Finding, Severity
from .wording import Phrases, is_blank, pattern, phrases, plain_words, quoted, same_words, texts, word_list

GENERAL_POLICY = phrases("general_policy")

SHORTEST_AREA = 3
"""An area's name of fewer letters would be met inside other words."""

RELEVANT = "Public Services (Social Value) Act 2012, s.1(6); Procurement Act 2023, s.23"
LOCATION = "Local Government Act 1988, s.17(5)(e)"
LOCATION_BELOW = (
    "Local Government Act 1988, s.17(5)(e); Local Government (Exclusion of Non-commercial Considerations) (England) "
    "Order 2026, from 4 February 2026"
)


def no_priority(case: Case) -> Iterator[Finding]:
    """Find social value questions that serve no priority and no part of the specification, or that give no reason.

    A question without words is not begun: what else it lacks is not said yet, and it can't be published as it is.
    """
    for path, question in case.social_value_questions:
        if is_blank(question.text):
            continue
        untied = not question.priorities and not question.specification
        if untied or is_blank(question.relevance):
            yield _no_priority(path, question, untied=untied)


def _no_priority(path: str, question: Question, *, untied: bool) -> Finding:
    reason = "Nothing ties this question to one of your priorities, or to a part of what you buy."
    mend = "Choose the priority or the part that it serves, and say why."
    if not untied:
        reason = "Nothing says why this question belongs to this contract."
        mend = "Say in a line or two how the work can bring this about."
    return Finding(
        id="relevance.no-priority",
        severity=Severity.STOP,
        at=f"{path}.priorities" if untied else f"{path}.relevance",
        words=quoted(question.text),
        reason=reason,
        mend=mend,
        source=RELEVANT,
    )


def same_reason(case: Case) -> Iterator[Finding]:
    """Find a reason that stands under an earlier question too."""
    first: dict[str, str] = {}
    for path, question in case.questions:
        said = same_words(question.relevance or "")
        if not said:
            continue
        if said in first:
            yield Finding(
                id="relevance.same-reason",
                severity=Severity.WARN,
                at=f"{path}.relevance",
                words=quoted(question.relevance),
                reason=f"The same reason stands under question {first[said]}. One that fits both may fit neither.",
                mend="Say what this question alone adds to the contract, or take it out.",
                source=RELEVANT,
            )
        first.setdefault(said, question.id)


def general_policy(case: Case) -> Iterator[Finding]:
    """Find questions about the organisation's general policy or history and not about this contract."""
    for path, question in case.questions:
        words = GENERAL_POLICY.first_in(plain_words(question.text or ""))
        if words:
            yield Finding(
                id="relevance.general-policy",
                severity=Severity.WARN,
                at=f"{path}.text",
                words=quoted(words),
                reason="This asks about the bidder as a whole, or about its past. "
                "It does not ask what will be done in this contract.",
                mend="Ask what the bidder will do for this contract, and name the work.",
                source=RELEVANT,
            )


def not_this_service(case: Case) -> Iterator[Finding]:
    """Find words for what a service of this kind does not involve, where the tender itself says nothing of it."""
    service = case.tender.service
    if service is None:
        return
    foreign = _foreign_to(service)
    about = ("title", "summary", "specification[")
    described = "\n".join(text for path, text in texts(case.tender) if path.startswith(about)).casefold()
    for path, question in case.questions:
        measure = question.measure
        for key, text in (
            ("text", question.text),
            ("measure.name", measure and measure.name),
            ("measure.definition", measure and measure.definition),
        ):
            words = foreign.first_in(plain_words(text or ""))
            if words and words.casefold().removesuffix("s") not in described:
                yield Finding(
                    id="relevance.not-this-service",
                    severity=Severity.WARN,
                    at=f"{path}.{key}",
                    words=quoted(words),
                    reason="A service of this kind does not use this, and your tender says nothing else of it.",
                    mend="Ask about something that the work needs, or add it to what you buy.",
                    source=RELEVANT,
                )
                break


@cache
def _foreign_to(service: ServiceCategory) -> Phrases:
    """Return the words for things that a service of this kind does not involve."""
    groups = word_list("not_this_service")["groups"]
    return Phrases(pattern([rf"\b(?:{one['words']})\b" for one in groups if service.value not in one["belongs_to"]]))


def locality(case: Case) -> Iterator[Finding]:
    """Find words that prefer where a bidder is based: a stop above the threshold, a warning below it or for a grant."""
    local = _local_to(tuple(case.tender.area or ()))
    for path, text in texts(case.tender):
        words = local.first_in(text)
        if not words:
            continue
        may_do_so = case.tender.procedure is Procedure.GRANT or is_below_threshold(case.tender, case.day)
        reason = "This prefers bidders for where they are based. The law does not allow it for a contract of this size."
        mend = "Ask for what the work needs, such as how fast help must come. Any bidder may then meet it."
        if may_do_so:
            reason = (
                "This prefers bidders for where they are based. "
                "You may do so for a grant or a small contract, with a reason."
            )
            mend = "Say why the work is kept for local bidders, or ask for what the work needs."
        yield Finding(
            id="relevance.locality",
            severity=Severity.WARN if may_do_so else Severity.STOP,
            at=path,
            words=quoted(words),
            reason=reason,
            mend=mend,
            source=LOCATION_BELOW if may_do_so else LOCATION,
        )


@lru_cache(maxsize=64)
def _local_to(areas: tuple[str, ...]) -> Phrases:
    """Return the words that prefer bidders based in these areas, or in whatever is called local."""
    named = [re.escape(area.lower()) for area in areas if len(area) >= SHORTEST_AREA]
    return phrases("locality", AREA="|".join([*named, "home county"]))


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    no_priority,
    same_reason,
    general_policy,
    not_this_service,
    locality,
)

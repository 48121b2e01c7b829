"""Whether all three strands are thought of, and whether what is promised is watched."""

from collections.abc import Callable, Iterator

from commissioning.tenders.route import estimated_value
from commissioning.tenders.tenderfile import MonitoringIndicator, QuestionKind
from glossary.words import Benefit, Strand
from socialvalue.text import count_text, list_text, money_text

from .case import Case
from .finding import Finding, Severity
from .wording import is_blank, quoted

STRANDS = "Public Services (Social Value) Act 2012, s.1(3)"
PROPORTIONATE = (
    "Social Value: a summary for the Voluntary and Community Sector in Hertfordshire (Connect Hertfordshire, October 2018), "
    "part 3"
)


def strands(case: Case) -> Iterator[Finding]:
    """Find strands of well-being that no question uses and that nobody set aside with a reason.

    Silent until there is a question, and where the policy lets a contract of this value leave social value out.
    """
    if not case.questions or _may_leave_out(case):
        return
    used = {question.strand for _, question in case.questions}
    aside = {strand for strand, reason in (case.tender.strands_set_aside or {}).items() if not is_blank(reason)}
    left = [strand.label.lower() for strand in Strand if strand not in used | aside]
    if left:
        many, named = len(left) > 1, list_text(left, "or")
        yield Finding(
            id="balance.strands",
            severity=Severity.STOP,
            at="strands_set_aside",
            words=named,
            reason=f"No question asks for {named} good. Nobody has said why not.",
            mend=f"Add a question{' for each' if many else ''}, or say why {'they are' if many else 'it is'} left out.",
            source=STRANDS,
        )


def benefits(case: Case) -> Iterator[Finding]:
    """Find that no question is on one of the kinds of benefit of which the policy wants at least one."""
    wanted = case.policy.benefits("benefits.needed")
    if not wanted or not case.questions or _is_below_policy(case):
        return
    if not any(question.benefit in wanted for _, question in case.questions):
        names = [benefit.label.lower() for benefit in Benefit if benefit in wanted]
        yield Finding(
            id="balance.benefits",
            severity=Severity.WARN,
            at="criteria",
            words=list_text(names, "or"),
            reason="Your policy wants a question on this, and there is none.",
            mend="Add one that fits the contract, or give your reason.",
            source=case.policy.source("benefits.needed"),
        )


def _may_leave_out(case: Case) -> bool:
    """Whether the tender asks for no social value and need not."""
    return _is_below_policy(case) and not case.social_value_questions


def _is_below_policy(case: Case) -> bool:
    """Whether the contract is worth less than the policy asks social value from."""
    return case.tender.value.amount < case.policy.number("social_value.from")


def unmonitored(case: Case) -> Iterator[Finding]:
    """Find commitments that no indicator watches."""
    watched = {indicator.question for indicator in _indicators(case)}
    unwatched = [
        question
        for _, question in case.questions
        if question.kind is QuestionKind.COMMITMENT and question.id not in watched and not is_blank(question.text)
    ]
    for question in unwatched:
        yield Finding(
            id="measure.unmonitored",
            severity=Severity.WARN,
            at="monitoring.indicators",
            words=quoted((question.measure and question.measure.name) or question.text),
            reason=f"Question {question.id} rewards a promise that nobody would watch.",
            mend="Choose it in the list of what is watched, or do not give points for it.",
            source=PROPORTIONATE,
        )


def kpis(case: Case) -> Iterator[Finding]:
    """Find a contract above the policy's figure, extensions included, with too few indicators."""
    above, fewest = case.policy.number("kpis.from"), int(case.policy.number("kpis.fewest"))
    watched = len({indicator.question for indicator in _indicators(case) if indicator.question})
    if case.questions and estimated_value(case.tender) > above and watched < fewest:
        yield Finding(
            id="measure.kpis",
            severity=Severity.STOP,
            at="monitoring.indicators",
            words=count_text(watched, "indicator") if watched else "no indicators",
            reason=f"A contract worth more than {money_text(above)} needs {fewest} or more. This one has {watched}.",
            mend="Choose more of the promises to be watched.",
            source=case.policy.source("kpis.from"),
        )


def _indicators(case: Case) -> tuple[MonitoringIndicator, ...]:
    return (case.tender.monitoring and case.tender.monitoring.indicators) or ()


RULES: tuple[Callable[[Case], Iterator[Finding]], ...] = (strands, benefits, unmonitored, kpis)

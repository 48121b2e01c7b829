"""What an organisation's standing facts say about a bid: on each condition, and whether they changed since it went in."""

from dataclasses import asdict
from datetime import date

from commissioning.bids import bidfile
from commissioning.bids.bidfile import BidFile
from commissioning.bids.readiness import Asked
from commissioning.tenders.proportionality import Offer
from commissioning.tenders.proportionality.reach import Standing, standing
from commissioning.tenders.tenderfile import Condition, ConditionKind
from providers.models import Paper, Provider
from providers.reports import FACT_LABELS, fact_words, paper_words, runs_out_words

PAPER_OF = {
    ConditionKind.INSURANCE: Paper.Kind.INSURANCE,
    ConditionKind.CERTIFICATE: Paper.Kind.CERTIFICATE,
    ConditionKind.REGISTRATION: Paper.Kind.REGISTRATION,
}
FACT_OF = {ConditionKind.TURNOVER: "turnover", ConditionKind.ACCOUNTS: "accounts_audited"}
JUDGED = {
    Standing.MEETS: "That meets it.",
    Standing.SHUT_OUT: "That does not meet it.",
    Standing.NOT_KNOWN: "",
}
WHO = ("name", "kind", "size", "charity_number", "company_number", "postcode")


def facts_say(asked: Asked, provider: Provider, today: date) -> dict[str, str]:
    """What the bidder's own facts and papers say about each condition, by condition id, as help: the bidder still answers.

    One query, if a condition asks for a paper.
    """
    published = {one.id: one.published for one in asked.conditions if one.published is not None}
    has_papers = any(condition.kind in PAPER_OF for condition in published.values())
    papers = list(provider.papers.all()) if has_papers else []
    return {
        key: _fact_says(condition, provider) if condition.kind in FACT_OF else _papers_say(condition, papers, today)
        for key, condition in published.items()
        if condition.kind in {*FACT_OF, *PAPER_OF}
    }


def _offer(provider: Provider, **said: object) -> Offer:
    """What the checks of conditions take: nothing said but `said`."""
    silent = {"turnover": None, "insurance": None, "has_audited_accounts": None}
    who = {"kind": provider.kind, "size": provider.size, "is_vcse": provider.kind in Provider.VCSE_KINDS}
    return Offer(**{**who, **silent, "certificates": (), "registrations": (), **said})


def _fact_says(condition: Condition, provider: Provider) -> str:
    """A fact without a paper: turnover, audited accounts."""
    name = FACT_OF[condition.kind]
    offer = _offer(provider, turnover=provider.turnover, has_audited_accounts=provider.accounts_audited)
    label = FACT_LABELS[name]
    said = f"Your facts say: {label[0].lower()}{label[1:]}, {fact_words(provider)[name]}."
    return f"{said} {JUDGED[standing(condition, offer)]}".strip()


def _papers_say(condition: Condition, papers: list[Paper], today: date) -> str:
    """The papers that a condition may mean, the best first, each with its date; one that has run out is said to have."""
    kind = PAPER_OF[condition.kind]
    held = [paper for paper in papers if paper.kind == kind]
    if kind == Paper.Kind.INSURANCE:
        # The check knows amounts, not what is insured: only the kind that the condition speaks of is judged.
        asked = f"{condition.name or ''} {condition.text or ''}".casefold()
        named = [paper for paper in held if paper.name.casefold() in asked]
        if held and not named:
            best = max(held, key=lambda paper: (paper.cover or 0, -paper.pk))
            return f"{_paper_says(best, today)} See whether it is the insurance that is asked for."
        held = named
    meant = [paper for paper in held if _judged(condition, paper) is Standing.MEETS]
    if meant:
        best = min(meant, key=lambda paper: (_has_run_out(paper, today), paper.pk))
        judged = "" if _has_run_out(best, today) else " That meets it."
        return _paper_says(best, today) + judged
    if kind == Paper.Kind.INSURANCE and held:
        best = max(held, key=lambda paper: (paper.cover or 0, -paper.pk))
        return f"{_paper_says(best, today)} {JUDGED[_judged(condition, best)]}".strip()
    return f"Your papers hold no {kind.label.lower()} that is named so."


def _judged(condition: Condition, paper: Paper) -> Standing:
    """How one paper alone stands to a condition."""
    said = {
        Paper.Kind.INSURANCE: {"insurance": paper.cover},
        Paper.Kind.CERTIFICATE: {"certificates": (paper.name,)},
        Paper.Kind.REGISTRATION: {"registrations": (paper.name,)},
    }[Paper.Kind(paper.kind)]
    return standing(condition, _offer(paper.provider, **said))


def _has_run_out(paper: Paper, today: date) -> bool:
    return paper.expires_on is not None and paper.expires_on < today


def _paper_says(paper: Paper, today: date) -> str:
    """One paper in a sentence."""
    said = f"Your papers say: {paper.name}, {paper_words(paper)}."
    if _has_run_out(paper, today):
        said += f" {runs_out_words(paper, (paper.expires_on - today).days)}: renew it, or say what you have instead."
    return said


def changed_facts(submitted: BidFile, now: BidFile) -> list[str]:
    """Which facts of the bidder are other now than in the submitted bid, by their labels; of an older format only who it is."""
    before, after = asdict(submitted.provider), asdict(now.provider)
    changed = [FACT_LABELS[name] for name in WHO if before[name] != after[name]]
    if submitted.format != bidfile.FORMAT:
        return changed
    said, says = dict(submitted.provider.standing), dict(now.provider.standing)
    return changed + [label for label in dict.fromkeys([*said, *says]) if said.get(label) != says.get(label)]

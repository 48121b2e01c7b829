"""The recommendation report: what was asked, who bid, what was found, why this bid, and who decided."""

from collections.abc import Iterator
from uuid import UUID

from commissioning.evaluation.models import Award, Evaluation, Gate, Query
from commissioning.evaluation.reports.award import winning_bids
from commissioning.evaluation.reports.bidders import all_bidders
from commissioning.evaluation.reports.conflict_register import ConflictRegister, conflict_register
from commissioning.evaluation.reports.lot import lot_rankings
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.paper import Facts, Section, Table
from commissioning.evaluation.reports.ranking import RankedBid, Ranking, ranking
from commissioning.evaluation.reports.robustness import robustness
from socialvalue.refusals import Refused
from socialvalue.text import count_text, datetime_text, list_text, money_text

WARNING = "The published method decides. What follows changes no mark, no weight and no rank."
NOT_APPROVED = "Nobody has approved it yet."


def recommendation(evaluation: Evaluation, *, redacted: bool) -> tuple[Facts, tuple[Section, ...]]:
    """What the paper says in short, and its sections; `Refused` while nobody has recommended an award.

    Redacted, bidders go by numbers in the order of their places, people by what they did, and prices, points for each
    criterion (from which a price could be worked out) and everything that people wrote are left out.
    """
    award = (
        Award.objects.filter(evaluation=evaluation)
        .select_related("bid__provider", "recommended_by", "approved_by", "evaluation__tender")
        .first()
    )
    if award is None:
        raise Refused("There is a recommendation report once an officer has recommended an award.")
    published = method(evaluation.tender)
    rankings = _rankings(evaluation, published)
    names = _names(evaluation, rankings, redacted=redacted)
    sections = (
        _asked(evaluation, published),
        _conditions(evaluation, published, names, redacted=redacted),
        *(_places(lot, ranked, names, redacted=redacted) for lot, ranked in rankings),
        *(() if redacted else (_queries(evaluation, names), _robustness(evaluation))),
        _conflicts(conflict_register(evaluation), redacted=redacted),
        _decision(award, redacted=redacted),
    )
    return tuple(_facts(award, published, names)), sections


def _rankings(evaluation: Evaluation, published: Method) -> list[tuple[str, Ranking]]:
    """Each lot's name and ranking, for the lots that have bids; the name is "" where there are no lots."""
    if not published.file.lots:
        return [("", ranking(evaluation))]
    lots, _ = lot_rankings(evaluation)
    return [(lot.name, lot.ranking) for lot in lots if lot.ranking]


def _names(evaluation: Evaluation, rankings: list[tuple[str, Ranking]], *, redacted: bool) -> dict[UUID, str]:
    """What the paper calls each bidder: those with a place first, then those that are out."""
    everyone = {bidder.bid_id: bidder.name for bidder in all_bidders(evaluation)}
    ordered = dict.fromkeys([*(bid.bid_id for _, ranked in rankings for bid in ranked.bids), *everyone])
    if redacted:
        return {bid_id: f"Bidder {number}" for number, bid_id in enumerate(ordered, start=1)}
    return {bid_id: everyone[bid_id] for bid_id in ordered}


def _facts(award: Award, published: Method, names: dict[UUID, str]) -> Iterator[tuple[str, str]]:
    lots = {lot.id: lot.title or lot.id for lot in published.file.lots or ()}
    for lot, bid in winning_bids(award):
        yield (f"Award {lots.get(lot, lot)} to" if lot else "Award to"), names[bid.pk]
    yield "Bids opened", str(len(names))
    yield "Recommended", datetime_text(award.recommended_at)
    yield "Approved", datetime_text(award.approved_at) if award.approved_at else NOT_APPROVED


def _asked(evaluation: Evaluation, published: Method) -> Section:
    rows = [("Reference", evaluation.tender.reference or "None")]
    if published.file.value.amount is not None:
        rows.append(("Estimated value, without VAT", money_text(published.file.value.amount)))
    if evaluation.tender.closes_at:
        rows.append(("Bids were due before", datetime_text(evaluation.tender.closes_at)))
    rows.append(("Questions that were marked", str(len(published.marked))))
    rows.append(("Conditions of participation", str(len(published.conditions))))
    return Section("What was asked", tables=(Table("The tender", ("What", "Facts"), tuple(rows)),))


def _conditions(evaluation: Evaluation, published: Method, names: dict[UUID, str], *, redacted: bool) -> Section:
    """Who bid, and which condition each bid meets."""
    asked = {condition.id: condition.name for condition in published.conditions}
    rows = []
    for gate in Gate.objects.filter(evaluation=evaluation).order_by("condition_id", "pk"):
        if gate.bid_id in names:
            outcome = "Meets it" if gate.is_passed else "Does not meet it"
            row = (asked.get(gate.condition_id, gate.condition_id), names[gate.bid_id], outcome)
            rows.append(row if redacted else (*row, gate.reason))
    headers = ("Condition", "Bidder", "Outcome", "Reason")
    return Section(
        "Who bid, and the conditions of participation",
        (f"{count_text(len(names), 'bid')} opened: {list_text(list(names.values()))}.",),
        (
            Table(
                "What was decided for each bid",
                headers[:3] if redacted else headers,
                tuple(rows),
                empty="The tender set no conditions.",
            ),
        ),
    )


def _places(lot: str, ranked: Ranking, names: dict[UUID, str], *, redacted: bool) -> Section:
    of = f": {lot}" if lot else ""
    headers = ("Place", "Bidder", "Total") if redacted else ("Place", "Bidder", "Total", "Price")
    rows = tuple(_place(bid, names, redacted=redacted) for bid in ranked.bids)
    places = Table(f"Bids, best first{of}", headers, rows, numbers="3" if redacted else "3 4")
    if redacted:
        return Section(f"The ranking{of}", tables=(places,))
    said = [
        *(f"{bid.provider}: {flag}" for bid in ranked.bids for flag in bid.flags),
        *(f"{bid.provider} is disqualified. {why}" for bid in ranked.bids for why in bid.disqualified),
        *ranked.ties,
    ]
    points = tuple(
        (bid.provider, part.node.name, part.node.share_text, part.points_text, part.contribution_text)
        for bid in ranked.bids
        for part in bid.parts
        if part.node.share
    )
    return Section(
        f"The ranking{of}",
        tuple(said),
        (
            places,
            Table(
                f"How each total is made up{of}",
                ("Bidder", "Criterion", "Share of the whole", "Points out of 100", "What they add"),
                points,
                numbers="3 4 5",
            ),
            Table(f"The figures used{of}", ("What", "Figure"), ranked.working, numbers="2"),
        ),
    )


def _place(bid: RankedBid, names: dict[UUID, str], *, redacted: bool) -> tuple[str, ...]:
    row = (bid.rank_text, names[bid.bid_id], bid.total_text)
    return row if redacted else (*row, bid.price_text or "No price")


def _queries(evaluation: Evaluation, names: dict[UUID, str]) -> Section:
    """Everything that was asked of one bidder: unclear answers, promises that stand out, low prices."""
    rows = tuple(
        (
            names[query.bid_id],
            query.get_kind_display(),
            query.text,
            query.answer or "No answer",
            f"{query.get_outcome_display()}: {query.reason}" if query.outcome else "Not decided",
        )
        for query in Query.objects.filter(evaluation=evaluation)
        if query.bid_id in names
    )
    return Section(
        "What bidders were asked about their bids",
        tables=(
            Table(
                "Questions and answers",
                ("Bidder", "Kind", "What was asked", "Answer", "What was decided"),
                rows,
                empty="No bidder was asked anything.",
            ),
        ),
    )


def _robustness(evaluation: Evaluation) -> Section:
    """In short whether another bid would have come first, after the warning."""
    said = []
    for answer in robustness(evaluation):
        said.append(f"{f'{answer.lot}: ' if answer.lot else ''}first by the published method: {answer.first}.")
        said.append(" ".join(answer.changes))
    return Section("Would another bid have come first?", (WARNING, *said))


def _conflicts(register: ConflictRegister, *, redacted: bool) -> Section:
    found = tuple(entry.row for entry in register.found)
    if redacted:
        return Section("Conflicts of interest", (f"{count_text(len(found), 'conflict')} declared.",))
    empty = "Nobody has a conflict."
    return Section(
        "Conflicts of interest",
        tables=(Table("Conflicts that were declared", ConflictRegister.HEADERS, found, empty=empty),),
    )


def _decision(award: Award, *, redacted: bool) -> Section:
    recommended = (
        f"{'A procurement officer' if redacted else award.recommended_by}, {datetime_text(award.recommended_at)}"
    )
    approved = NOT_APPROVED
    if award.approved_at:
        approver = "Another procurement officer" if redacted else award.approved_by
        approved = f"{approver}, {datetime_text(award.approved_at)}"
    said = [("Recommended by", recommended), ("Approved by", approved)]
    if not redacted:
        said.insert(0, ("Reason", award.reason))
    return Section("The decision", facts=(("Who decided what", tuple(said)),))

"""What a bid says: the answer to one question, and what it declares of the conditions. Never its price."""

from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.bids.reports import ShownChain, opened_submissions, shown_chain
from commissioning.evaluation.models import Evaluation, Gate
from commissioning.evaluation.reports.bidders import lettered
from commissioning.evaluation.reports.masking import masked, masks
from commissioning.evaluation.reports.method import method
from commissioning.evaluation.reports.query import clarified
from socialvalue.text import count_text, date_text, number_text


@dataclass(frozen=True)
class ShownAnswer:
    """One answer as the panel reads it, and whose. `promises` are rows under `HEADERS`.

    `clarified` are (question, answer) where the bidder was asked about it and the panel may read what it explained.
    """

    HEADERS: ClassVar = ("What", "How much", "By when", "How it will be shown")

    bidder: str
    text: str
    words_text: str
    promises: tuple[tuple[str, str, str, str], ...]
    chains: tuple[ShownChain, ...]
    clarified: tuple[tuple[str, str], ...]


def answer(evaluation: Evaluation, bid_id: UUID, question_id: str) -> ShownAnswer | None:
    """The answer in a bid's newest submission; None if this evaluation has no such opened bid. Four queries at most.

    Until names are shown it is the marking copy: the bidder is a letter, and what would give it away is hidden.
    """
    rows = Submission.objects.filter(bid=bid_id, bid__tender=evaluation.tender_id)
    newest = rows.annotate(**lettered("bid")).order_by("-version").first()
    if newest is None:
        return None
    file = newest.file
    words = next((said.words for said in file.answers if said.question == question_id), 0)
    shown = ShownAnswer(
        bidder="",
        text=file.answer_to(question_id),
        words_text=count_text(words, "word"),
        promises=tuple(
            (
                promise.measure,
                f"{number_text(promise.quantity)} {promise.unit}",
                date_text(promise.by_when),
                promise.evidence,
            )
            for promise in file.commitments_to(question_id)
        ),
        chains=tuple(chain for chain in map(shown_chain, file.commitments_to(question_id)) if chain.is_said),
        clarified=clarified(bid_id, question_id),
    )
    if evaluation.names_revealed_at or not newest.letter:
        return replace(shown, bidder=file.provider.name)
    return replace(masked(shown, masks(evaluation, [bid_id])[bid_id]), bidder=f"Bidder {newest.letter}")


@dataclass(frozen=True, slots=True)
class Decision:
    """One condition for one bid: what the bidder declares, and what was decided ("" while nothing is).

    `confirm_address` is where another officer confirms that it is not met, "" where there is nothing to confirm.
    """

    bid_id: UUID
    bidder: str
    condition_id: str
    condition: str
    declared: str
    outcome: str
    reason: str
    decided_by: str
    confirmed_by: str
    address: str
    confirm_address: str

    @property
    def is_decided(self) -> bool:
        """Whether an officer has decided."""
        return bool(self.outcome)

    @property
    def state(self) -> str:
        """The decision in a few words, with what it still waits for."""
        if self.confirm_address:
            return "Not met: another officer must confirm it"
        return (
            f"Not met: {self.confirmed_by} confirmed it, and the bid is out"
            if self.confirmed_by
            else (self.outcome or "Not decided")
        )


def decisions(evaluation: Evaluation) -> list[Decision]:
    """Every condition for every opened bid, in the order of the tender. Three queries."""
    made = {
        (bid_id, condition_id): decided
        for bid_id, condition_id, *decided in Gate.objects.filter(evaluation=evaluation).values_list(
            "bid_id", "condition_id", "is_passed", "reason", "decided_by__name", "confirmed_by__name"
        )
    }
    start = reverse("evaluation_conditions", args=[evaluation.tender_id])
    opened = opened_submissions(evaluation.tender)
    rows = []
    for condition in method(evaluation.tender).conditions:
        for bid in opened:
            said = next((one for one in bid.file.declarations if one.condition == condition.id), None)
            declared = "Says nothing" if said is None else "Says it meets this" if said.meets else "Says it does not"
            declared += f", through {said.partner}" if said and said.meets and said.partner else ""
            is_passed, reason, decided_by, confirmed_by = made.get((bid.bid_id, condition.id), (None, "", "", ""))
            rows.append(
                Decision(
                    bid_id=bid.bid_id,
                    bidder=str(bid.provider),
                    condition_id=condition.id,
                    condition=condition.name,
                    declared=f"{declared}: {said.note}" if said and said.note else declared,
                    outcome="" if is_passed is None else "Met" if is_passed else "Not met",
                    reason=reason,
                    decided_by=decided_by,
                    confirmed_by=confirmed_by or "",
                    address=f"{start}{bid.bid_id}/{quote(condition.id)}/",
                    confirm_address=f"{start}confirm/{bid.bid_id}/{quote(condition.id)}/"
                    if is_passed is False and not confirmed_by
                    else "",
                )
            )
    return rows

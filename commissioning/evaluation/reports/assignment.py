"""Who marks what: which evaluator's mark is expected for which answer."""

from collections import Counter, defaultdict
from uuid import UUID

from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from commissioning.evaluation.reports.bidders import Bidder, bidders, still_in
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.tenderfile import Question
from socialvalue.accounts.models import User

Marker = tuple[int, UUID, str]
"""The evaluator's user id, the bid's id and the question's id."""


def markers_of(evaluation: Evaluation, published: Method | None = None, *, user: User | None = None) -> set[Marker]:
    """Every mark that is expected: an evaluator, a bid with whose bidder they declared no conflict, a question of theirs.

    With `user`, only that person's. Two queries, and one more if `published` isn't given.
    """
    published = published or method(evaluation.tender)
    seats = PanelMember.objects.filter(evaluation=evaluation, seat=PanelMember.Seat.EVALUATOR)
    free = Conflict.objects.free().filter(evaluation=evaluation, bid__in=still_in(evaluation))
    if user:
        seats, free = seats.filter(user=user), free.filter(user=user)
    bids_of = defaultdict(set)
    for user_id, bid_id in free.values_list("user_id", "bid_id"):
        bids_of[user_id].add(bid_id)
    marked = [question.id for question in published.marked]
    expected = set()
    columns = "user_id", "marks_all", "assignments__question_id", "assignments__bid_id"
    for user_id, marks_all, question_id, bid_id in seats.order_by().values_list(*columns):
        if marks_all:
            expected |= {(user_id, bid, question) for bid in bids_of[user_id] for question in marked}
        elif question_id in marked:
            expected |= {(user_id, bid, question_id) for bid in bids_of[user_id] if bid_id in (None, bid)}
    return expected


def assigned(evaluation: Evaluation, user: User, question_id: str, bid_id: UUID) -> bool:
    """Whether the person's mark for this answer is expected. Three queries."""
    return (user.pk, bid_id, question_id) in markers_of(evaluation, user=user)


def unmarked(evaluation: Evaluation, published: Method | None = None) -> list[tuple[Bidder, Question]]:
    """Answers that nobody is left to mark, in the order of the tender. Three queries, and one more without `published`."""
    published = published or method(evaluation.tender)
    covered = {(bid_id, question_id) for _, bid_id, question_id in markers_of(evaluation, published)}
    everyone = bidders(evaluation)
    return [
        (bidder, question)
        for question in published.marked
        for bidder in everyone
        if (bidder.bid_id, question.id) not in covered
    ]


def unmarked_texts(evaluation: Evaluation) -> list[str]:
    """What nobody is left to mark, as problems to solve: a whole bid or a whole question in one line."""
    published = method(evaluation.tender)
    left = unmarked(evaluation, published)
    of_bid, of_question = Counter(bidder for bidder, _ in left), Counter(question.id for _, question in left)
    bids = len(bidders(evaluation))
    whole = {bidder for bidder, number in of_bid.items() if number == len(published.marked)}
    texts = [f"Every evaluator has a conflict of interest with {one.label}. Name another evaluator." for one in whole]
    nobodys = {question_id for question_id, number in of_question.items() if number == bids}
    if len(whole) < bids:
        texts += [f"Nobody marks {question_id}. Give it to an evaluator." for question_id in nobodys]
    texts += [
        f"Nobody is left to mark {question.id} of {bidder.label}. Give it to an evaluator."
        for bidder, question in left
        if bidder not in whole and question.id not in nobodys
    ]
    return sorted(texts)

"""Reaching the states of an evaluation by playing the real actions. All of these need the database.

Each function plays everything before it: `marking` opens the bids, `moderated` has every mark agreed but not locked,
and so on. `bids` is how many providers bid: the two of the cast, then others; the first bids the lowest price.
"""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Bid
from commissioning.evaluation import actions
from commissioning.evaluation.lifecycle.query import Kind
from commissioning.evaluation.models import Award, Conflict, Evaluation, Mark, PanelMember, Practice, Query
from commissioning.evaluation.reports import bidders, bidders_open_to, method, ranking
from commissioning.evaluation.reports.assessment_summary import assessment_summaries
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.files.models import store
from tests.cast import Cast
from tests.play_bids import opened_tender

REPORT_SHA256 = "5c" * 32


def bids_of(evaluation: Evaluation) -> list[Bid]:
    """The opened bids by the names of their bidders."""
    return list(Bid.objects.filter(tender=evaluation.tender).order_by("provider__name", "pk"))


def named(
    cast: Cast, now: datetime, *, tender: Tender | None = None, evaluators: list[User] | None = None, **opening: object
) -> Evaluation:
    """An evaluation whose panel is named, whose bids are opened, and whose conditions are all decided as met.

    `opening` goes to `play_bids.opened_tender`.
    """
    tender = tender or opened_tender(cast, now, **opening)
    evaluation = actions.name_panel(
        tender,
        evaluators=evaluators or [cast.evaluator, cast.second_evaluator],
        chair=cast.chair,
        by=cast.procurement,
        now=after_opening(tender, now),
    )
    meet_conditions(evaluation, cast, now)
    return evaluation


def cancel(tender: Tender, cast: Cast, now: datetime, reason: str = "The budget was withdrawn.") -> None:
    """Two officers cancel a published tender."""
    actions.ask_to_cancel(tender, reason, by=cast.second_procurement, now=now)
    actions.confirm_cancellation(tender, by=cast.procurement, now=now)
    tender.refresh_from_db()


def meet_conditions(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """A procurement officer decides that every bid meets every condition."""
    for bid in bids_of(evaluation):
        for condition in method(evaluation.tender).conditions:
            actions.decide_gate(
                evaluation,
                bid,
                condition.id,
                True,
                "The declaration says so.",
                by=cast.procurement,
                now=after_opening(evaluation.tender, now),
            )


def after_opening(tender: Tender, now: datetime) -> datetime:
    """A moment when the tender's bids are open."""
    return max(tender.closes_at, now) + timedelta(days=1)


def declared(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """The whole panel has declared that it has no conflict with any bidder."""
    evaluation = named(cast, now, **named_with)
    free = dict.fromkeys(bids_of(evaluation), (False, ""))
    for person in User.objects.filter(pk__in=evaluation.panel.values("user")):
        actions.declare_conflicts(evaluation, free, by=person, now=after_opening(evaluation.tender, now))
    officers_declare(evaluation, cast, now)
    return evaluation


def officers_declare(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """Both procurement officers say that they have no conflict: who runs and decides an evaluation declares too."""
    free = dict.fromkeys(bids_of(evaluation), (False, ""))
    for person in (cast.procurement, cast.second_procurement):
        actions.declare_conflicts(evaluation, free, by=person, now=after_opening(evaluation.tender, now))


def marking(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """The evaluators may mark; nobody has marked anything."""
    evaluation = declared(cast, now, **named_with)
    return actions.start_marking(evaluation, by=cast.procurement, now=after_opening(evaluation.tender, now))


def mark_all(
    evaluation: Evaluation, evaluator: User, now: datetime, *, reason: str = "It meets what is asked."
) -> None:
    """One evaluator marks every answer open to them that is not marked yet.

    The bid that is seen first gets 4, the others 3; on each second answer every second evaluator gives one less.
    """
    seats = list(evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR).order_by("pk").values_list("user", flat=True))
    harsher = seats.index(evaluator.pk) % 2
    kept = set(
        Mark.objects.filter(evaluator__evaluation=evaluation, evaluator__user=evaluator).values_list(
            "bid_id", "question_id"
        )
    )
    bids = {bid.pk: bid for bid in bids_of(evaluation)}
    for place, bidder in enumerate(sorted(bidders_open_to(evaluation, evaluator), key=lambda one: one.name)):
        for number, question in enumerate(method(evaluation.tender).marked):
            if (bidder.bid_id, question.id) not in kept:
                actions.save_mark(
                    evaluation,
                    bids[bidder.bid_id],
                    question.id,
                    mark=Decimal((4 if place == 0 else 3) - (harsher if number % 2 else 0)),
                    reason=reason,
                    from_version=0,
                    by=evaluator,
                    now=after_opening(evaluation.tender, now),
                )


def locked(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """Every mark is given and locked."""
    evaluation = marking(cast, now, **named_with)
    finish_marking(evaluation, cast, now)
    return evaluation


def finish_marking(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """Every evaluator marks what is left and locks."""
    now = after_opening(evaluation.tender, now)
    for seat in evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR, locked_at=None).select_related("user"):
        mark_all(evaluation, seat.user, now)
        actions.lock_marks(evaluation, by=seat.user, now=now)


def moderating(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """The chair sees every mark; nothing is agreed yet."""
    evaluation = locked(cast, now, **named_with)
    return actions.start_moderation(evaluation, by=cast.chair, now=after_opening(evaluation.tender, now))


def agree_all(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """The chair agrees the highest mark given for each answer, with every reason that is needed; nothing if averaged."""
    if method(evaluation.tender).is_average:
        return
    panel = [member.user for member in evaluation.panel.select_related("user")]
    still_in = {bidder.bid_id for bidder in bidders(evaluation)}
    for bid in bids_of(evaluation):
        if bid.pk not in still_in:
            continue
        for question in method(evaluation.tender).marked:
            marks = list(Mark.objects.visible_to(cast.chair).filter(bid=bid, question_id=question.id))
            agreed = max(own.mark for own in marks)
            actions.agree_mark(
                evaluation,
                bid,
                question.id,
                mark=agreed,
                reason="The panel found every part of the answer shown.",
                present=panel,
                differences={own.pk: "They had overlooked the second page." for own in marks if own.mark != agreed},
                from_version=0,
                by=cast.chair,
                now=after_opening(evaluation.tender, now),
            )


def moderated(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """Every mark is agreed; the consensus is not locked yet."""
    evaluation = moderating(cast, now, **named_with)
    agree_all(evaluation, cast, now)
    return evaluation


def agreed(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """Quality is final; the prices are still sealed."""
    evaluation = moderated(cast, now, **named_with)
    return actions.lock_consensus(evaluation, by=cast.chair, now=after_opening(evaluation.tender, now))


def priced(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """The prices are open, and the ranking is shown."""
    evaluation = agreed(cast, now, **named_with)
    open_prices(evaluation, cast, now)
    return evaluation


def reveal(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """The chair shows the panel who the bidders are, and the panel declares again."""
    at = after_opening(evaluation.tender, now)
    actions.reveal_names(evaluation, by=cast.chair, now=at)
    evaluation.refresh_from_db()
    barred = set(Conflict.objects.conflicted().filter(evaluation=evaluation).values_list("user", "bid"))
    for person in User.objects.filter(pk__in=evaluation.panel.values("user")):
        said = {
            bid: (True, "As said before.") if (person.pk, bid.pk) in barred else (False, "")
            for bid in bids_of(evaluation)
        }
        actions.declare_conflicts(evaluation, said, by=person, now=at)


def open_prices(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """The chair shows the names and declares again; a procurement officer opens the prices."""
    reveal(evaluation, cast, now)
    actions.open_prices(evaluation, by=cast.procurement, now=after_opening(evaluation.tender, now))
    evaluation.refresh_from_db()


def signed_off(cast: Cast, now: datetime, **named_with: object) -> Evaluation:
    """The chair has signed off the report, and the officers have declared again."""
    evaluation = priced(cast, now, **named_with)
    signed = actions.sign_off(evaluation, REPORT_SHA256, by=cast.chair, now=after_opening(evaluation.tender, now))
    officers_declare(signed, cast, now)
    return signed


def recommended(cast: Cast, now: datetime, **named_with: object) -> Award:
    """A procurement officer has recommended the bid that ranks first; `second_procurement` may approve it."""
    evaluation = signed_off(cast, now, **named_with)
    return actions.recommend(
        evaluation,
        first_bid(evaluation),
        "It has the highest total.",
        by=cast.procurement,
        now=after_opening(evaluation.tender, now),
    )


def awarded(cast: Cast, now: datetime, **named_with: object) -> Award:
    """The award is approved. Making the contract belongs to the stage above."""
    award = recommended(cast, now, **named_with)
    return actions.approve(
        award.evaluation, by=cast.second_procurement, now=after_opening(award.evaluation.tender, now)
    )


def told(cast: Cast, now: datetime, **named_with: object) -> Award:
    """Every bidder has its assessment summary; the award notice is recorded, and the standstill runs."""
    return tell(recommended(cast, now, **named_with), cast, now)


def tell(award: Award, cast: Cast, now: datetime) -> Award:
    """Approve a recommended award, check and send the letters, and record the notice, all at one moment."""
    evaluation, at = award.evaluation, after_opening(award.evaluation.tender, now)
    actions.approve(evaluation, by=cast.second_procurement, now=at)
    accept_findings(evaluation, cast, now)
    actions.check_summaries(evaluation, by=cast.procurement, now=at)
    actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    evaluation.refresh_from_db()
    return actions.record_notice(
        evaluation, notice_at=at, has_standstill=True, reason="It is good practice.", by=cast.procurement, now=at
    )


def accept_findings(evaluation: Evaluation, cast: Cast, now: datetime) -> None:
    """An officer lets everything stand that the check found."""
    bids = {bid.pk: bid for bid in bids_of(evaluation)}
    for letter in assessment_summaries(evaluation):
        for reason in [reason for judged in letter.judged for reason in judged.reasons if reason.is_open]:
            actions.word_summary(
                evaluation,
                bids[letter.bid_id],
                bids[reason.about],
                reason.question_id,
                text=reason.text,
                is_accepted=True,
                why="These words are everybody's.",
                by=cast.procurement,
                now=after_opening(evaluation.tender, now),
            )


def after_standstill(award: Award) -> datetime:
    """Half past ten in the morning, UTC, on the day after the standstill's last."""
    return datetime.combine(award.standstill_until + timedelta(days=1), time(10, 30), UTC)


def answered_query(evaluation: Evaluation, cast: Cast, now: datetime) -> Query:
    """A question to the charity about its bid that was asked, and answered with a file, while the bids were marked."""
    asked_at = after_opening(evaluation.tender, now)
    return Query.objects.create(
        evaluation=evaluation,
        bid=Bid.objects.get(tender=evaluation.tender, provider=cast.reuse),
        kind=Kind.UNCLEAR,
        about="Q1",
        text="Which page names the cover?",
        asked_by=cast.procurement,
        asked_at=asked_at,
        answer_by=asked_at + timedelta(days=3),
        answer="Page 3 does.",
        answered_by=cast.signatory,
        answered_at=asked_at,
        file=store(SimpleUploadedFile("cover.txt", b"Page 3."), by=cast.signatory, now=asked_at),
    )


def practice_answer(evaluation: Evaluation, cast: Cast, now: datetime) -> Practice:
    """A practice answer from before the opening that nobody marked; its row alone, as nobody may set one by now."""
    made, _ = Practice.objects.get_or_create(
        evaluation=evaluation, question_id="Q1", text="We will.", set_by=cast.chair, set_at=now
    )
    return made


def first_bid(evaluation: Evaluation) -> Bid:
    """A bid that ranks first."""
    return Bid.objects.get(pk=min(ranking(evaluation).first))


def more_evaluators(cast: Cast, number: int) -> list[User]:
    """So many evaluators of the county: those of the cast, then others."""
    people = [cast.evaluator, cast.second_evaluator]
    for place in range(len(people), number):
        person = User.objects.create_user(f"evaluator{place}@example.org", name=f"Evaluator {place}")
        Staff.objects.create(authority=cast.county, user=person, role=Role.EVALUATOR)
        people.append(person)
    return people[:number]

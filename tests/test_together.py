"""Working together on a bid: comments, who does what, sign-off. Who may, who is told, and that nobody else ever knows."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids import actions, reports
from commissioning.bids.models import Assignment, Comment, SignOff, TextUse
from commissioning.bids.permissions import may
from commissioning.bids.readiness import Part, asked_by
from providers.actions import take_role
from providers.models import Member
from providers.permissions import roles_at
from socialvalue.audit.reports import history
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused, allowed
from tests.cast import make_member
from tests.play_bids import open_bids, started_bid, submission_of, submitted_bid, written_bid
from tests.play_tenders import published_tender

PEOPLE = ("owner", "writer", "signatory", "viewer", "rival", "stranger", "commissioner", "procurement", "auditor")
MEMBERS = {"owner", "writer", "signatory", "viewer"}
WRITERS = {"owner", "writer", "signatory"}
DAY = date(2026, 12, 10)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return started_bid(tender, provider=cast.reuse, now=now)


@pytest.fixture
def whole(cast, tender, now):
    """A bid with nothing missing."""
    bid = written_bid(tender, provider=cast.reuse, now=now)
    bid.refresh_from_db()
    return bid


@pytest.fixture
def first(tender):
    """The first question of the tender."""
    return asked_by(tender.document).questions[0]


def who_may(cast, act) -> set[str]:
    """The people for whom an action is not refused. Each try is undone."""
    from django.db import transaction

    able = set()
    for name in PEOPLE:
        try:
            with transaction.atomic():
                act(getattr(cast, name))
                able.add(name)
                raise ZeroDivisionError
        except (Refused, ZeroDivisionError):
            pass
    return able


def told(about: str) -> set[str]:
    """The addresses of those who have a message whose subject begins so."""
    return set(Message.objects.filter(subject__startswith=about).values_list("to", flat=True))


def test_who_may_comment_settle_assign_ask_and_decline(cast, bid, whole, first, now):
    comment = actions.write_comment(bid, first.id, "Is that right?", by=cast.viewer, now=now)
    assert who_may(cast, lambda by: actions.write_comment(bid, first.id, "Yes.", by=by, now=now)) == MEMBERS
    assert who_may(cast, lambda by: actions.settle_comment(comment, by=by, now=now)) == MEMBERS
    assert who_may(cast, lambda by: actions.remove_comment(comment, by=by, now=now)) == {"viewer"}
    someone = cast.writer
    assign = lambda by: actions.assign(bid, Part.PRICE, "", someone, by_when=None, by=by, now=now)  # noqa: E731
    assert who_may(cast, assign) == WRITERS
    assert who_may(cast, lambda by: actions.ask_for_sign_off(whole, by=by, now=now)) == WRITERS
    actions.ask_for_sign_off(whole, by=cast.writer, now=now)
    assert who_may(cast, lambda by: actions.decline_to_sign(whole, "No.", by=by, now=now)) == {"signatory"}


def test_a_viewer_settles_only_their_own_comment(cast, bid, first, now):
    comment = actions.write_comment(bid, first.id, "Shorter?", by=cast.writer, now=now)
    assert who_may(cast, lambda by: actions.settle_comment(comment, by=by, now=now)) == WRITERS


def test_after_the_deadline_people_may_still_talk_but_arrange_nothing(cast, tender, whole, first, now):
    after = tender.closes_at + timedelta(minutes=1)
    assert who_may(cast, lambda by: actions.write_comment(whole, first.id, "Late.", by=by, now=after)) == MEMBERS
    assign = lambda by: actions.assign(whole, Part.PRICE, "", by, by_when=None, by=by, now=after)  # noqa: E731
    assert who_may(cast, assign) == set()
    assert who_may(cast, lambda by: actions.ask_for_sign_off(whole, by=by, now=after)) == set()


def test_a_comment_is_told_at_once_to_whoever_sees_to_it_and_to_its_thread(cast, bid, first, now):
    actions.assign(bid, Part.QUESTION, first.id, cast.owner, by_when=None, by=cast.writer, now=now)
    actions.write_comment(bid, first.id, "Who knows the figure?", by=cast.viewer, now=now)
    assert told("Comment on question 1") == {cast.owner.email}
    Message.objects.all().delete()
    actions.write_comment(bid, first.id, "I do: 40.", by=cast.signatory, now=now)
    assert told("Comment on question 1") == {cast.owner.email, cast.viewer.email}
    assert "I do: 40." in Message.objects.filter(subject__startswith="Comment")[0].body


def test_a_second_click_on_comment_changes_nothing(cast, bid, first, now):
    once = actions.write_comment(bid, first.id, "Once.", by=cast.writer, now=now)
    assert actions.write_comment(bid, first.id, "Once.", by=cast.writer, now=now + timedelta(seconds=2)) == once
    assert Comment.own.count() == 1


def test_ones_own_comment_can_be_deleted_for_one_hour(cast, bid, first, now):
    comment = actions.write_comment(bid, first.id, "Oops.", by=cast.writer, now=now)
    with pytest.raises(Refused, match="one hour"):
        actions.remove_comment(comment, by=cast.writer, now=now + timedelta(hours=1))
    actions.remove_comment(comment, by=cast.writer, now=now + timedelta(minutes=59))
    assert Comment.own.count() == 0
    with pytest.raises(Refused, match="deleted"):
        actions.settle_comment(comment, by=cast.writer, now=now)


def test_whoever_is_asked_gets_a_mail_but_not_when_asking_oneself(cast, bid, first, now):
    actions.assign(bid, Part.QUESTION, first.id, cast.viewer, by_when=DAY, by=cast.writer, now=now)
    assert told("Please see to question 1") == {cast.viewer.email}
    actions.assign(bid, Part.PRICE, "", cast.writer, by_when=None, by=cast.writer, now=now)
    assert told("Please see to the price") == set()
    sentences = [entry.sentence for entry in history(bid)]
    assert "Wendy Writer asked Vic Viewer to see to question 1, by Thursday 10 December 2026." in sentences


def test_somebody_else_can_be_asked_and_a_part_taken_off(cast, bid, now):
    for person in (cast.viewer, cast.owner):
        actions.assign(bid, Part.PRICE, "", person, by_when=None, by=cast.writer, now=now)
    assert {row.person for row in reports.assignments(bid).values()} == {cast.owner}
    actions.assign(bid, Part.PRICE, "", None, by_when=None, by=cast.writer, now=now)
    assert Assignment.own.count() == 0
    with pytest.raises(Refused, match="does not belong"):
        actions.assign(bid, Part.PRICE, "", cast.rival, by_when=None, by=cast.writer, now=now)


def test_a_person_who_leaves_falls_out_of_everything(cast, bid, whole, first, now):
    actions.assign(bid, Part.QUESTION, first.id, cast.viewer, by_when=DAY, by=cast.writer, now=now)
    actions.write_comment(bid, first.id, "I was here.", by=cast.viewer, now=now)
    assert len(reports.my_tasks(cast.viewer, cast.reuse, now)) == 1
    take_role(Member.objects.get(user=cast.viewer), by=cast.owner, now=now)
    assert reports.assignments(bid) == {}
    assert reports.my_tasks(cast.viewer, cast.reuse, now) == []
    Message.objects.all().delete()
    actions.write_comment(bid, first.id, "And now?", by=cast.writer, now=now)
    assert told("Comment") == set()


def test_the_desk_says_what_one_sees_to_and_what_is_late(cast, bid, first, now):
    actions.assign(bid, Part.PRICE, "", cast.viewer, by_when=None, by=cast.writer, now=now)
    actions.assign(bid, Part.QUESTION, first.id, cast.viewer, by_when=DAY, by=cast.writer, now=now)
    question, price = reports.my_tasks(cast.viewer, cast.reuse, now)
    assert (question.by_when, question.is_late, price.title) == ("By Thursday 10 December 2026", False, "Price")
    assert reports.my_tasks(cast.viewer, cast.reuse, now + timedelta(days=9))[0].is_late
    assert reports.my_tasks(cast.viewer, cast.haulage, now) == []


def test_sign_off_is_asked_only_when_nothing_is_missing(cast, bid, now):
    with pytest.raises(Refused, match="Enter your price"):
        actions.ask_for_sign_off(bid, by=cast.writer, now=now)
    assert SignOff.own.count() == 0


def test_every_signatory_is_told_once_and_finds_it_on_the_desk(cast, whole, now):
    actions.ask_for_sign_off(whole, by=cast.writer, now=now)
    actions.ask_for_sign_off(whole, by=cast.writer, now=now + timedelta(minutes=1))
    assert SignOff.own.count() == 1
    assert told("Please sign") == {cast.signatory.email}
    assert [row.address for row in reports.waiting_for(cast.signatory, cast.reuse, now)] == [
        reverse("bid_check", args=[whole.pk])
    ]
    assert reports.waiting_for(cast.writer, cast.reuse, now) == []


def test_declining_tells_why_and_submitting_answers_the_asking(cast, whole, now):
    actions.ask_for_sign_off(whole, by=cast.owner, now=now)
    actions.decline_to_sign(whole, "The price is from last year.", by=cast.signatory, now=now)
    assert told("Not signed") == {cast.owner.email, cast.writer.email}
    shown = reports.sign_off(whole, reports.overview(whole))
    assert (shown.is_waiting, shown.reason) == (False, "The price is from last year.")
    with pytest.raises(Refused, match="Nobody is waiting"):
        actions.decline_to_sign(whole, "Again.", by=cast.signatory, now=now)
    actions.save_price(whole, Decimal(90000), from_version=1, by=cast.writer, now=now)
    actions.ask_for_sign_off(whole, by=cast.writer, now=now + timedelta(hours=1))
    assert reports.sign_off(whole, reports.overview(whole)).is_waiting
    submission_of(whole, now=now + timedelta(hours=2))
    assert reports.sign_off(whole, reports.overview(whole)) is None
    assert reports.waiting_for(cast.signatory, cast.reuse, now) == []
    said = " ".join(entry.sentence for entry in history(whole))
    assert "Olu Owner asked for sign-off." in said
    assert "Sam Signatory declined to sign: The price is from last year." in said


def test_the_signatory_sees_which_parts_were_changed_since_the_asking(cast, whole, first, now):
    actions.ask_for_sign_off(whole, by=cast.writer, now=now)
    assert reports.sign_off(whole, reports.overview(whole)).changed == ()
    actions.save_answer(whole, first.id, "Other words.", from_version=1, by=cast.writer, now=now)
    actions.save_price(whole, Decimal(1), from_version=1, by=cast.writer, now=now)
    whole.refresh_from_db()
    changed = reports.sign_off(whole, reports.overview(whole)).changed
    assert [link.sentence for link in changed] == ["Question 1", "The price"]


@pytest.mark.parametrize("model", [Comment, Assignment, SignOff, TextUse])
def test_what_colleagues_say_is_never_opened(cast, tender, now, model):
    """The default manager shows none of it, not even once the bids are opened."""
    bid = submitted_bid(cast, tender, now=now)
    question = asked_by(tender.document).questions[0]
    actions.write_comment(bid, question.id, "Only for us.", by=cast.writer, now=now)
    actions.assign(bid, Part.PRICE, "", cast.writer, by_when=None, by=cast.owner, now=now)
    actions.ask_for_sign_off(bid, by=cast.writer, now=now)
    rows = model.own.count()
    assert rows == (0 if model is TextUse else 1)
    open_bids(cast, tender)
    assert (model.objects.count(), model.own.count()) == (0, rows)


def test_none_of_it_is_part_of_what_is_submitted(cast, whole, first, now):
    actions.write_comment(whole, first.id, "CANARY-COMMENT", by=cast.writer, now=now)
    actions.assign(whole, Part.PRICE, "", cast.viewer, by_when=None, by=cast.writer, now=now)
    content = submission_of(whole, now=now).content
    assert "CANARY-COMMENT" not in content
    assert cast.viewer.name not in content


def addresses(bid) -> list[str]:
    """Every page of this kind."""
    pages = [reverse(name, args=[bid.pk]) for name in ("bid_who", "bid_sign_off", "bid_decline")]
    return [*pages, reverse("bid_comments", args=[bid.pk, 1])]


def test_only_members_get_the_pages_before_and_after_the_opening(client, cast, tender, now, portal_clock):
    bid = submitted_bid(cast, tender, now=now)

    def readers() -> set[str]:
        able = set()
        for name in PEOPLE:
            client.force_login(getattr(cast, name))
            found = {client.get(address).status_code for address in addresses(bid)}
            assert found in ({200}, {404}), name
            if found == {200}:
                able.add(name)
        return able

    assert readers() == MEMBERS
    open_bids(cast, tender)
    portal_clock.move_to(tender.closes_at + timedelta(hours=2))
    assert readers() == MEMBERS


def test_a_comment_is_written_settled_and_shown_beside_the_question(client, cast, bid, portal_clock):
    client.force_login(cast.writer)
    page = reverse("bid_comments", args=[bid.pk, 1])
    assert client.post(page, {"text": ""}).status_code == 422
    said = client.post(page, {"text": "Ask <b>Ben</b>."})
    comment = Comment.own.get()
    assert said.url == f"{page}#comment-{comment.pk}"
    shown = client.get(reverse("bid_answer", args=[bid.pk, 1])).content.decode()
    assert "Ask &lt;b&gt;Ben&lt;/b&gt;." in shown
    assert "1 open comment" in client.get(reverse("bid", args=[bid.pk])).content.decode()
    assert client.post(page, {"settle": comment.pk}).status_code == 302
    assert "Ask &lt;b&gt;" not in client.get(reverse("bid_answer", args=[bid.pk, 1])).content.decode()
    assert "Settled by Wendy Writer" in client.get(page).content.decode()


@pytest.mark.parametrize("typed", ["x", "", "9" * 40, "0", "-1", "²"])
def test_a_comment_that_is_not_there_is_404(client, cast, bid, portal_clock, typed):
    client.force_login(cast.writer)
    assert client.post(reverse("bid_comments", args=[bid.pk, 1]), {"settle": typed}).status_code == 404


def test_a_comment_of_another_bid_cannot_be_reached(client, cast, tender, bid, first, now, portal_clock):
    other = started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    comment = actions.write_comment(other, first.id, "Ours.", by=cast.rival, now=now)
    client.force_login(cast.writer)
    assert client.post(reverse("bid_comments", args=[bid.pk, 1]), {"remove": comment.pk}).status_code == 404
    assert Comment.own.count() == 1


def test_somebody_is_asked_on_the_page_and_the_overview_says_so(client, cast, bid, portal_clock):
    client.force_login(cast.owner)
    page = reverse("bid_who", args=[bid.pk])
    typed = {"part": "1", "person": cast.viewer.pk, "by_when_day": "10", "by_when_month": "12", "by_when_year": "2026"}
    assert client.post(page, typed).status_code == 302
    overview = client.get(reverse("bid", args=[bid.pk])).content.decode()
    assert "Vic Viewer, by Thursday 10 December 2026" in overview
    again = client.get(f"{page}?part=1").content.decode()
    assert re.search(rf'<input[^>]*value="{cast.viewer.pk}"[^>]*checked', again)
    assert client.post(page, typed | {"person": cast.rival.pk}).status_code == 422
    assert client.post(page, typed | {"part": "99"}).status_code == 422
    assert client.post(page, {"part": "1", "person": "nobody"}).status_code == 302
    assert Assignment.own.count() == 0


def test_sign_off_from_asking_to_declining_on_the_pages(client, cast, bid, whole, portal_clock):
    client.force_login(cast.signatory)
    assert "Ask for sign-off" not in client.get(reverse("bid", args=[whole.pk])).content.decode()
    client.force_login(cast.writer)
    assert "Ask for sign-off" in client.get(reverse("bid", args=[whole.pk])).content.decode()
    assert client.post(reverse("bid_sign_off", args=[whole.pk])).url == reverse("bid", args=[whole.pk])
    client.force_login(cast.signatory)
    check = client.get(reverse("bid_check", args=[whole.pk])).content.decode()
    assert "Wendy Writer asked for sign-off" in check
    decline = reverse("bid_decline", args=[whole.pk])
    assert decline in check
    assert client.post(decline, {"reason": ""}).status_code == 422
    assert client.post(decline, {"reason": "Say 40, not 50."}).status_code == 302
    client.force_login(cast.viewer)
    assert "Say 40, not 50." in client.get(reverse("bid", args=[whole.pk])).content.decode()


@pytest.mark.parametrize("size", [2, 12])
def test_comments_and_people_cost_the_same_at_either_size(client, cast, whole, now, portal_clock, size):
    questions = [row.id for row in asked_by(whole.tender.document).questions]
    for place in range(size):
        person = make_member(cast.reuse, f"Helper {place}", "writer")
        key = questions[place % len(questions)]
        actions.write_comment(whole, key, f"Comment {place}", by=person, now=now)
        actions.assign(whole, Part.QUESTION, key, person, by_when=DAY, by=cast.writer, now=now)
    client.force_login(cast.writer)
    client.get(reverse("bid", args=[whole.pk]))
    counts = {}
    for name, address in (
        ("comments", reverse("bid_comments", args=[whole.pk, 1])),
        ("who", reverse("bid_who", args=[whole.pk])),
        ("sign_off", reverse("bid_sign_off", args=[whole.pk])),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts[name] = len(captured)
    assert counts == {"comments": 6, "who": 11, "sign_off": 11}


def test_the_buttons_follow_the_rules(cast, bid, now):
    """The page offers what the action allows: asking somebody is writing, declining is submitting."""
    for name in MEMBERS:
        person = getattr(cast, name)
        offered = may(roles_at(person, cast.reuse), bid, now)
        assert offered.write == allowed(actions.assign, bid, Part.PRICE, "", None, by_when=None, by=person, now=now)
        assert offered.submit == (name == "signatory")

"""Insurance, policies, certificates and registrations with their dates, said once for every bid."""

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from commissioning.bids import bidfile
from commissioning.bids.models import BidDocument
from providers import actions
from providers.models import Paper, Provider
from providers.reports import paper_words, standing_words, state_of
from socialvalue.audit.models import AuditRecord
from socialvalue.files.models import StoredFile
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids, play_papers
from tests.crawl import browser
from tests.form_of import form_of
from tests.play_tenders import published_tender
from tests.test_no_500 import DOCUMENTS
from tests.test_provider_facts import text_of
from tests.visitor import Visitor

Kind = Paper.Kind
TODAY = date(2026, 12, 2)
POLICY_DAY = {"expires_on_day": "31", "expires_on_month": "3", "expires_on_year": "2027"}


@pytest.fixture
def owner(cast, portal_clock):
    return browser(cast.owner)


def address(cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.reuse.pk, *more])


def test_a_paper_is_added_shown_with_its_date_and_its_file_given_back(owner, cast):
    sent = {"which": "Public liability", "cover": "£5,000,000", "issuer": "Zurich", "number": "77", **POLICY_DAY}
    upload = SimpleUploadedFile("cover.pdf", play_papers.CERTIFICATE)
    said = text_of(owner.post(address(cast, "provider_paper_add", "insurance"), {**sent, "file": upload}, follow=True))
    assert "Public liability £5,000,000, Zurich, number 77, until Wednesday 31 March 2027 Up to date cover.pdf" in said
    paper = Paper.objects.get()
    got = browser(cast.viewer).get(address(cast, "provider_paper_file", paper.pk))
    assert (got.content, got["Content-Type"]) == (play_papers.CERTIFICATE, "application/octet-stream")
    assert str(AuditRecord.objects.history_of(cast.reuse).get()) == (
        "Olu Owner added “Public liability”: £5,000,000, Zurich, number 77, until Wednesday 31 March 2027."
    )


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("insurance", {"which": "Public liability"}, "Enter how much does it cover?"),
        ("insurance", {"which": "other", "cover": "1", "issuer": "Z", **POLICY_DAY}, "Enter its name."),
        ("policy", {}, "Answer this question: What is the policy about?"),
        ("policy", {"which": "Safeguarding", "expires_on_day": "31"}, "Add the month and year."),
        ("certificate", {"which": "none of these"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_with_a_paper_is_said(owner, cast, kind, sent, words):
    answer = owner.post(address(cast, "provider_paper_add", kind), sent)
    assert answer.status_code == 422
    assert words.split("?")[0].lower().removeprefix("enter ") in text_of(answer).lower()
    assert not Paper.objects.exists()


def test_the_same_paper_twice_is_refused_as_is_a_kind_that_is_none(owner, cast, now):
    play_papers.with_paper(cast.reuse, Kind.POLICY, "Safeguarding", now)
    again = owner.post(address(cast, "provider_paper_add", "policy"), {"which": "Safeguarding"})
    assert again.status_code == 422
    assert "You have “Safeguarding” here already. Change that one." in text_of(again)
    assert owner.get(address(cast, "provider_paper_add", "junk")).status_code == 404


def test_two_tabs_see_one_another(owner, cast, now):
    paper = play_papers.insured(cast.reuse, now)
    page = address(cast, "provider_paper", paper.pk)
    mine = form_of(owner.get(page), cover="2000000")
    actions.change_paper(paper, {"name": paper.name, "cover": Decimal(1)}, from_version=1, by=cast.writer, now=now)
    stopped = owner.post(page, mine)
    assert stopped.status_code == 409
    assert "Public liability: £1, Zurich, until Wednesday 31 March 2027" in text_of(stopped)
    assert owner.post(page, form_of(stopped)).status_code == 302
    paper.refresh_from_db()
    assert (paper.cover, paper.version, paper.file.name) == (Decimal(2000000), 3, "cover.pdf")
    gone = form_of(owner.get(page))
    actions.remove_paper(paper, by=cast.writer, now=now)
    assert owner.post(page, gone).status_code == 404


def test_what_changes_nothing_is_not_recorded(owner, cast, now):
    paper = play_papers.insured(cast.reuse, now)
    owner.post(address(cast, "provider_paper", paper.pk), form_of(owner.get(address(cast, "provider_paper", paper.pk))))
    assert Paper.objects.get().version == 1
    assert AuditRecord.objects.history_of(cast.reuse).count() == 1


def test_the_row_of_the_organisation_keeps_in_step(cast, now):
    play_papers.insured(cast.reuse, now)
    more = play_papers.insured(cast.reuse, now, name="Professional indemnity", cover=10_000_000)
    play_papers.with_paper(cast.reuse, Kind.CERTIFICATE, "ISO 9001", now)
    play_papers.with_paper(cast.reuse, Kind.REGISTRATION, "Ofsted", now)

    def row():
        found = Provider.objects.get(pk=cast.reuse.pk)
        return found.insurance, found.certificates, found.registrations

    assert row() == (Decimal(10_000_000), ["ISO 9001"], ["Ofsted"])
    actions.remove_paper(more, by=cast.owner, now=now)
    assert row() == (Decimal(5_000_000), ["ISO 9001"], ["Ofsted"])


def test_what_was_said_before_came_along_as_papers(cast):
    Provider.objects.filter(pk=cast.reuse.pk).update(
        insurance=Decimal(5), certificates=["ISO 9001", "ISO 9001"], registrations=["Ofsted"]
    )
    import_module("providers.migrations.0003_numbers_and_papers").carry_over(apps, None)
    assert [(paper.kind, paper.name, paper.cover) for paper in cast.reuse.papers.all()] == [
        ("insurance", "Highest cover", Decimal(5)),
        ("certificate", "ISO 9001", None),
        ("registration", "Ofsted", None),
    ]


def test_only_owners_and_writers_write(cast, now):
    for person in (cast.viewer, cast.signatory, cast.rival):
        with pytest.raises(Refused, match="Only an owner or writer of Lea Valley Reuse can do this"):
            actions.add_paper(cast.reuse, Kind.POLICY, {"name": "Ours"}, by=person, now=now)


@pytest.mark.parametrize(
    ("left", "state"),
    [
        (61, ("Up to date", "green")),
        (60, ("Runs out in 60 days", "yellow")),
        (0, ("Runs out today", "yellow")),
        (-1, ("Ran out 1 day ago", "red")),
    ],
)
def test_a_paper_out_of_date_is_said_and_never_dropped(left, state):
    assert state_of(Paper(kind=Kind.INSURANCE, expires_on=TODAY + timedelta(days=left)), TODAY) == state
    assert state_of(Paper(kind=Kind.POLICY), TODAY) == ("No last day", "grey")


def test_owners_and_writers_are_told_sixty_and_fourteen_days_before_and_on_the_day(cast, now):
    play_papers.insured(cast.reuse, now, until=TODAY + timedelta(days=70))
    told = {}
    for day in range(90):
        before = Message.objects.count()
        for _ in range(2):
            actions.remind_of_expiry(now + timedelta(days=day))
        if new := [message.to for message in Message.objects.order_by("pk")[before:]]:
            told[70 - day] = new
    both = ["olu.owner@example.org", "wendy.writer@example.org"]
    assert told == {60: both, 14: both, 0: both}
    assert Message.objects.order_by("pk").first().subject == "Public liability: runs out in 60 days"


def test_a_missed_morning_is_made_up_for_with_the_days_that_are_left(cast, now):
    play_papers.insured(cast.reuse, now, until=TODAY + timedelta(days=10))
    said = StringIO()
    call_command("remind_of_expiry", stdout=said)
    actions.remind_of_expiry(now)
    assert Message.objects.order_by("pk").last().subject == "Public liability: runs out in 10 days"
    actions.remind_of_expiry(now + timedelta(days=30))
    assert Message.objects.filter(subject__contains="ago").count() == 0


def test_the_desk_and_the_page_of_the_organisation_say_what_runs_out(owner, cast, now):
    play_papers.insured(cast.reuse, now, until=TODAY - timedelta(days=3))
    for page in (reverse("dashboard"), reverse("provider", args=[cast.reuse.pk])):
        assert "Papers that run out Public liability Ran out 3 days ago" in text_of(owner.get(page))


def test_the_list_costs_the_same_at_either_size(owner, cast, now, django_assert_num_queries):
    page = address(cast, "provider_papers")
    for number in (1, 12):
        play_papers.with_paper(cast.reuse, Kind.POLICY, f"Policy {number}", now)
        for place in range(number):
            play_papers.with_paper(cast.reuse, Kind.CERTIFICATE, f"Mark {number} {place}", now)
        with django_assert_num_queries(5):
            owner.get(page)


# In bids


def test_a_bid_holds_the_facts_of_the_day_it_went_in_and_says_that_they_changed_since(owner, cast, now):
    paper = play_papers.insured(cast.reuse, now)
    tender = published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    before = bid.submissions(manager="own").get()
    assert ("Insurance: Public liability", paper_words(paper)) in before.file.provider.standing
    assert before.file.provider.standing == standing_words(Provider.objects.get(pk=cast.reuse.pk))
    actions.change_paper(paper, {"name": paper.name, "cover": Decimal(1)}, from_version=1, by=cast.owner, now=now)
    Provider.objects.filter(pk=cast.reuse.pk).update(name="Lea Valley Reuse and Repair")
    after = bid.submissions(manager="own").get()
    assert (after.content, bidfile.sha256(after.content)) == (before.content, before.sha256)
    said = text_of(owner.get(reverse("bid", args=[bid.pk])))
    assert "facts have changed since you submitted: Name Insurance: Public liability The bid that you submitted" in said
    assert "The bid has changed since you last submitted it" not in said
    play_bids.submission_of(bid, now=now)
    assert "facts have changed" not in text_of(owner.get(reverse("bid", args=[bid.pk])))


def test_staff_read_the_facts_only_inside_an_opened_bid(cast, now, portal_clock):
    play_papers.insured(cast.reuse, now, issuer="Canary Mutual")
    tender = published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    officer = browser(cast.procurement)
    page = reverse("opened_bid", args=[tender.pk, bid.pk])
    assert officer.get(page).status_code == 404
    play_bids.open_bids(cast, tender)
    portal_clock.move_to(tender.closes_at + timedelta(hours=2))
    assert "Canary Mutual" in text_of(officer.get(page))
    assert "Canary Mutual" not in text_of(officer.get(reverse("opening", args=[tender.pk])))


def test_the_declarations_say_what_the_papers_say_and_the_bidder_still_answers(owner, cast, now):
    tender = published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.started_bid(tender, provider=cast.reuse, now=now)
    page = reverse("bid_declarations", args=[bid.pk])
    assert "Your papers hold no insurance that is named so." in text_of(owner.get(page))
    play_papers.insured(cast.reuse, now, name="Employers’ liability", cover=10_000_000)
    other = text_of(owner.get(page))
    assert "See whether it is the insurance that is asked for." in other
    assert "That meets it." not in other
    paper = play_papers.insured(cast.reuse, now)
    said = "Your papers say: Public liability, £5,000,000, Zurich, until Wednesday 31 March 2027."
    shown = owner.get(page)
    assert said in text_of(shown)
    assert "checked" not in shown.content.decode().partition("<main")[2]
    late = {"name": paper.name, "expires_on": TODAY - timedelta(days=2)}
    actions.change_paper(paper, late, from_version=1, by=cast.owner, now=now)
    assert "Ran out 2 days ago: renew it, or say what you have instead." in text_of(owner.get(page))


def test_a_file_of_the_papers_is_attached_to_a_bid_without_another_upload(owner, cast, now):
    paper = play_papers.insured(cast.reuse, now)
    theirs = play_papers.insured(cast.haulage, now, issuer="Not ours")
    bid = play_bids.started_bid(published_tender(cast, now, documents=DOCUMENTS), provider=cast.reuse, now=now)
    page, files = reverse("bid_documents", args=[bid.pk]), StoredFile.objects.count()
    assert "cover.pdf: Public liability (your papers)" in text_of(owner.get(page))
    refused = owner.post(page, {"earlier-1": str(theirs.file_id)})
    assert refused.status_code == 422
    assert "That file is not here any more. Choose another." in text_of(refused)
    assert owner.post(page, {"earlier-1": str(paper.file_id)}).status_code == 302
    assert (BidDocument.own.get().file_id, StoredFile.objects.count()) == (paper.file_id, files)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_owner_adds_a_paper_in_a_browser(chromium, live_server, cast, now):
    olu = Visitor(chromium, live_server.url, "owner", "papers")
    olu.sign_in("olu.owner@example.org").go(reverse("provider", args=[cast.reuse.pk]))
    olu.follow("Papers and their dates").follow("Add: insurance").choose("Public liability")
    olu.fill("How much does it cover?", "5,000,000").fill("Who insures you?", "Zurich")
    olu.day("expires_on", 31, 3, 2099).press("Save").reads("Public liability", "£5,000,000, Zurich", "Up to date")

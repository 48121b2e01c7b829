"""The fault: one bidder who could not send in time can be given no permission, and times are said without their zone.

Here two officers give one bidder more time with a reason, that bidder reads it everywhere, nobody else does, and every time
stands with its weekday, date, hour and zone.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from commissioning.bids.models import Extension, Submission
from socialvalue.outbox.models import Message
from tests import play_bids as play
from tests import play_deadlines as deadlines
from tests.crawl import browser
from tests.play_tenders import published_tender

DAY = timedelta(days=1)
LATER = "12 noon on Friday 22 January 2027 (GMT)"
CLOSING = "12 noon on Wednesday 20 January 2027 (GMT)"
HOUR = re.compile(r"\b(?:[0-9]{1,2}(?::[0-9]{2})?[ap]m|12 noon|12 midnight)\b(?P<rest>.{0,60})", re.DOTALL)
IN_WORDS = re.compile(
    r"\A on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day [0-9]{1,2} [A-Z][a-z]+ 20[0-9]{2} \((?:GMT|BST)\)"
)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return play.written_bid(tender, provider=cast.reuse, now=now)


def page(person, name, *args):
    return browser(person).get(reverse(name, args=args)).content.decode()


def test_a_bidder_asks_two_officers_decide_and_the_bid_is_sent_after_the_closing(cast, tender, bid, now, portal_clock):
    """The whole way through the pages."""
    ask = reverse("extension_ask", args=[bid.pk])
    portal_clock.move_to(tender.closes_at - timedelta(minutes=5))
    assert f"learns that {cast.reuse} prepares a bid" in page(cast.writer, "extension_ask", bid.pk)
    assert browser(cast.writer).post(ask, {"reason": deadlines.REASON}).status_code == 302

    portal_clock.move_to(tender.closes_at + timedelta(hours=1))
    where = reverse("extension", args=[tender.pk, Extension.objects.get().pk])
    until = {
        "propose-until_day": "22",
        "propose-until_month": "1",
        "propose-until_year": "2027",
        "propose-until_time": "noon",
    }
    proposal = {**until, "propose-reason": "The grid failed.", "decision": "propose"}
    assert browser(cast.procurement).post(where, proposal).status_code == 302
    assert browser(cast.procurement).post(where, {"decision": "approve"}).status_code == 422
    assert browser(cast.second_procurement).post(where, {"decision": "approve"}).status_code == 302

    portal_clock.move_to(tender.closes_at + DAY)
    form = {"key": "5b1b0b3e-6f0c-4c9f-8a59-5b7d7b5f2f55", "signed": "on", "tender_version": tender.version}
    sent = browser(cast.signatory).post(reverse("bid_check", args=[bid.pk]), form)
    assert sent.status_code == 302
    assert Submission.own.get().submitted_at == tender.closes_at + DAY
    assert LATER in Message.objects.get(subject__startswith="Bid submitted", to=cast.signatory.email).body


def test_the_bidder_reads_its_own_time_wherever_it_looks(cast, tender, bid, now, portal_clock):
    deadlines.extended(cast, bid, now)
    play.submission_of(bid, now=now)
    for moment in (now, tender.closes_at, tender.closes_at + DAY):
        portal_clock.move_to(moment)
        bare = [reverse("bid_list"), reverse("dashboard")]
        names = ("bid", "bid_check", "bid_write", "bid_withdraw", "extension_ask")
        places = bare + [reverse(name, args=[bid.pk]) for name in names]
        places += [reverse("bid_answer", args=[bid.pk, 1]), reverse("bid_receipt", args=[bid.pk, 1])]
        said = {place: browser(cast.signatory).get(place).content.decode() for place in places}
        assert [place for place in places if LATER not in said[place]] == []
        assert [place for place in places if "tender closed at" in said[place]] == []


def test_nobody_else_reads_of_it(cast, tender, bid, now, portal_clock):
    play.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    public = [reverse("tender", args=[tender.pk]), reverse("tender_list"), reverse("home")]
    public += [reverse("bid_list"), reverse("dashboard"), reverse("tender_clarifications", args=[tender.pk])]

    def read():
        return {
            (moment, place): browser(cast.rival).get(place).content.decode()
            for moment in (now, tender.closes_at, tender.closes_at + DAY)
            for place in public
            if not portal_clock.move_to(moment)
        }

    before = read()
    deadlines.extended(cast, bid, now)
    after = read()
    assert [key for key in before if without_token(before[key]) != without_token(after[key])] == []
    officers = [reverse("extension_list", args=[tender.pk]), reverse("extension", args=[tender.pk, 1])]
    for person in (cast.rival, cast.writer, cast.stranger, cast.commissioner, cast.evaluator, cast.other_procurement):
        assert {browser(person).get(place).status_code for place in officers} == {404}


def without_token(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def test_every_time_on_the_pages_and_in_the_mails_has_weekday_date_and_zone(cast, tender, bid, now, portal_clock):
    deadlines.extended(cast, bid, now)
    extension = Extension.objects.get()
    outage = deadlines.outage(cast, tender)
    portal_clock.move_to(tender.closes_at + DAY)
    texts = [
        page(cast.signatory, "bid", bid.pk),
        page(cast.signatory, "extension_ask", bid.pk),
        page(cast.rival, "tender", tender.pk),
        page(cast.procurement, "extension_list", tender.pk),
        page(cast.procurement, "extension", tender.pk, extension.pk),
        page(cast.procurement, "opening", tender.pk),
        page(cast.auditor, "outage_list", "hertfordshire"),
        page(cast.procurement, "outage", "hertfordshire", outage.pk),
        *Message.objects.values_list("body", flat=True),
    ]
    wrong, seen = [], 0
    for text in texts:
        # Hints tell how to type a time; they are no times.
        for match in HOUR.finditer(re.sub(r'<div id="[^"]*hint"[^>]*>.*?</div>', "", text, flags=re.DOTALL)):
            seen += 1
            if not IN_WORDS.match(match["rest"]):
                wrong.append(match.group())
    assert wrong == []
    assert seen > 20


def test_summer_time_is_said(tender):
    """A closing in July is noon British Summer Time: 11:00 UTC."""
    tender.closes_at = datetime(2027, 7, 7, 11, tzinfo=UTC)
    assert tender.closing_text(tender.closes_at) == "12 noon on Wednesday 7 July 2027 (BST)"

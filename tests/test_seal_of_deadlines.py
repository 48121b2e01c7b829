"""What more time and outages tell the authority: only what a bidder told it itself, and never who else bids."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.models import Extension
from providers.models import Role
from socialvalue.outbox.models import Message
from tests import play_bids as play
from tests import play_deadlines as deadlines
from tests.cast import make_member, make_provider
from tests.crawl import browser
from tests.play_tenders import published_tender

STAFF = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair"),
    *("contract_manager", "auditor", "admin", "other_procurement"),
)
READERS = {"procurement", "second_procurement", "auditor"}
DAY = timedelta(days=1)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


def canaries(tender, now, number=3):
    """So many other bidders, each submitted."""
    for place in range(number):
        provider = make_provider(f"Canary Trust {place}")
        make_member(provider, f"Canary Person {place}", Role.OWNER, Role.WRITER, Role.SIGNATORY)
        play.submission_of(play.written_bid(tender, provider=provider, now=now), now=now)


def pages(cast, tender, extension, outage, name):
    """The pages of the authority that more time or an outage could change, as one person reads them."""
    client = browser(getattr(cast, name))
    addresses = [
        reverse("extension_list", args=[tender.pk]),
        reverse("extension", args=[tender.pk, extension.pk]),
        reverse("outage_list", args=["hertfordshire"]),
        reverse("outage", args=["hertfordshire", outage.pk]),
        reverse("opening", args=[tender.pk]),
        reverse("case", args=[tender.pk]),
        reverse("dashboard"),
    ]
    answers = {address: client.get(address) for address in addresses}
    return {at: (one.status_code, one.content.decode().split("<main", 1)[-1]) for at, one in answers.items()}


@pytest.mark.parametrize("bids_too", [False, True], ids=["asks without a bid", "asks with a bid"])
def test_the_pages_are_the_same_whoever_else_bids_and_whether_the_asker_does(cast, tender, now, portal_clock, bids_too):
    """With three other bids, and with a bid of the one who phoned: letter by letter what they are with none."""
    outage = deadlines.outage(cast, tender)
    extension = actions.ask_for_caller(tender, "wendy.writer@example.org", "Phoned.", by=cast.procurement, now=now)
    actions.propose_time(extension, tender.closes_at + DAY, "A storm.", by=cast.procurement, now=now)
    actions.approve_time(extension, by=cast.second_procurement, now=now)
    moments = (
        now,
        tender.closes_at,
        tender.closes_at + timedelta(hours=1),
        tender.closes_at + DAY + timedelta(hours=1),
    )

    def everything():
        found = {}
        for moment in moments:
            portal_clock.move_to(moment)
            found[moment] = {name: pages(cast, tender, extension, outage, name) for name in STAFF}
        return found

    none = everything()
    if bids_too:
        play.submission_of(play.written_bid(tender, provider=cast.reuse, now=now), now=now)
    else:
        canaries(tender, now)
    assert without_tokens(everything()) == without_tokens(none)


def without_tokens(found):
    """The pages without the secrets of their forms."""
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    return {
        (moment, name, at): (status, token.sub("", text))
        for moment, people in found.items()
        for name, seen in people.items()
        for at, (status, text) in seen.items()
    }


def test_only_officers_and_auditors_read_who_asked(cast, tender, now, portal_clock):
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    extension = deadlines.extended(cast, bid, now)
    outage = deadlines.outage(cast, tender)
    for moment in (now, tender.closes_at + DAY, extension.until + timedelta(hours=1)):
        portal_clock.move_to(moment)
        for name in STAFF:
            seen = pages(cast, tender, extension, outage, name)
            named = {at for at, (_, text) in seen.items() if cast.reuse.name in text or deadlines.REASON in text}
            expected = {
                reverse("extension_list", args=[tender.pk]),
                reverse("extension", args=[tender.pk, extension.pk]),
            }
            assert named == (expected if name in READERS else set()), (moment, name)


def test_the_page_of_the_opening_tells_nobody_else_that_somebody_has_more_time(cast, tender, now):
    """When the closing is final says how long the longest time of a bidder is: only who may know of it reads that."""
    cast.haulage.members.create(user=cast.second_procurement, role=Role.VIEWER)
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    play.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)

    def shown(name):
        page = browser(getattr(cast, name)).get(reverse("opening", args=[tender.pk]))
        return page.content.decode().split("<main", 1)[-1]

    names = [name for name in STAFF if name != "other_procurement"]
    before = {name: shown(name) for name in names}
    extension = deadlines.asked(cast, bid, now)
    Extension.objects.filter(pk=extension.pk).update(
        status="approved",
        until=tender.closes_at + DAY,
        proposal_reason="A storm.",
        proposed_by=cast.procurement,
        proposed_at=now,
        decided_by=cast.second_procurement,
        decided_at=now,
    )
    assert {name for name in names if shown(name) != before[name]} == {"procurement", "auditor"}


def test_the_mails_to_the_authority_say_only_what_was_told(cast, tender, now):
    canaries(tender, now)
    deadlines.extended(cast, play.written_bid(tender, provider=cast.reuse, now=now), now)
    outage = deadlines.outage(cast, tender)
    Message.objects.exclude(to__in=[getattr(cast, name).email for name in STAFF]).delete()
    actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=outage.ended_at)
    staff = Message.objects.filter(to__in=[getattr(cast, name).email for name in STAFF])
    assert {one.to for one in staff if cast.reuse.name in one.body} == {
        cast.procurement.email,
        cast.second_procurement.email,
    }
    assert not [one.body for one in staff if "canary" in one.body.lower()]


def test_the_list_costs_the_same_with_one_request_as_with_ten(
    cast, tender, now, portal_clock, django_assert_num_queries
):
    client = browser(cast.procurement)
    address = reverse("extension_list", args=[tender.pk])
    for number in (1, 9):
        for place in range(number):
            provider = make_provider(f"Asker {number} {place}", charity_number=f"10{number}{place}000")
            actions.ask_for_caller(tender, provider.charity_number, "Phoned.", by=cast.procurement, now=now)
        with django_assert_num_queries(9):
            assert client.get(address).status_code == 200
    assert Extension.objects.count() == 10


@pytest.mark.parametrize("typed", ["", "x" * 5000, "\x00", "1098\u202e", "'; --", "9" * 300])
def test_junk_in_the_forms_is_refused_in_words(cast, tender, now, typed):
    bid = play.started_bid(tender, provider=cast.reuse, now=now)
    extension = deadlines.asked(cast, bid, now)
    officer = browser(cast.procurement)
    where = reverse("extension", args=[tender.pk, extension.pk])
    for address, form in (
        (reverse("extension_list", args=[tender.pk]), {"named": typed, "reason": typed}),
        (where, {"decision": "refuse", "refuse-reason": "\x00" + typed}),
        (where, {"decision": "propose", "propose-until_day": typed, "propose-reason": typed}),
    ):
        assert officer.post(address, form).status_code == 422
    assert officer.post(where, {"decision": typed}).status_code == 200
    extension.refresh_from_db()
    assert extension.status == "asked"

"""The fault: sealed content leaks by history, search, order, counts, meta tags, e-mail, exports or status codes.

Here, until two people open the bids, nobody on the authority's side can learn a bid's content, its maker, or that there is one.

Canary words are planted in every part of a bid, and every address of the portal is fetched as every person. The strongest
form of "no count": with three bids every page of the authority is, byte for byte, what it is with none.
"""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from commissioning.bids import actions
from commissioning.bids.actions import Promise
from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration, Partner, Submission
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from providers.models import Provider, Role
from socialvalue.outbox.models import Message
from tests import play_bids as play
from tests import play_partners
from tests.cast import make_member, make_provider
from tests.crawl import addresses, browser, fetched, whole
from tests.play_tenders import published_tender

STAFF = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair"),
    *("contract_manager", "auditor", "admin", "other_procurement"),
)
READERS = ("procurement", "second_procurement", "auditor")
# Everybody who must learn nothing: the staff, a rival bidder, somebody with no organisation, and nobody at all.
OUTSIDERS = (*STAFF, "rival", "stranger", None)
POLICY = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
PRICE = Decimal("98765.43")
# What a page might write of the sealed bid, in lower case, besides its receipt.
TRACES = ("canary", "98,765")


@pytest.fixture
def clock(portal_clock):
    """Set the instant at which requests arrive: `clock(moment)`."""
    return portal_clock.move_to


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now, documents=POLICY, title="Reuse of large items")


@pytest.fixture
def trust(cast):
    return canary_provider(1)


def canary_provider(number):
    """A provider whose name and people are canaries."""
    provider = make_provider(f"Canary Reuse Trust {number}", about="Canary about.", areas=["Canaryshire"])
    make_member(provider, f"Canary Person {number}", Role.OWNER, Role.WRITER, Role.SIGNATORY)
    # Who will be its partner is registered whether it bids or not.
    partner = make_provider(f"Canary Partner of {provider}")
    make_member(partner, f"Canary Partner Person of {provider}", Role.OWNER)
    return provider


def canary_bid(tender, provider, now):
    """A whole bid with a canary in every part, not yet submitted."""
    bid = play.written_bid(
        tender,
        provider=provider,
        now=now,
        answers={"Q1": "Canary answer one.", "SV1": "Canary answer two."},
        evidence="Canary evidence.",
        note="Canary note.",
        file_name="canary.pdf",
        price=PRICE,
    )
    promise = Promise(Decimal(7), (now + timedelta(days=600)).date(), "Canary rota.", "Canary hours", "canaries a year")
    actions.save_commitment(bid, "SV1", promise, by=play.person_with(provider, Role.WRITER), now=now)
    partner = Provider.objects.get(name=f"Canary Partner of {provider}")
    play_partners.signed_partner(bid, partner, now=now, share="Canary share.", email="canary@example.org")
    return bid


@contextmanager
def undone():
    """Whatever is done inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everywhere(tender, bids: list[UUID]) -> list[str]:
    """Every address of the portal, with the tender's and the bids' own ids in every place that could hold them."""
    return addresses(
        {"int": [tender.pk], "uuid": bids, "slug": ["hertfordshire", "about"], "str": ["Q1"], "path": ["Q1"]}
    )


def people(cast, names):
    return {name: browser(getattr(cast, name) if name else None) for name in names}


def test_the_addresses_hold_the_bid(cast, tender, trust, now):
    bid = canary_bid(tender, trust, now)
    found = everywhere(tender, [bid.pk])
    assert f"/bids/{bid.pk}/" in found
    assert f"/tenders/{tender.pk}/opening/" in found
    assert f"/tenders/{tender.pk}/bids/{bid.pk}/" in found
    assert f"/cases/{tender.pk}/" in found
    assert not [address for address in found if "<" in address]


def test_every_page_of_others_is_the_same_with_three_bids_as_with_none_and_shows_no_trace(cast, tender, now, clock):
    browsers = people(cast, OUTSIDERS)
    bidders = [canary_provider(place) for place in range(3)]
    bids: list[UUID] = []
    receipts: list[str] = []

    def whole_portal(moment):
        clock(moment)
        where = everywhere(tender, bids[:1])
        where += [f"{address}?q=canary&page=2" for address in where if address.count("/") <= 3]
        return {(name, address): fetched(client, address) for name, client in browsers.items() for address in where}

    def both_moments():
        with undone():
            while_open = whole_portal(tender.closes_at - timedelta(days=1))
        with undone():
            actions.ask_to_open(tender, by=cast.procurement, now=tender.final_at())
            return while_open, whole_portal(tender.final_at())

    with undone():
        for provider in bidders:
            bid = canary_bid(tender, provider, now)
            receipts.append(play.submission_of(bid, now=now).reference.lower())
            bids.append(bid.pk)
        # The bidder's own pages show every trace, so these are the right ones.
        own = browser(play.person_with(bidders[0], Role.OWNER))
        shown = "".join(fetched(own, f"/bids/{bids[0]}/{page}") for page in ("", "check/")).lower()
        assert [trace for trace in (*TRACES, receipts[0]) if trace not in shown] == []
        with_three = both_moments()
    with undone():
        with_none = both_moments()
    for three, none in zip(with_three, with_none, strict=True):
        assert three.keys() == none.keys()
        assert [place for place in three if three[place] != none[place]] == []
        echo = "?q=canary"
        assert [
            (place, trace)
            for place, said in three.items()
            for trace in (*TRACES, *receipts)
            if trace in said.lower() and echo not in place[1]
        ] == []


@pytest.mark.parametrize("person", [*STAFF, "rival", "stranger"])
def test_a_sealed_bid_answers_like_one_that_does_not_exist(cast, tender, trust, now, clock, person):
    bid = canary_bid(tender, trust, now)
    play.submission_of(bid, now=now)
    client = browser(getattr(cast, person))
    nothing = uuid4()
    own = [address for address in everywhere(tender, [bid.pk]) if str(bid.pk) in address]
    assert len(own) > 20
    for address in own:
        for method in (client.get, client.post):
            real = whole(method(address))
            assert real == whole(method(address.replace(str(bid.pk), str(nothing))))
            assert real[:3] in ("404", "405")


def test_the_authority_is_sent_nothing_about_a_bid(cast, tender, trust, now):
    staff = [getattr(cast, name).email for name in STAFF]
    before = list(Message.objects.filter(to__in=staff).values())
    bid = canary_bid(tender, trust, now)
    play.submission_of(bid, now=now)
    actions.withdraw(bid, by=play.person_with(trust, Role.SIGNATORY), now=now)
    play.submission_of(bid, now=now)
    assert list(Message.objects.filter(to__in=staff).values()) == before
    play.open_bids(cast, tender)
    assert list(Message.objects.filter(to__in=staff).values()) == before


@pytest.mark.parametrize("model", [Bid, Answer, Commitment, Declaration, BidDocument, Partner, Submission])
def test_no_query_without_the_stages_own_manager_finds_a_sealed_row(cast, tender, trust, now, model):
    bid = canary_bid(tender, trust, now)
    play.submission_of(bid, now=now)
    play.written_bid(tender, provider=cast.haulage, now=now)
    assert model.own.count() >= 2 or model in (Partner, Submission)
    assert model.objects.count() == 0
    play.open_bids(cast, tender)
    opened = model.objects.all()
    assert {row.pk if model is Bid else row.bid_id for row in opened} == {bid.pk}


def test_after_the_opening_the_readers_see_the_bid_and_drafts_stay_sealed(cast, tender, trust, now, clock):
    bid = canary_bid(tender, trust, now)
    submission = play.submission_of(bid, now=now)
    lark = make_provider("Larkspur Works")
    make_member(lark, "Lark Person", Role.OWNER, Role.WRITER, Role.SIGNATORY)
    draft = play.written_bid(tender, provider=lark, now=now, answers={"Q1": "larkspur draft"})
    play.open_bids(cast, tender)
    clock(tender.closes_at + timedelta(hours=2))
    page, opening = f"/tenders/{tender.pk}/bids/{bid.pk}/", f"/tenders/{tender.pk}/opening/"
    for name, client in people(cast, STAFF).items():
        one, receipts = fetched(client, page), fetched(client, opening)
        file = client.get(f"{page}documents/1/")
        if name in READERS:
            for said in (
                "Canary answer one.",
                "Canary evidence.",
                "Canary hours",
                "Canary note.",
                "canary.pdf",
            ):
                assert said in one
            assert "98,765.43" not in one  # prices have a seal of their own
            for said in (submission.reference, submission.sha256, "Canary Reuse Trust"):
                assert said in one and said in receipts
            assert file.content == b"%PDF-1.7 a paper"
        else:
            assert one.startswith("404 ")
            assert file.status_code == 404
            assert "Canary" not in receipts
    where = everywhere(tender, [draft.pk])
    leaks = [
        (name, address)
        for name, client in people(cast, STAFF).items()
        for address in where
        if "larkspur" in fetched(client, address).lower()
    ]
    assert leaks == []

"""Whatever is sent to any address, by anyone: never a fault of ours.

Every route of the portal is walked. As each person it is fetched and posted to, empty; as somebody who may use it, it gets
junk in its address, its query and every field of its form. Each request is undone, so that each meets the same portal.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from commissioning.bids.models import Commitment
from commissioning.bids.notifications import INVITATION
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models import Paper, Query
from commissioning.management.commands.load_reference import Command as LoadReference
from commissioning.tenders.models import BankQuestion
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from glossary.models import Framework, Measure, Term
from providers.actions import add_text
from socialvalue.accounts.hats import SESSION_KEY
from tests import (
    play_addenda,
    play_bids,
    play_clarifications,
    play_contracts,
    play_deadlines,
    play_engagement,
    play_evaluation,
    play_offline,
    play_papers,
    play_partners,
    play_tenders,
)
from tests.cast import Cast
from tests.crawl import browser
from tests.form_of import _Form

LONG = "9" * 5000  # longer than Python turns into a number
ODD = "🦔\u202e\ud7ff<script>"
# What is junk to a number, a day, a choice, a name of a row, a text.
JUNK = ("", "\0", "-1", LONG, "1e999999", "NaN", ODD)
KEYS = ("page", "words", "bank", "tender", "next", "status", "service", "band", "area", "strand", "priority")
PEOPLE = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "chair", "contract_manager", "auditor"),
    *("admin", "other_procurement", "owner", "viewer", "rival", "stranger", None),
)
# Who may use most pages, those who may use most first.
USERS = (
    *("commissioner", "procurement", "second_procurement", "chair", "evaluator", "owner", "signatory"),
    *("contract_manager", "admin", "rival", None),
)
DOCUMENTS = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
# Routes that a library writes as regular expressions.
BY_EXPRESSION = {
    "account_confirm_email": ["/accounts/confirm-email/junk/", "/accounts/confirm-email/MQ:1:x/"],
    "account_reset_password_from_key": [
        "/accounts/password/reset/key/1-set-password/",
        "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzz-x/",
    ],
}


@dataclass(frozen=True)
class Place:
    """One address, the route it is of, and the person who may use it, if somebody may."""

    route: str
    address: str
    user: str | None = None


def all_patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route of the portal with its pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from all_patterns(one, route)
        else:
            yield route, one


def filled(route: str, values: dict[str, object]) -> str | None:
    """The route with these values, or None where one is missing. `name:before` is the name after a piece of the route."""

    def value(found: re.Match) -> str:
        return str(values[found[1]])

    try:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)
    except KeyError:
        return None


@pytest.fixture
def clock(monkeypatch, caplog):
    """Set the instant at which requests arrive. The log of refusals is kept short."""
    caplog.set_level("CRITICAL", "django")

    def set_to(moment):
        monkeypatch.setattr("socialvalue.clock.timezone", SimpleNamespace(now=lambda: moment))

    return set_to


@pytest.fixture
def world(cast, now, clock):
    """One thing in every state, and the values that address them."""
    LoadReference().handle()
    draft = play_tenders.draft_tender(cast, now)
    sent = play_tenders.sent_tender(cast, now)
    tender = play_tenders.published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    partner = play_partners.signed_partner(bid, cast.haulage, now=now)
    invited = play_partners.invited_partner(bid, now=now, email="asked@example.org")
    question = play_clarifications.asked(cast, tender, now=now)
    play_addenda.published(cast, tender, now)
    play_addenda.drafted(cast, tender, now, change=play_addenda.shorter_summary)
    promise = Commitment.own.filter(bid=bid).first()
    commitment = play_bids.actions.save_commitment(
        bid,
        "SV1",
        play_bids.actions.Promise(promise.quantity, promise.by_when, "A list.", "Places", "people"),
        by=cast.writer,
        now=now,
    )
    # The others close much earlier than this one is asked for.
    before = now - timedelta(days=200)
    panel = play_evaluation.named(cast, before)
    marking = play_evaluation.marking(cast, before, documents=DOCUMENTS)
    moderating = play_evaluation.moderating(cast, before)
    agreed = play_evaluation.priced(cast, before)
    award = play_evaluation.recommended(cast, before)
    approved = play_evaluation.awarded(cast, before)
    told = play_evaluation.told(cast, before)
    failed = play_evaluation.bids_of(panel)[1]
    play_evaluation.actions.decide_gate(panel, failed, "C1", False, "No cover.", by=cast.procurement, now=before)
    found = play_evaluation.actions.find_conflict(
        agreed, cast.evaluator, play_evaluation.bids_of(agreed)[0], "My sister.", by=cast.procurement, now=before
    )
    later = play_evaluation.after_opening(told.evaluation.tender, before)
    queries = queries_of(agreed, cast, before, now)
    challenge = play_evaluation.actions.record_challenge(
        told.evaluation, told.bid, "A mark.", received_at=later, by=cast.procurement, now=later
    )
    paper = play_evaluation.actions.ask_for_paper(agreed, Paper.Kind.WORKBOOK, by=cast.procurement, now=now)
    contract = play_contracts.contract_made(cast, now - timedelta(days=350))
    upload = SimpleUploadedFile("story.txt", b"Two people started.")
    report = play_contracts.reported(contract, by=cast.owner, file=upload)
    due = play_contracts.period_of(contract, 1)
    insurance = play_papers.insured(cast.reuse, now)
    said = {"title": "Who we are", "text": "A charity.", "service": "", "tags": ""}
    text = add_text(cast.reuse, said, by=cast.writer, now=now)
    extension = play_deadlines.asked(cast, bid, now)
    outage = play_deadlines.outage(cast, tender)
    search = play_tenders.saved_search(cast.owner, now)
    play_offline.sent_back(bid, {1: "Written on a train."}, by=cast.owner, now=now)
    asked_draft = play_engagement.draft_engagement(cast, now, draft)
    asked = (play_engagement.open_engagement(cast, now, draft), play_engagement.replied_engagement(cast, now, tender))
    play_engagement.response_to(asked[0], now)
    play_engagement.theme_actions.add_theme(asked[0], "Hours", by=cast.commissioner, now=now)
    clock(now)

    some = {"question_id": "SV1", "condition_id": "C1", "number": 1, "version": 1, "slug": "hertfordshire"}
    staff = cast.county.staff.first()
    member = cast.reuse.members.first()
    values = [{"pk": draft.pk, "section": section} for section in Section]
    values += [{"slug": model.objects.first().slug} for model in (Term, Framework, Measure, BankQuestion)]
    values += [
        {"pk": sent.pk, "section": "about"},
        some | {"pk": tender.pk, "bid_pk": bid.pk, "section": "about", "clarification_pk": question.pk},
        some | {"pk": bid.pk, "commitment_pk": commitment.pk},
        *({"pk": pk, "query_id": one.pk} for one in queries for pk in (one.bid_id, agreed.tender_id)),
        {"pk": panel.tender_id, "bid_id": failed.pk, "condition_id": "C1"},
        {"pk": agreed.tender_id, "conflict_id": found.pk},
        *(
            {"pk": one.tender_id, "practice_id": play_evaluation.practice_answer(one, cast, before).pk}
            for one in (panel, marking)
        ),
        {"pk": told.evaluation.tender_id, "challenge_id": challenge.pk},
        some | {"pk": bid.pk, "number": 3, "commitment_pk": promise.pk},
        {"pk": bid.pk, "partner_pk": partner.pk, "code": INVITATION.sign(invited.code)},
        {"pk": tender.pk, "extension_pk": extension.pk},
        {"pk": search.pk, "key": search.stop_key},
        {"pk": staff.pk, "slug": "hertfordshire", "key": "turnover.times", "outage_pk": outage.pk},
        {
            "pk": cast.reuse.pk,
            "member_pk": member.pk,
            "paper_pk": insurance.pk,
            "kind": "insurance",
            "text_pk": text.pk,
        },
        some | {"pk": contract.pk, "period_pk": report.period.pk},
        some | {"pk": contract.pk, "period_pk": due.pk},
        {"pk": asked_draft.pk, "audience": "anyone"},
    ]
    values += [
        {"pk": one.pk, "audience": "anyone", "key": given.key, "response_pk": given.pk, "theme_pk": one.themes.get().pk}
        for one in asked
        for given in (one.responses.last(), one.responses.first())
    ]
    awards = (award, approved, told, contract.award)
    for evaluation in (panel, marking, moderating, agreed, *(one.evaluation for one in awards)):
        one = play_evaluation.bids_of(evaluation)[0].pk
        values.append(
            some
            | {
                "pk": evaluation.tender_id,
                "bid_id": one,
                "bid_pk": one,
                "paper_id": paper.pk,
                "to_id": one,
                "about_id": one,
                "challenge_id": 1,
                "conflict_id": 1,
                "query_id": 1,
            }
        )
    return values


def queries_of(evaluation, cast, before, now) -> list[Query]:
    """A question to a bidder that was answered, one that waits for an answer, one whose decision must be confirmed."""
    answered = play_evaluation.answered_query(evaluation, cast, before)
    asked = {"evaluation": evaluation, "bid": answered.bid, "text": "Why?", "asked_at": before}
    asked |= {"asked_by": cast.procurement, "answer_by": now + timedelta(days=3)}
    decided = {
        "decided_by": cast.procurement,
        "decided_at": before,
        "outcome": Outcome.DISREGARDED,
        "reason": "Too low.",
    }
    return [
        answered,
        Query.objects.create(kind=Kind.UNCLEAR, about="Q1", **asked),
        Query.objects.create(
            kind=Kind.LOW_PRICE, answer="It is.", answered_by=cast.signatory, answered_at=before, **asked, **decided
        ),
    ]


NOTHING = [
    {
        "pk": pk,
        "section": text,
        "audience": text,
        "slug": text,
        "key": text,
        "code": text,
        "bid_pk": other,
        "bid_id": other,
        "to_id": other,
        "about_id": other,
        "question_id": text,
        "condition_id": text,
        "clarification_pk": number,
    }
    | dict.fromkeys(
        (
            "number",
            "version",
            "commitment_pk",
            "partner_pk",
            "member_pk",
            "period_pk",
            "paper_id",
            "conflict_id",
            "practice_id",
            "query_id",
            "challenge_id",
            "response_pk",
            "theme_pk",
            "paper_pk",
            "text_pk",
            "extension_pk",
            "outage_pk",
        ),
        number,
    )
    for pk, number, other, text in (
        (0, 0, uuid4(), "nothing"),
        (10**30, 2**63, uuid4(), "%00"),
        (2**31, 10**30, "not-a-uuid", "%F0%9F%A6%94"),
        (LONG, LONG, uuid4(), "%ff%fe"),
        (-1, -1, uuid4(), "a/b/../c"),
        (uuid4(), 1, uuid4(), "x" * 3000),
    )
]


def places(values: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Every route with each address that the values make of it."""
    found = []
    for route, pattern in all_patterns():
        if route.startswith("accounts/logout"):
            continue
        if re.search(r"[\^$\\(]", route):
            found += [(route, address) for address in BY_EXPRESSION[pattern.name]]
            continue
        addresses = list(dict.fromkeys(filled(route, one) for one in values))
        if "/question/" in route:
            addresses = [f"{address}?id=SV1" for address in addresses if address] + addresses[:1]
        found += [(route, address) for address in addresses if address]
    return found


@contextmanager
def undone():
    """Whatever is done inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visitor:
    """One person's browser, that notes each fault instead of stopping at it."""

    def __init__(self, cast: Cast, name: str | None, faults: list[str]) -> None:
        self.client = browser(getattr(cast, name) if name else None)
        self.client.raise_request_exception = False
        self.name, self.faults = name, faults
        if name:
            # Halfway through the two pages of registering, so that the second one opens.
            session = self.client.session
            session["registration"] = {"name": "Ash Works", "kind": "cic", "size": "micro", "postcode": "SG1 1AA"}
            session.save()

    def ask(self, method: str, address: str, body: object = None, **more: object) -> object:
        """Send one request and undo it."""
        with undone():
            answer = getattr(self.client, method)(address, body, **more)
            if answer.status_code >= 500:
                fault = getattr(answer, "exc_info", None)
                said = str(body)[:150].replace(LONG, "LONG")
                self.faults.append(f"{method} {address[:120]} as {self.name} with {said}: {fault and fault[1]!r:.200}")
            if answer.streaming:
                b"".join(answer.streaming_content)
        return answer


def test_every_address_as_everyone(cast, world):
    faults: list[str] = []
    by_route: dict[str, list[str]] = {}
    for route, address in places(world):
        by_route.setdefault(route, []).append(address)
    assert len(by_route) > 80
    addresses = [address for found in by_route.values() for address in dict.fromkeys((found[0], found[-1]))]
    for name in PEOPLE:
        visitor = Visitor(cast, name, faults)
        for address in addresses:
            if visitor.ask("get", address).status_code in (200, 405):
                visitor.ask("post", address, {})
    assert faults == []


def test_addresses_of_nothing(cast, world):
    faults: list[str] = []
    for name in ("procurement", "owner"):
        visitor = Visitor(cast, name, faults)
        for _, address in places(NOTHING):
            visitor.ask("get", address)
            visitor.ask("post", address, {})
    assert faults == []


def fields_of(answer) -> dict[str, list[str]]:
    """Every field that a browser would send from the page's last form; uploads as empty text."""
    reader = _Form()
    reader.feed(answer.content.decode(errors="replace"))
    found: dict[str, list[str]] = {}
    for form in reader.forms:
        if "logout" not in str(form):
            found |= form
    for name in re.findall(r'<input[^>]* name="([^"]+)"', answer.content.decode(errors="replace")):
        found.setdefault(name, [""])
    found.pop("csrfmiddlewaretoken", None)
    return found


def usable(visitors: dict[str | None, Visitor], world: list[dict[str, object]]) -> list[Place]:
    """Of each route, and of each section of a draft, one address and the first person who gets its page.

    A route that only takes a form is an administrator's, an officer's or a signatory's.
    """
    found: dict[str, Place] = {}
    for route, address in places(world):
        which = address if "<slug:section>" in route else route
        names = (name for name in visitors if visitors[name].ask("get", address).status_code in (200, 405))
        if which not in found and (name := next(names, "nobody")) != "nobody":
            if visitors[name].ask("get", address).status_code == 405:
                name = "admin" if "people" in route else "procurement" if "tenders/" in route else "signatory"
            found[which] = Place(route, address, name)
    return list(found.values())


def test_junk_in_queries_and_forms(cast, world):
    faults: list[str] = []
    visitors = {name: Visitor(cast, name, faults) for name in USERS}
    pages = usable(visitors, world)
    # Each route of ours has a page that somebody may use: otherwise it would be tried in vain.
    ours = {route for route, _ in all_patterns() if not route.startswith("accounts/")}
    assert ours - {place.route for place in pages} == set()
    for place in pages:
        visitor = visitors[place.user]
        for junk in ("\0", "-1", LONG, ODD):
            visitor.ask("get", place.address, dict.fromkeys(KEYS, junk))
        visitor.ask(
            "get", f"{place.address.split('?')[0]}?page=%ff%ed%a0%80&tender=%00&bank=%C2%B2&id=%ff&next=//evil.example"
        )
        drawn = fields_of(visitor.ask("get", place.address))
        visitor.ask("post", place.address, dict.fromkeys(drawn, SimpleUploadedFile("a\0.pdf", b"\0")))
        for junk in JUNK:
            visitor.ask("post", place.address, {name: [junk, junk] for name in drawn})
        for count in ("99999999", "-1", "x", LONG) if "rows-TOTAL_FORMS" in drawn else ():
            visitor.ask("post", place.address, drawn | dict.fromkeys(("rows-TOTAL_FORMS", "rows-INITIAL_FORMS"), count))
    assert faults == []


def test_one_field_at_a_time(cast, world):
    """Everything as it was drawn but for one field: junk gets past what a form checks first."""
    faults: list[str] = []
    visitors = {name: Visitor(cast, name, faults) for name in USERS}
    for place in usable(visitors, world):
        visitor = visitors[place.user]
        drawn = fields_of(visitor.ask("get", place.address))
        for name in list(drawn)[:8]:
            for junk in ("", LONG):
                visitor.ask("post", place.address, drawn | {name: junk})
            visitor.ask("post", place.address, {other: said for other, said in drawn.items() if other != name})
    assert faults == []


def test_more_fields_than_any_form_has(cast, world):
    faults: list[str] = []
    visitor = Visitor(cast, "commissioner", faults)
    answer = visitor.ask("post", "/tenders/new/", {f"field-{place}": "x" for place in range(5001)})
    assert (answer.status_code, faults) == (400, [])


@pytest.mark.parametrize(
    "hat",
    [
        {"kind": "wizard", "organisation_id": 1},
        {"kind": "provider", "organisation_id": 10**30},
        {"kind": "authority", "organisation_id": None},
        {"kind": "authority", "organisation_id": "x"},
        {"kind": "provider", "organisation_id": [1]},
        {"kind": ["authority"]},
        {},
    ],
)
def test_a_hat_that_no_longer_fits(cast, hat):
    faults: list[str] = []
    visitor = Visitor(cast, "owner", faults)
    session = visitor.client.session
    session[SESSION_KEY] = hat
    session.save()
    for address in ("/desk/", "/desk/hats/", "/", "/tenders/"):
        visitor.ask("get", address)
    assert faults == []

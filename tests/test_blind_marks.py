"""Marking is blind and prices are hidden: canaries are planted, and every address is fetched as everybody.

Until moderation no page shows one person's marks or reasons to another, nor changes with them; until quality is agreed
no page shows a panel member a price, nor then until an officer opens the prices.
"""

import re
from decimal import Decimal
from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Bid
from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Evaluation, Mark
from tests import play_evaluation as play
from tests.cast import Cast, make_staff
from tests.play_bids import submitted_bid
from tests.play_tenders import published_tender

STAFF = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair"),
    *("contract_manager", "auditor", "admin", "other_procurement"),
)
OTHERS = ("owner", "writer", "signatory", "viewer", "rival", "stranger")
PRICE_CANARY = Decimal("98765.43")
# Written in every way in which a page might write it.
PRICE_TRACES = ("98,765", "98765")


def patterns(resolver, before=""):
    """Every route of the portal, with the converters it takes."""
    for one in resolver.url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route)
        elif isinstance(one, URLPattern):
            yield route


def addresses(evaluation):
    """Every address of the portal that a person might try: each route with each value that could fit."""
    bids = play.bids_of(evaluation)
    values = {
        "int": sorted({str(evaluation.tender_id), str(evaluation.pk), str(bids[0].provider_id)}),
        "uuid": [str(bid.pk) for bid in bids],
        "slug": ["hertfordshire", "questions", "answers"],
        "str": ["Q1", "SV1", "C1"],
        "path": ["Q1", "SV1", "C1"],
    }
    found = []
    for route in patterns(get_resolver()):
        parts = re.split(r"<(?:(\w+):)?\w+>", route)
        if re.search(r"[\^$\\(]", route):
            continue  # addresses of the sign-in library and of static files hold no evaluation
        kinds = [kind or "str" for kind in parts[1::2]]
        for chosen in product(*(values[kind] for kind in kinds)):
            filled = "".join(text + value for text, value in zip(parts[0::2], (*chosen, ""), strict=True))
            found.append(f"/{filled}")
    return found


def signed_in(user):
    """A browser of the person's own."""
    client = Client()
    client.force_login(user)
    return client


def fetched(client, where):
    """What one person gets, whatever its kind, without what changes from one request to the next."""
    client.cookies.pop("messages", None)
    answer = client.get(where)
    assert answer.status_code < 500, where
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said = f"{answer.status_code} {answer.headers.get('Location', '')} {body.decode(errors='replace')}"
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", said)


@pytest.fixture
def marked(cast: Cast, now) -> Evaluation:
    """Everyone has marked and locked, each evaluator with a canary of their own in every reason."""
    evaluation = play.marking(cast, now)
    later = play.after_opening(evaluation.tender, now)
    for person, canary in ((cast.evaluator, "canaryreed"), (cast.second_evaluator, "canarywren")):
        play.mark_all(evaluation, person, now, reason=f"It says {canary} and shows it.")
        actions.lock_marks(evaluation, by=person, now=later)
    return evaluation


def test_every_address_has_the_right_number_of_values(cast, now):
    evaluation = play.marking(cast, now)
    found = addresses(evaluation)
    home = f"/tenders/{evaluation.tender_id}/evaluation/"
    assert home in found
    assert f"{home}marking/" in found
    assert sum(where.startswith(f"{home}moderation/") for where in found) == 3 + 2 * 3
    assert not [where for where in found if "<" in where]


def test_nobody_reads_anothers_reasons_before_moderation(cast, marked):
    everywhere = addresses(marked)
    for person in (*STAFF, *OTHERS):
        forbidden = {"canaryreed", "canarywren"}
        forbidden -= {"evaluator": {"canaryreed"}, "second_evaluator": {"canarywren"}}.get(person, set())
        client = signed_in(getattr(cast, person))
        for where in everywhere:
            said = fetched(client, where)
            assert not [canary for canary in forbidden if canary in said], (person, where)


def test_the_evaluators_themselves_do_read_their_own(cast, marked):
    cell = next(reports.marking_matrix(marked, cast.evaluator).cells())
    assert "canaryreed" in fetched(signed_in(cast.evaluator), cell.address)
    assert "canarywren" in fetched(signed_in(cast.second_evaluator), cell.address)


def test_no_page_changes_for_others_as_an_evaluator_marks(cast, now):
    evaluation = play.marking(cast, now)
    later = play.after_opening(evaluation.tender, now)
    pages = [where for where in addresses(evaluation) if where.startswith(f"/tenders/{evaluation.tender_id}/")]
    browsers = {person: signed_in(getattr(cast, person)) for person in STAFF if person != "evaluator"}
    before = {(person, where): fetched(browsers[person], where) for person in browsers for where in pages}
    play.mark_all(evaluation, cast.evaluator, now)
    for (person, where), said in before.items():
        after = fetched(browsers[person], where)
        if where.endswith("/evaluation/progress/"):  # how many answers are marked is what this page is for
            after, said = (re.sub(r"\d+", "#", page) for page in (after, said))
        assert after == said, (person, where)
    # That someone has locked is told, and nothing else changes with it.
    actions.lock_marks(evaluation, by=cast.evaluator, now=later)
    assert "Locked their marks" in fetched(browsers["chair"], f"/tenders/{evaluation.tender_id}/evaluation/")


def test_marks_come_through_the_person(cast, now, marked):
    own = {"evaluator": 4, "second_evaluator": 4}
    everyone = [*STAFF, *OTHERS]
    seen = {person: Mark.objects.visible_to(getattr(cast, person)).count() for person in everyone}
    assert seen == {person: own.get(person, 0) for person in everyone}
    assert not Mark.objects.revealed().exists()
    assert not [row.given for row in reports.spread(marked) if row.given]

    actions.start_moderation(marked, by=cast.chair, now=now)
    readers = dict.fromkeys(("chair", "procurement", "second_procurement", "auditor"), 8)
    seen = {person: Mark.objects.visible_to(getattr(cast, person)).count() for person in everyone}
    assert seen == {person: (own | readers).get(person, 0) for person in everyone}


def test_who_leaves_the_authority_sees_nothing_more(cast, marked):
    Staff.objects.filter(user=cast.evaluator).delete()
    assert not Mark.objects.visible_to(cast.evaluator).exists()
    assert not Evaluation.objects.visible_to(cast.evaluator).exists()


def test_no_panel_member_reads_a_price_before_quality_is_agreed(cast, now):
    tender = play.opened_tender(cast, now, tender=priced_tender(cast, now), bids=1)
    assert Bid.objects.get(tender=tender, provider=cast.haulage).price == PRICE_CANARY
    # A member of the panel with every role that the panel's own rule lets them hold.
    roles = [role for role in Role if role not in (Role.PROCUREMENT, Role.AUDITOR)]
    versatile = make_staff(cast.county, "Vera Versatile", *roles)
    evaluation = play.marking(cast, now, tender=tender, evaluators=[cast.evaluator, versatile])
    everywhere = addresses(evaluation)
    later = play.after_opening(tender, now)

    panel = {person.name: signed_in(person) for person in (cast.evaluator, versatile, cast.chair)}

    def prices_read():
        return [
            (name, where)
            for name, client in panel.items()
            for where in everywhere
            if any(trace in fetched(client, where) for trace in PRICE_TRACES)
        ]

    assert prices_read() == []
    play.finish_marking(evaluation, cast, now)
    actions.start_moderation(evaluation, by=cast.chair, now=later)
    play.agree_all(evaluation, cast, now)
    assert prices_read() == []
    actions.lock_consensus(evaluation, by=cast.chair, now=later)
    assert prices_read() == []
    play.open_prices(evaluation, cast, now)
    assert PRICE_TRACES[0] in fetched(panel["Charlie Chair"], f"/tenders/{tender.pk}/evaluation/ranking/")


def priced_tender(cast, now):
    """An open tender with one bid at the canary price already in it."""
    tender = published_tender(cast, now)
    submitted_bid(cast, tender, provider=cast.haulage, now=now, price=PRICE_CANARY)
    return tender

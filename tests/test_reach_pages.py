"""The page that shows whom a draft's conditions shut out, and what other amounts would do."""

import html
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.urls import reverse

from commissioning.tenders.proportionality.reach import reach
from commissioning.tenders.reports.reach import STEPS, market_for, moved, served_by, step_below
from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed
from providers.models import Provider
from tests.cast import make_provider
from tests.play_tenders import draft_tender, tender_document
from tests.visitor import Visitor

TURNOVER = Condition(id="C1", kind=ConditionKind.TURNOVER, amount=Decimal(500000), text="Last year’s turnover.")
ACCOUNTS = Condition(id="C2", kind=ConditionKind.ACCOUNTS, audited=True, text="Audited accounts.")
LATER = Condition(
    id="C3", kind=ConditionKind.INSURANCE, amount=Decimal(5000000), needed=Needed.CONTRACT_START, text="Liability."
)
CONDITIONS = (TURNOVER, ACCOUNTS, LATER)


def make_market(charities: int = 12, companies: int = 8) -> None:
    """Beside the two of the cast, who have said nothing: charities of £40,000 a year more each, companies of £2 million."""
    for place in range(charities):
        make_provider(f"Charity {place}", turnover=Decimal(40_000) * (place + 1), accounts_audited=place > 6)
    for place in range(companies):
        make_provider(
            f"Company {place}", kind="company", size="medium", turnover=Decimal(2_000_000), accounts_audited=True
        )


def text_of(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


@pytest.fixture
def draft(cast, now):
    return draft_tender(cast, now, conditions=CONDITIONS)


def page_of(draft) -> str:
    return reverse("tender_reach", args=[draft.pk])


@pytest.mark.parametrize(
    ("pounds", "step"),
    [(None, None), (0, 0), (999, 0), (1000, 1000), (499_999, 400_000), (500_000, 500_000), (749_999, 500_000)],
)
def test_amounts_leave_the_register_in_steps(pounds, step):
    assert step_below(None if pounds is None else Decimal(pounds)) == step


def test_the_steps_rise_by_at_most_half(cast):
    assert (STEPS[0], STEPS[-1]) == (1000, 7_500_000_000)
    assert max(upper / lower for lower, upper in pairwise(STEPS)) == Decimal("1.5")


def test_the_market_is_who_offers_the_service_in_one_of_the_areas(cast, now, django_assert_num_queries):
    make_provider("Elsewhere", areas=["Kent"])
    make_provider("Another service", services=["digital"])
    make_provider(
        "Fits",
        kind="cic",
        areas=["Kent", " HERTFORDSHIRE "],
        services=["digital", "environment"],
        turnover=Decimal(123_456),
        insurance=Decimal(5_000_000),
        certificates=["ISO 9001"],
    )
    with django_assert_num_queries(1):
        market = market_for(tender_document(now))
    assert [(offer.kind, offer.is_vcse, offer.turnover, offer.insurance) for offer in market.offers] == [
        ("charity", True, None, None),
        ("company", False, None, None),
        ("cic", True, Decimal(100_000), Decimal(5_000_000)),
    ]
    assert market.offers[-1].certificates == ("ISO 9001",)
    assert market_for(tender_document(now, service=None)) is None
    assert market_for(tender_document(now, area=())) is None


def test_who_serves_a_county_serves_its_districts_and_not_the_other_way_round():
    assert served_by([" Stevenage", "Essex"]) == {"stevenage", "hertfordshire", "england", "united kingdom", "essex"}
    assert served_by(["Hertfordshire"]) == {"hertfordshire", "england", "united kingdom"}


def test_charities_and_their_like_are_the_voluntary_sector():
    assert {kind for kind in Provider.Kind if kind in Provider.VCSE_KINDS} == {
        Provider.Kind.CHARITY,
        Provider.Kind.CIC,
        Provider.Kind.COOPERATIVE,
        Provider.Kind.COMMUNITY_GROUP,
    }


def test_the_page_counts_condition_by_condition_by_kind_and_by_size(client, cast, draft):
    make_market()
    client.force_login(cast.commissioner)
    said = text_of(client.get(page_of(draft)))
    assert "registered providers of Environment and waste in Hertfordshire, without their names" in said
    assert "Of 20 to 24 providers, 5 to 9 can meet every condition that we can judge. Shut out: 10 to 14." in said
    assert "C1: Turnover of £500,000 or more 5 to 9 10 to 14 10 to 14 fewer than five" in said
    assert "C2: Audited accounts 10 to 14 5 to 9 5 to 9 fewer than five" in said
    assert "C3: Insurance of £5,000,000 or more Needed only when the contract starts" in said
    assert "Shut out by C1 Shut out by C2 Shut out by any Can meet all" in said
    assert "Registered charity 10 to 14 5 to 9 10 to 14 none" in said
    assert "Company none none none 5 to 9" in said
    assert "Medium: 50 to 249 people none none none 5 to 9" in said


def test_amounts_are_moved_and_nothing_is_saved(client, cast, draft):
    make_market()
    client.force_login(cast.commissioner)
    answer = client.get(page_of(draft), {"move": "yes", "amount_0": "100,000", "out": ["C2"]})
    drafted, _, other = text_of(answer).partition("With your amounts")
    assert "C1: Turnover of £500,000 or more 5 to 9 10 to 14" in drafted
    assert "C1: Turnover of £100,000 or more 15 to 19 fewer than five fewer than five fewer than five" in other
    assert "C2: Audited accounts 10 to 14" not in other
    assert 'value="100,000"' in answer.content.decode()
    before = draft.document
    draft.refresh_from_db()
    assert draft.document == before


@pytest.mark.parametrize("typed", ["lots", "1e9", "9" * 5000, "\0", "-5"])
def test_an_amount_that_is_none_is_said_and_the_draft_is_still_counted(client, cast, draft, typed):
    make_market()
    client.force_login(cast.commissioner)
    answer = client.get(page_of(draft), {"move": "yes", "amount_0": typed})
    said = text_of(answer)
    assert answer.status_code == 422
    assert "There is a problem" in said
    assert "As drafted" in said
    assert "With your amounts" not in said


def test_amounts_tried_one_by_one_give_no_providers_figure_away(cast, now):
    """Whatever pound is tried, the answer changes only at steps: the same for a provider of £401,000 and of £499,000."""
    make_market()
    known = tender_document(now, conditions=(TURNOVER,))

    def answers(turnover: int) -> list[object]:
        Provider.objects.filter(name="Charity 11").update(turnover=turnover)
        market = market_for(known)
        return [reach(moved(known, {"C1": Decimal(amount)}, []), market) for amount in range(395_000, 505_000, 1_000)]

    assert answers(401_000) == answers(499_000)


def test_of_fewer_than_five_nothing_is_counted(client, cast, draft):
    make_provider("Third", turnover=Decimal(1_000_000))
    client.force_login(cast.commissioner)
    said = text_of(client.get(page_of(draft), {"move": "yes", "amount_0": "1"}))
    assert "Fewer than five providers are registered for Environment and waste in Hertfordshire." in said
    assert "can meet" not in said


def test_without_a_service_or_conditions_the_page_says_what_is_missing(client, cast, now):
    make_market()
    client.force_login(cast.commissioner)
    unsaid = draft_tender(cast, now, service=None)
    assert "Say first which service you buy, and where." in text_of(client.get(page_of(unsaid)))
    without = draft_tender(cast, now, conditions=())
    assert "The draft has no conditions, so it shuts nobody out." in text_of(client.get(page_of(without)))


def test_no_name_of_a_provider_is_on_the_page(client, cast, draft):
    make_market()
    client.force_login(cast.commissioner)
    page = client.get(page_of(draft), {"move": "yes", "amount_0": "100000"}).content.decode()
    assert [one.name for one in Provider.objects.all() if one.name in page] == []


def test_questions_to_the_database_do_not_grow_with_providers(client, cast, draft, django_assert_num_queries):
    client.force_login(cast.commissioner)
    for providers in (6, 60):
        make_market(charities=providers)
        with django_assert_num_queries(4):
            client.get(page_of(draft), {"move": "yes", "amount_0": "100000"})


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_commissioner_moves_a_condition_in_a_browser(chromium, live_server, cast, now):
    make_market()
    draft = draft_tender(cast, now, conditions=(replace(TURNOVER, amount=Decimal(2000000)), ACCOUNTS, LATER))
    carol = Visitor(chromium, live_server.url, "commissioner", "reach")
    carol.sign_in("carol.commissioner@example.org").go(page_of(draft)).reads("Shut out by C1")
    carol.fill("C1: Turnover of at least", "80,000").press("Count again").reads("With your amounts")
    carol.follow("Back to the draft’s amounts").reads("Move a condition and see what happens")

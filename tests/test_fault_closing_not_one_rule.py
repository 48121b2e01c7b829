"""The fault: the page hides Submit a day early, or a tender is closed for bidders and still editable for staff.

Here one rule on the server decides whether a bid can be sent, page and action ask the same one, no template compares dates,
and it holds for everyone, whatever their roles.
"""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from commissioning.authorities.models import Role as StaffRole
from commissioning.bids import actions
from commissioning.bids.models import Submission
from providers.models import Role
from socialvalue.refusals import allowed
from tests import play_bids as play
from tests import play_deadlines as deadlines
from tests.cast import make_person
from tests.crawl import browser
from tests.play_tenders import published_tender

TEMPLATES = Path(__file__).parents[1] / "templates"
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
COMPARED = re.compile(
    r"\{%-?\s*(?:el)?if\b[^%]*(?:_at|closes|closing|until|now|deadline|opens)\b[\w.]*\s*(?:[<>]=?|==|!=)"
    r"|\{%-?\s*(?:el)?if\b[^%]*(?:[<>]=?|==|!=)\s*[\w.]*(?:_at|closes|closing|until|now|deadline|opens)\b"
    r"|\|\s*(?:timesince|timeuntil)\b|\{%\s*now\b",
)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return play.written_bid(tender, provider=cast.reuse, now=now)


def offers(cast, bid):
    """Whether the pages offer to send the bid: the overview, the page that submits, and the list."""
    client = browser(cast.signatory)
    overview = client.get(reverse("bid", args=[bid.pk])).content.decode()
    check = client.get(reverse("bid_check", args=[bid.pk])).content.decode()
    listed = client.get(reverse("bid_list")).content.decode()
    return (">Check and submit<" in overview, 'name="signed"' in check, "Closes at" in listed)


@pytest.mark.parametrize("has_more_time", [False, True])
@pytest.mark.parametrize(
    "after", [-30 * DAY, -DAY, -TICK, timedelta(0), TICK, DAY, 2 * DAY - TICK, 2 * DAY, 30 * DAY], ids=str
)
def test_the_pages_offer_to_send_a_bid_exactly_when_the_action_takes_it(
    cast, tender, bid, now, portal_clock, after, has_more_time
):
    if has_more_time:
        deadlines.extended(cast, bid, now)
    moment = tender.closes_at + after
    portal_clock.move_to(moment)
    shown = offers(cast, bid)
    answer = browser(cast.signatory).post(
        reverse("bid_check", args=[bid.pk]), {"key": str(uuid4()), "signed": "on", "tender_version": tender.version}
    )
    is_taken = Submission.own.filter(bid=bid).exists()
    assert is_taken is (after < (2 * DAY if has_more_time else timedelta(0)))
    assert answer.status_code == (302 if is_taken else 422)
    assert shown == (is_taken,) * 3


def test_no_role_of_the_authority_writes_in_a_bid_before_or_after_the_closing(cast, tender, bid, now):
    """Somebody with every role of the authority, and staff who are administrators of the site, are nobody to a bid."""
    for role in StaffRole:
        cast.county.staff.get_or_create(user=cast.admin, role=role)
    cast.admin.is_staff = cast.admin.is_superuser = True
    cast.admin.save()
    for moment in (now, tender.closes_at, tender.closes_at + DAY):
        assert not allowed(actions.save_answer, bid, "Q1", "Mine.", from_version=1, by=cast.admin, now=moment)
        assert not allowed(actions.submit, bid, idempotency_key=uuid4(), by=cast.admin, now=moment)


def test_who_works_for_the_authority_and_for_the_bidder_is_late_like_everyone(cast, tender, bid):
    both = make_person("Bo Both")
    both.is_staff = both.is_superuser = True
    both.save()
    for role in StaffRole:
        cast.county.staff.create(user=both, role=role)
    for role in Role:
        cast.reuse.members.create(user=both, role=role)
    late = tender.closes_at
    assert not allowed(actions.save_answer, bid, "Q1", "Late.", from_version=1, by=both, now=late)
    assert not allowed(actions.submit, bid, idempotency_key=uuid4(), by=both, now=late)


def test_no_template_compares_moments():
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for match in COMPARED.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "{% if tender.closes_at > now %}",
        "{% if now < closes %}",
        "{% elif is_ours or tender.closes_at <= request.now %}",
        "{{ tender.closes_at|timeuntil }}",
        '{% now "Y" %}',
    ],
)
def test_a_template_that_did_would_be_noticed(source):
    assert COMPARED.search(source)

"""How many pages a first complete draft of a £120,000 service takes when it starts from an earlier tender."""

from decimal import Decimal

import pytest
from django.urls import resolve, reverse

from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import Value
from tests import play_tenders
from tests.form_of import form_of

pytestmark = pytest.mark.django_db


def test_from_the_start_page_to_send_for_approval_in_at_most_twelve_pages(client, cast, portal_clock, now):
    value = Value(amount=Decimal(120_000), currency="GBP", years=Decimal(2))
    earlier = play_tenders.published_tender(cast, now, value=value)
    client.force_login(cast.commissioner)
    seen: list[str] = []

    def look(address):
        response = client.get(address)
        assert response.status_code == 200
        seen.append(resolve(address.partition("?")[0]).url_name + address)
        return response

    def send(address, page, marker="version", **typed):
        response = client.post(address, form_of(page, marker, **typed))
        assert response.status_code == 302, [response.context and response.context.get("problems"), response.content]
        return response

    look(reverse("tender_start"))
    look(reverse("tender_start_from"))
    one = reverse("tender_start_from_one", args=[earlier.pk])
    send(one, look(one), "title", title="Bulky waste, round two", authority=cast.county.pk)
    tender = Tender.objects.get(title="Bulky waste, round two")
    look(reverse("tender_draft", args=[tender.pk]))

    section = [
        ("consideration", {"economic": "Jobs in repair.", "social": "Help for new homes.", "environmental": "Reuse."}),
        (
            "timetable",
            {"clarifications_by_day": "8", "clarifications_by_month": "2", "clarifications_by_year": "2027"}
            | {"closes_at_day": "17", "closes_at_month": "2", "closes_at_year": "2027", "closes_at_time": "12 noon"},
        ),
    ]
    for name, typed in section:
        address = reverse("tender_section", args=[tender.pk, name])
        send(address, look(address), **typed)
    assessment = reverse("conflicts_assessment", args=[tender.pk])
    send(assessment, look(assessment), do="confirm")

    checks = reverse("tender_checks", args=[tender.pk])
    found = look(checks).context["check"]
    assert found.stops == []
    for group in found.to_explain:
        version = Tender.objects.get(pk=tender.pk).version
        told = client.post(checks, {"id": group.id, "reason": "As in the earlier tender.", "version": version})
        assert told.status_code == 302

    review = reverse("tender_review", args=[tender.pk])
    page = look(review)
    assert [line.sentence for line in page.context["lines"]] == []
    sent = client.post(review)
    assert sent.status_code == 302, sent.context["problems"]
    assert Tender.objects.get(pk=tender.pk).status == Status.IN_REVIEW
    assert len(seen) == len(set(seen)) == 9

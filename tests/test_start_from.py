"""Starting from an earlier tender: what comes over, what does not, and what stays locked."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.tenders import actions
from commissioning.tenders.models import Origin, Tender
from commissioning.tenders.tenderfile import (
    CarryOver,
    Consideration,
    Criterion,
    CriterionKind,
    Procedure,
    TenderFile,
    Value,
    broken_locks,
    carried_over,
    change_criteria,
    each_criterion,
    each_question,
    locked_groups,
    take_question,
)
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests import play_tenders
from tests.form_of import form_of

pytestmark = pytest.mark.django_db


def marked(document, **how):
    """The document with groups marked: their id and what happens to them."""
    return change_criteria(
        document, lambda group: replace(group, carry_over=how[group.id]) if group.id in how else group
    )


@pytest.fixture
def earlier_document(now):
    """A tender with a reference, dates, reasons, and its social value group to be used as it is."""
    document = play_tenders.tender_document(now, consideration=Consideration(economic="Jobs."))
    return marked(replace(document, reference="HCC-1"), SV=CarryOver.AS_IS)


@pytest.fixture
def earlier(cast, now, earlier_document):
    """A published tender of the county."""
    names = ("reference", "consideration", "criteria")
    return play_tenders.published_tender(cast, now, **{name: getattr(earlier_document, name) for name in names})


@pytest.fixture
def started(cast, now, earlier):
    """A draft started from it."""
    return actions.start_from(earlier, authority=cast.county, title="The next one", by=cast.commissioner, now=now)


def saved(tender, document, cast, now):
    return actions.save_draft(tender, document, section="x", from_version=tender.version, by=cast.commissioner, now=now)


# What comes over


def test_dates_reference_consideration_and_reasons_stay_behind_and_the_rest_comes(earlier_document):
    assert earlier_document.reasons
    new = carried_over(earlier_document, "The next one")
    assert (new.title, new.reference, new.timetable, new.consideration, new.reasons) == ("The next one",) + (None,) * 4
    gone = ("title", "reference", "timetable", "consideration", "reasons")
    for name in set(new.__dataclass_fields__) - set(gone):
        assert getattr(new, name) == getattr(earlier_document, name), name


def test_a_group_for_that_tender_only_goes_with_all_that_named_it(earlier_document):
    new = carried_over(marked(earlier_document, SV=CarryOver.NO), "Next")
    left = {group.id for _, group in each_criterion(new)} | {question.id for _, question in each_question(new)}
    assert not {"SV", "SV1", "SV2"} & left
    assert set(new.ties or ()) <= left | {"lowest_price", "lot"}
    assert all(indicator.question in left for indicator in (new.monitoring and new.monitoring.indicators) or ())


def test_a_group_inside_a_locked_one_is_locked_with_it_once():
    inner = Criterion(id="B", kind=CriterionKind.QUALITY, carry_over=CarryOver.AS_IS)
    outer = Criterion(id="A", kind=CriterionKind.QUALITY, carry_over=CarryOver.AS_IS, criteria=(inner,))
    other = Criterion(id="AA", kind=CriterionKind.QUALITY, carry_over=CarryOver.AS_IS)
    value = Value(amount=Decimal(1), currency="GBP")
    tender = TenderFile(title="T", procedure=Procedure.OPEN, value=value, criteria=(outer, other))
    assert list(locked_groups(tender)) == ["A", "AA"]


def test_a_lock_lets_the_weight_change_and_nothing_else(earlier_document):
    locked = locked_groups(earlier_document)
    assert list(locked) == ["SV"]

    def with_group(**changes):
        return change_criteria(earlier_document, lambda group: replace(group, **changes) if group.id == "SV" else group)

    assert broken_locks(with_group(weight=Decimal(1)), locked) == []
    assert broken_locks(with_group(carry_over=CarryOver.EDIT), locked) == []
    assert broken_locks(with_group(name="Another"), locked) == ["SV"]
    assert broken_locks(take_question(earlier_document, "SV1"), locked) == ["SV"]
    assert broken_locks(replace(earlier_document, criteria=()), locked) == ["SV"]


def test_the_newest_pack_is_taken_not_what_the_row_says(cast, now, earlier, started):
    origin = Origin.objects.get(tender=started)
    assert (origin.earlier, origin.pack_version, list(origin.locked)) == (earlier, 1, ["SV"])
    assert started.file == carried_over(earlier.packs.get().file, "The next one")
    said = [str(row) for row in AuditRecord.objects.history_of(started)]
    assert said == [
        f"Carol Commissioner started the draft from “{earlier.title}” of Hertfordshire County Council, "
        "version 1 as it was published."
    ]


def test_an_unpublished_tender_of_ones_own_is_taken_as_drafted(cast, now):
    earlier = play_tenders.draft_tender(cast, now)
    new = actions.start_from(earlier, authority=cast.county, title="Next", by=cast.commissioner, now=now)
    assert Origin.objects.get(tender=new).pack_version is None


def test_a_published_tender_may_be_used_by_another_authority_and_a_draft_may_not(cast, now, earlier):
    by = cast.other_procurement
    new = actions.start_from(earlier, authority=cast.other_authority, title="Ours", by=by, now=now)
    assert new.authority == cast.other_authority
    draft = play_tenders.draft_tender(cast, now)
    with pytest.raises(Refused, match="your own authority"):
        actions.start_from(draft, authority=cast.other_authority, title="Ours", by=by, now=now)


@pytest.mark.parametrize("who", ["procurement", "evaluator", "auditor", "admin", "owner", "stranger"])
def test_only_a_commissioner_starts_one(cast, now, earlier, who):
    with pytest.raises(Refused):
        actions.start_from(earlier, authority=cast.county, title="Next", by=getattr(cast, who), now=now)
    assert Tender.objects.count() == 1


# The lock


def test_a_locked_group_is_not_changed_by_any_way_of_saving(cast, now, started):
    with pytest.raises(Refused, match="came from the earlier tender to be used as it is"):
        saved(started, take_question(started.file, "SV2"), cast, now)
    assert Tender.objects.get(pk=started.pk).document == started.document


def test_other_groups_and_the_weight_of_a_locked_one_are_changed_freely(cast, now, started):
    document = change_criteria(
        started.file, lambda group: replace(group, weight=Decimal(31)) if group.id == "SV" else group
    )
    assert saved(started, replace(document, title="Another"), cast, now).title == "Another"


def test_unlocking_takes_a_reason_is_told_and_then_the_group_changes(cast, now, started):
    for reason in ("", "  ", "a\0b"):
        with pytest.raises(Refused, match="Say why"):
            actions.unlock_group(started, "SV", reason, from_version=started.version, by=cast.commissioner, now=now)
    tender = actions.unlock_group(
        started, "SV", "The law changed.", from_version=started.version, by=cast.commissioner, now=now
    )
    assert (
        "unlocked “Social value”, which came from the earlier tender: The law changed."
        in [str(row) for row in AuditRecord.objects.history_of(tender)][-1]
    )
    changed = saved(tender, take_question(tender.file, "SV2"), cast, now)
    assert "SV2" not in {question.id for _, question in each_question(changed.file)}


def test_unlocking_is_refused_to_others_on_a_stale_page_and_for_what_is_not_locked(cast, now, started):
    version = started.version
    for group, reason, by, of in [
        ("SV", "Why not", cast.procurement, version),
        ("SV", "Why not", cast.commissioner, version - 1),
        ("Q", "Why not", cast.commissioner, version),
    ]:
        with pytest.raises(Refused):
            actions.unlock_group(started, group, reason, from_version=of, by=by, now=now)
    assert list(Origin.objects.get(tender=started).locked) == ["SV"]


# The pages


def test_the_journey_from_the_list_to_a_draft(client, cast, portal_clock, now, earlier):
    client.force_login(cast.commissioner)
    assert reverse("tender_start_from") in client.get(reverse("tender_start")).content.decode()
    listed = client.get(reverse("tender_start_from"), {"words": earlier.title.split()[0]}).content.decode()
    address = reverse("tender_start_from_one", args=[earlier.pk])
    assert address in listed
    page = client.get(address)
    shown = page.content.decode()
    assert "version 1, as it was published" in shown
    assert "As it is, and locked" in shown
    assert "its dates" in shown
    response = client.post(address, form_of(page, "title", title="Round two", authority=cast.county.pk))
    tender = Tender.objects.get(title="Round two")
    assert response.url == reverse("tender_draft", args=[tender.pk])


@pytest.mark.parametrize(("whose", "count"), [("", 2), ("ours", 1), ("published", 1), ("junk", 2)])
def test_the_list_has_ones_own_and_what_is_published_and_no_draft_of_others(
    client, cast, portal_clock, now, whose, count
):
    play_tenders.published_tender(cast, now, title="Published by the county")
    play_tenders.draft_tender(cast, now, title="Secret draft of the county")
    actions.start_draft(
        cast.other_authority, title="Ours", value=Decimal(1), procedure="open", by=cast.other_procurement, now=now
    )
    client.force_login(cast.other_procurement)
    shown = client.get(reverse("tender_start_from"), {"whose": whose}).content.decode()
    assert f"{count} tender" in shown
    assert "Secret draft" not in shown


def test_a_draft_of_another_authority_is_not_there(client, cast, portal_clock, now):
    draft = play_tenders.draft_tender(cast, now)
    client.force_login(cast.other_procurement)
    address = reverse("tender_start_from_one", args=[draft.pk])
    assert client.get(address).status_code == client.post(address, {"title": "x"}).status_code == 404


def test_the_page_of_the_origin_unlocks_with_a_reason(client, cast, portal_clock, started):
    client.force_login(cast.commissioner)
    address = reverse("tender_origin", args=[started.pk])
    page = client.get(address)
    refused = client.post(address, form_of(page, group="SV", reason=""))
    assert refused.status_code == 422
    assert client.post(address, form_of(page, group="SV", reason="New law")).status_code == 302
    assert Origin.objects.get(tender=started).locked == {}
    stale = client.post(address, form_of(page, group="SV", reason="Again"))
    assert stale.status_code == 422
    assert "Nothing is locked" in client.get(address).content.decode()


def test_a_locked_question_is_refused_on_its_page_with_what_was_typed_kept(client, cast, portal_clock, started):
    client.force_login(cast.commissioner)
    address = f"{reverse('tender_question', args=[started.pk])}?id=SV1"
    response = client.post(address, form_of(client.get(address), text="Another question entirely?"))
    assert response.status_code == 422
    shown = response.content.decode()
    assert "to be used as it is" in shown
    assert "Another question entirely?" in shown


def test_what_happens_to_a_group_is_set_with_the_criteria(client, cast, portal_clock, now):
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    address = reverse("tender_section", args=[tender.pk, "criteria"])
    page = client.get(address)
    typed = form_of(page)
    row = next(name.split("-")[1] for name, value in typed.items() if name.endswith("-id") and value == "SV")
    assert client.post(address, {**typed, f"rows-{row}-carry_over": "as_is"}).status_code == 302
    said = json.loads(Tender.objects.get(pk=tender.pk).document)
    assert [group["carry_over"] for group in _all(said["criteria"]) if group["id"] == "SV"] == ["as_is"]


def _all(groups):
    for group in groups:
        yield group
        yield from _all(group.get("criteria", []))


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_asks_the_database_as_often_however_many_there_are(
    client, cast, portal_clock, now, count, django_assert_num_queries
):
    for number in range(count):
        play_tenders.draft_tender(cast, now, title=f"Number {number}", reference=f"R-{number}")
    client.force_login(cast.commissioner)
    with django_assert_num_queries(5):
        client.get(reverse("tender_start_from"))


def test_the_pages_of_one_ask_a_few_times(client, cast, portal_clock, earlier, started, django_assert_num_queries):
    client.force_login(cast.commissioner)
    with django_assert_num_queries(7):
        client.get(reverse("tender_start_from_one", args=[earlier.pk]))
    with django_assert_num_queries(5):
        client.get(reverse("tender_origin", args=[started.pk]))

"""Lots with their limits, conditions by kind, documents with a reason, ready scales: what is typed and what is kept."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.http import HttpResponse

from commissioning.tenders.forms import ConditionsEditor, DocumentsEditor, LotsEditor, ScaleEditor
from commissioning.tenders.forms.conditions import HINTS, OF_KIND, ONLY_SOME
from commissioning.tenders.forms.scale import READY
from commissioning.tenders.readiness import Section, problems
from commissioning.tenders.reports.page import tender_page
from commissioning.tenders.tenderfile import (
    AskedOf,
    Condition,
    ConditionKind,
    Lot,
    LotLimits,
    Needed,
    RequiredDocument,
    Value,
    read,
    write,
)
from tests import play_tenders
from tests.form_of import form_of

LOTS = (Lot(id="L1", title="North", value=Decimal(70000)), Lot(id="L2", title="South", value=Decimal(50000)))


@pytest.fixture
def document(now):
    """A tender worth £120,000."""
    return replace(
        play_tenders.tender_document(now), value=Value(amount=Decimal(120000), currency="GBP", years=Decimal(2))
    )


def posted(editor, **typed):
    """What a browser would post from an editor's page, with some of it typed anew."""
    drawn = "".join(form.as_div() for form in (editor.form, *editor.rows))
    page = f'<form><input name="version" value="1">{editor.rows.management_form}{drawn}</form>'
    return {**form_of(HttpResponse(page)), **typed}


def applied(kind, document, **typed):
    """The tender after what was typed is saved: it must be valid, and what a file can say."""
    editor = kind(document, posted(kind(document), **typed))
    assert editor.is_valid(), [editor.form.errors, editor.rows.errors]
    changed = editor.apply(document)
    return read(write(changed))


def test_a_lot_says_what_is_in_it_and_where_and_limits_say_who_gets_which(document):
    saved = applied(
        LotsEditor,
        replace(document, lots=(Lot(id="L1"),)),
        **{
            "rows-0-title": "North",
            "rows-0-description": "Routes north of the A414.",
            "rows-0-area": "Stevenage\n Hitchin \nStevenage",
            "rows-0-value": "120000",
            "bid": "2",
            "win": "1",
            "rule": "The lot with the higher value goes first.",
        },
    )
    assert saved.lots == (
        Lot(
            id="L1",
            title="North",
            description="Routes north of the A414.",
            area=("Stevenage", "Hitchin"),
            value=Decimal(120000),
        ),
    )
    assert saved.lot_limits == LotLimits(bid=2, win=1, rule="The lot with the higher value goes first.")


def test_limits_are_asked_for_once_there_are_lots(document):
    assert "win" not in LotsEditor(document).form.fields
    assert "win" in LotsEditor(replace(document, lots=LOTS)).form.fields
    assert applied(LotsEditor, document, **{"rows-0-title": "North"}).lot_limits is None


def test_no_limits_leave_no_key(document):
    assert applied(LotsEditor, replace(document, lot_limits=LotLimits(win=1)), win="").lot_limits is None


@pytest.mark.parametrize(("field", "typed"), [("bid", "0"), ("win", "-1"), ("win", "301"), ("bid", "many")])
def test_a_limit_that_is_no_number_of_lots_is_refused_beside_its_field(document, field, typed):
    document = replace(document, lots=LOTS)
    editor = LotsEditor(document, posted(LotsEditor(document), **{field: typed}))
    assert not editor.is_valid()
    assert list(editor.form.errors) == [field]


@pytest.mark.parametrize(
    ("lots", "limits", "sentences"),
    [
        (LOTS, None, []),
        (
            LOTS[:1],
            None,
            ["The lots are worth £70,000 together, but the contract is worth £120,000. Change one of them."],
        ),
        ((LOTS[0], Lot(id="L2")), None, []),
        (None, None, []),
        (LOTS, LotLimits(win=1), ["Say how you decide which lots a bidder gets, since it may not win all of them."]),
        (LOTS, LotLimits(win=1, rule="The dearer lot first."), []),
        (LOTS, LotLimits(bid=1), []),
    ],
)
def test_lots_must_make_the_value_and_a_limit_on_winning_needs_its_rule(document, now, lots, limits, sentences):
    found = problems(replace(document, lots=lots, lot_limits=limits), now)
    assert [problem.sentence for problem in found if problem.section is Section.LOTS] == sentences


@pytest.mark.parametrize("kind", ConditionKind)
def test_a_saved_condition_shows_the_fields_of_its_kind_and_a_hint_at_the_law(document, kind):
    row = ConditionsEditor(replace(document, conditions=(Condition(id="C1", kind=kind),))).rows[0]
    assert {name for name in row.fields if name in ONLY_SOME} == set(OF_KIND[kind])
    assert row.fields["text"].help_text == HINTS[kind]


def test_the_blank_condition_shows_every_field(document):
    *_, blank = ConditionsEditor(document).rows
    assert set(ONLY_SOME) <= set(blank.fields)


def test_what_a_condition_says_beyond_its_kind_is_shown_and_kept(document):
    odd = Condition(id="C1", kind=ConditionKind.EXPERIENCE, amount=Decimal(5), text="Once")
    kept = replace(document, conditions=(odd,))
    assert applied(ConditionsEditor, kept).conditions == (odd,)


def test_another_kind_takes_what_belonged_to_the_one_before(document):
    before = Condition(id="C1", kind=ConditionKind.TURNOVER, amount=Decimal(500), partners_count=True, text="T")
    saved = applied(
        ConditionsEditor, replace(document, conditions=(before,)), **{"rows-0-kind": "certificate"}
    ).conditions
    assert saved == (Condition(id="C1", kind=ConditionKind.CERTIFICATE, partners_count=True, text="T"),)


def test_a_certificate_and_experience_keep_what_they_need(document):
    saved = applied(
        ConditionsEditor,
        replace(document, conditions=()),
        **{
            "rows-0-kind": "certificate",
            "rows-0-name": "Cyber Essentials",
            "rows-0-needed": "contract_start",
            "rows-0-partners_count": "yes",
        },
    ).conditions
    assert saved == (
        Condition(
            id="C1",
            kind=ConditionKind.CERTIFICATE,
            name="Cyber Essentials",
            needed=Needed.CONTRACT_START,
            partners_count=True,
        ),
    )


def test_a_document_says_why_it_is_needed_and_usual_names_are_offered(document):
    saved = applied(
        DocumentsEditor,
        replace(document, documents=()),
        **{"rows-0-name": "Pricing schedule", "rows-0-asked_of": "everyone", "rows-0-reason": "To compare prices."},
    )
    assert saved.documents == (
        RequiredDocument(name="Pricing schedule", asked_of=AskedOf.EVERYONE, reason="To compare prices."),
    )
    assert "Pricing schedule" in DocumentsEditor.suggestions


@pytest.mark.parametrize("id", READY)
def test_each_ready_scale_has_levels_of_its_own_words_from_nothing_to_its_highest(id):
    _, scale = READY[id]
    marks = [level.mark for level in scale.levels]
    assert marks == sorted(set(marks))
    assert (marks[0], marks[-1]) == (0, scale.max)
    assert len({level.means for level in scale.levels}) == len({level.label for level in scale.levels}) == len(marks)


def test_a_ready_scale_takes_the_place_of_the_levels(document):
    assert applied(ScaleEditor, document, ready="0-4").scale == READY["0-4"][1]


def test_without_choosing_one_the_levels_stay(document):
    assert applied(ScaleEditor, document).scale == document.scale


@pytest.mark.django_db
def test_the_public_page_says_all_of_it(cast, now):
    document = replace(
        play_tenders.tender_document(now),
        cpv=("90511200",),
        lots=(Lot(id="L1", title="North", description="All of it", area=("Hitchin",), value=Decimal(1)),),
        lot_limits=LotLimits(bid=2, win=1, rule="The dearer lot first."),
        conditions=(
            Condition(id="C1", kind=ConditionKind.CERTIFICATE, name="Cyber Essentials", partners_count=True),
            Condition(id="C2", kind=ConditionKind.EXPERIENCE, text="Repair work.", years=Decimal(3)),
        ),
        documents=(RequiredDocument(name="Plan", asked_of=AskedOf.WINNER, reason="To start on time."),),
    )
    tender = play_tenders.draft_tender(cast, now)
    tender.document, tender.file = write(document).decode(), document
    page = tender_page(tender, now)
    assert ("CPV codes", "90511200-4 Household-refuse collection services") in page.facts
    assert page.lots == [("L1", "North", "All of it", "Hitchin", "£1")]
    assert page.lot_limits == [
        "One bidder may bid for 2 lots at most.",
        "One bidder may win 1 lot at most.",
        "The dearer lot first.",
    ]
    assert [words for _, words, _ in page.conditions] == [
        "Cyber Essentials, or an equivalent. It counts if a partner or subcontractor meets it.",
        "Repair work. Experience from the last 3 years counts.",
    ]
    assert page.documents == [("Plan", "Only the winner", "To start on time.")]

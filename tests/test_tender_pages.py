"""The pages of tenders: what each keeps, what each refuses, and who may see it."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from commissioning.authorities.models import Role
from commissioning.tenders import actions
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import BankQuestion, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.tenderfile import Procedure, each_question
from tests import play_tenders
from tests.cast import make_staff
from tests.form_of import form_of

EMOJI = "Ready for reuse 🛋️♻️"
RIGHT_TO_LEFT = "جمعية إعادة الاستخدام"
LONG = "word " * 50_001
ON_ONE_PAGE = [section for section in Section if section is not Section.QUESTIONS]


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def commissioner(cast, client):
    """A browser in which the commissioner is signed in."""
    client.force_login(cast.commissioner)
    return client


@pytest.fixture
def draft(cast, now):
    """A whole draft."""
    return play_tenders.draft_tender(cast, now)


def address(tender, section) -> str:
    """The address of a section."""
    return reverse("tender_section", args=[tender.pk, section])


def said(tender):
    """What the tender says now."""
    return Tender.objects.get(pk=tender.pk).file


@pytest.mark.parametrize("section", ON_ONE_PAGE)
def test_saving_a_section_as_it_is_drawn_changes_nothing(commissioner, draft, section):
    """What a page shows, sent back untouched, is the same tender byte for byte: no section loses or adds a thing."""
    page = commissioner.get(address(draft, section.value))
    assert page.status_code == 200
    answer = commissioner.post(address(draft, section.value), form_of(page))
    assert (answer.status_code, answer["Location"]) == (302, reverse("tender_draft", args=[draft.pk]))
    assert Tender.objects.get(pk=draft.pk).document == draft.document


@pytest.mark.parametrize("section", ON_ONE_PAGE)
def test_every_section_of_an_empty_draft_can_be_opened_and_saved(commissioner, cast, now, section):
    """An unfinished draft is no fault."""
    tender = actions.start_draft(
        cast.county, title="New", value=Decimal(1), procedure=Procedure.OPEN, by=cast.commissioner, now=now
    )
    page = commissioner.get(address(tender, section.value))
    assert commissioner.post(address(tender, section.value), form_of(page)).status_code == 302


# A change to what each page shows -> what the tender says afterwards.
VALID = [
    ("about", {"title": EMOJI}, lambda said: said.title == EMOJI),
    ("about", {"summary": RIGHT_TO_LEFT}, lambda said: said.summary == RIGHT_TO_LEFT),
    ("about", {"area": "Dacorum\nHertsmere"}, lambda said: said.area == ("Dacorum", "Hertsmere")),
    ("value", {"amount": "£1,234.50"}, lambda said: said.value.amount == Decimal("1234.5")),
    ("timetable", {"closes_at_day": "21", "closes_at_time": "5pm"}, lambda said: said.timetable.closes_at.hour == 17),
    ("specification", {"rows__1__text": "And repair."}, lambda said: said.specification[1].id == "S2"),
    ("specification", {"rows__0__remove": "on"}, lambda said: said.specification is None),
    ("frameworks", {"frameworks": None}, lambda said: said.frameworks is None),
    ("criteria", {"rows__0__weight": "50"}, lambda said: said.criteria[0].weight == 50),
    ("scale", {"rows__5__remove": "on"}, lambda said: said.scale.max == 4),
    ("lots", {"rows__0__title": "North", "rows__0__value": "60000"}, lambda said: said.lots[0].id == "L1"),
    ("conditions", {"rows__0__remove": "on"}, lambda said: said.conditions == ()),
    ("documents", {"rows__0__name": "Policy"}, lambda said: said.documents[0].name == "Policy"),
    ("monitoring", {"every_months": "6"}, lambda said: said.monitoring.every_months == 6),
    ("ties", {"tie_0": "lot", "tie_1": ""}, lambda said: said.ties == ("lot",)),
]


@pytest.mark.parametrize(("section", "changes", "holds"), VALID)
def test_what_was_typed_is_saved(commissioner, draft, section, changes, holds, db):
    """Each section keeps what it is given."""
    if section == "frameworks":
        call_command("load_reference", verbosity=0)
    page = commissioner.get(address(draft, section))
    assert commissioner.post(address(draft, section), form_of(page, **changes)).status_code == 302
    assert holds(said(draft))


# A change that can't be kept -> a part of the message beside the field.
INVALID = [
    ("about", {"title": ""}, "title", "Enter"),
    ("about", {"title": "NUL \0 here"}, "title", "hidden control character"),
    ("about", {"summary": LONG}, "summary", "The limit is 5,000 words"),
    ("value", {"amount": "free"}, "amount", "Enter a value in pounds"),
    ("value", {"years": "many"}, "years", "in figures"),
    ("timetable", {"closes_at_year": "2025"}, "closes_at_year", "This time has passed"),
    ("timetable", {"award_on_day": "31", "award_on_month": "2"}, "award_on_day", "Enter a real date"),
    ("specification", {"rows__1__text": LONG}, "rows-1-text", "The limit is 5,000 words"),
    ("frameworks", {"frameworks": "no-such-thing"}, None, "Select a valid choice"),
    ("criteria", {"rows__0__weight": "101"}, "rows-0-weight", "Enter 100 or less"),
    ("criteria", {"rows__0__weight": "NaN"}, "rows-0-weight", "in figures"),
    ("criteria", {"rows__0__kind": "price"}, None, "Something stands under it"),
    ("scale", {"rows__0__mark": "5"}, "rows-0-mark", "Another level has this mark"),
    ("lots", {"rows__0__value": "-1"}, "rows-0-value", "or more"),
    ("conditions", {"rows__0__amount": "a lot"}, "rows-0-amount", "in pounds"),
    ("documents", {"rows__0__name": "x" * 201}, "rows-0-name", "200 characters or fewer"),
    ("monitoring", {"rows__2__hours_per_return": "∞"}, "rows-2-hours_per_return", "in figures"),
    ("ties", {"tie_0": "Z9"}, None, "Select a valid choice"),
]


@pytest.mark.parametrize(("section", "changes", "name", "words"), INVALID)
def test_what_cannot_be_kept_is_said_beside_the_field_and_nothing_is_lost(
    commissioner, draft, section, changes, name, words
):
    """The page comes back at 422 with the message and everything that was typed; the tender is as it was."""
    if section == "timetable" and "award_on_day" in changes:
        changes = {**changes, "award_on_year": "2027"}
    sent = form_of(commissioner.get(address(draft, section)), **changes)
    answer = commissioner.post(address(draft, section), sent)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    assert 'class="govuk-error-message"' in text
    back = form_of(answer)
    if name and "\0" not in str(sent[name]):
        assert str(back[name]).strip() == str(sent[name]).strip()
    kept = {key: value for key, value in sent.items() if key not in ("frameworks", "tie_0", name)}
    assert {key: back.get(key) for key in kept} == kept
    assert Tender.objects.get(pk=draft.pk).document == draft.document


def test_weights_that_do_not_add_up_are_kept_and_publication_refuses(commissioner, draft):
    """A draft may be unfinished: it says what is left to give, and sending it is refused."""
    page = commissioner.get(address(draft, "criteria"))
    answer = commissioner.post(address(draft, "criteria"), form_of(page, rows__0__weight="50"), follow=True)
    assert "The weights of the tender add to 90, not 100: 10 left to give." in answer.content.decode()
    assert "10 left to give" in commissioner.get(address(draft, "criteria")).content.decode()
    refused = commissioner.post(reverse("tender_review", args=[draft.pk]))
    assert (refused.status_code, "10 left to give" in refused.content.decode()) == (422, True)
    assert Tender.objects.get(pk=draft.pk).status == Status.DRAFT


def test_criteria_can_be_added_and_taken_away(commissioner, draft):
    """A new criterion stands where it was put; what is taken away takes its questions and their traces with it."""
    page = commissioner.get(address(draft, "criteria"))
    last = int(form_of(page)["rows-TOTAL_FORMS"]) - 1
    new = {
        f"rows-{last}-{name}": value
        for name, value in {"name": "Innovation", "kind": "quality", "weight": "10", "parent": "Q"}.items()
    }
    commissioner.post(address(draft, "criteria"), {**form_of(page), **new})
    assert [criterion.name for criterion in said(draft).criteria[0].criteria] == [
        "Method",
        "Social value",
        "Innovation",
    ]
    page = commissioner.get(address(draft, "criteria"))
    commissioner.post(address(draft, "criteria"), form_of(page, rows__3__remove="on"))
    left = said(draft)
    assert [question.id for _, question in each_question(left)] == ["Q1"]
    assert left.monitoring.indicators == ()


def test_usual_criteria_start_an_empty_tree(commissioner, cast, now):
    """One button gives a tree whose weights add up."""
    tender = actions.start_draft(
        cast.county, title="New", value=Decimal(1), procedure=Procedure.OPEN, by=cast.commissioner, now=now
    )
    page = commissioner.get(address(tender, "criteria"))
    commissioner.post(address(tender, "criteria"), {**form_of(page), "next": "usual"})
    assert [criterion.id for criterion in said(tender).criteria] == ["Q", "P"]


def test_add_another_keeps_all_that_was_typed(commissioner, draft):
    """The button saves, and shows one more empty row."""
    page = commissioner.get(address(draft, "specification"))
    sent = {**form_of(page, rows__1__heading="Repair"), "next": "more"}
    answer = commissioner.post(address(draft, "specification"), sent)
    assert answer["Location"] == f"{address(draft, 'specification')}#more"
    assert form_of(commissioner.get(address(draft, "specification")))["rows-TOTAL_FORMS"] == "3"


@pytest.mark.parametrize("section", ["about", "criteria"])
def test_stale_page_shows_both_texts_and_changes_nothing(commissioner, cast, draft, now, section):
    """409, what is saved now, what was typed; saving once more is then a choice."""
    sent = form_of(commissioner.get(address(draft, section)))
    field = "summary" if section == "about" else "rows-0-name"
    faster = replace(draft.file, summary="The colleague's words.")
    actions.save_draft(draft, faster, section="x", from_version=draft.version, by=cast.commissioner, now=now)
    sent[field] = "My own words."
    answer = commissioner.post(address(draft, section), sent)
    text = answer.content.decode()
    assert (answer.status_code, "Somebody has changed this draft" in text, "My own words." in text) == (409, True, True)
    assert "The colleague&#x27;s words." in text or section == "criteria"
    assert said(draft) == faster
    assert commissioner.post(address(draft, section), form_of(answer)).status_code == 302
    assert "My own words." in Tender.objects.get(pk=draft.pk).document


@pytest.mark.parametrize("where", ["about", "question"])
def test_page_with_a_fault_still_stands_on_its_first_version(commissioner, cast, draft, now, where):
    """A colleague who saves while a fault is being mended is not overwritten in silence."""
    here = address(draft, where) if where == "about" else f"{reverse('tender_question', args=[draft.pk])}?id=SV1"
    field = "title" if where == "about" else "text"
    sent = form_of(commissioner.get(here))
    faster = replace(draft.file, summary="The colleague's words.")
    actions.save_draft(draft, faster, section="x", from_version=draft.version, by=cast.commissioner, now=now)
    faulty = commissioner.post(here, {**sent, field: ""})
    assert faulty.status_code == 422
    assert commissioner.post(here, form_of(faulty, **{field: "Mended"})).status_code == 409
    assert said(draft) == faster


def test_version_that_is_no_number_is_stale(commissioner, draft):
    """A page that was tampered with overwrites nothing."""
    sent = form_of(commissioner.get(address(draft, "about")), title="Mine", version="²x")
    assert commissioner.post(address(draft, "about"), sent).status_code == 409


def test_question_is_written_changed_moved_and_removed(commissioner, draft):
    """The life of a question in a draft."""
    page = commissioner.get(reverse("tender_question", args=[draft.pk]))
    sent = form_of(page, parent="SV", kind="narrative", text="How will you cut miles driven?", word_limit="200")
    commissioner.post(reverse("tender_question", args=[draft.pk]), sent)
    assert [question.id for _, question in each_question(said(draft))] == ["Q1", "SV1", "SV2", "SV3"]

    here = f"{reverse('tender_question', args=[draft.pk])}?id=SV3"
    commissioner.post(here, form_of(commissioner.get(here), text="How will you drive fewer miles?"))
    assert said(draft).criteria[0].criteria[1].questions[2].text == "How will you drive fewer miles?"

    listing = reverse("tender_questions", args=[draft.pk])
    version = form_of(commissioner.get(listing))["version"]
    commissioner.post(listing, {"version": version, "id": "SV3", "move": "up"})
    assert [question.id for _, question in each_question(said(draft))] == ["Q1", "SV1", "SV3", "SV2"]

    gone = f"{reverse('tender_question_remove', args=[draft.pk])}?id=SV2"
    commissioner.post(gone, form_of(commissioner.get(gone)))
    left = said(draft)
    assert [question.id for _, question in each_question(left)] == ["Q1", "SV1", "SV3"]
    assert left.monitoring.indicators == ()


@pytest.mark.parametrize("id", ["Q1", "SV1", "SV2"])
def test_saving_a_question_as_it_is_drawn_changes_nothing(commissioner, draft, id):
    """The page of a question holds all of it."""
    here = f"{reverse('tender_question', args=[draft.pk])}?id={id}"
    page = commissioner.get(here)
    assert commissioner.post(here, form_of(page)).status_code == 302
    assert Tender.objects.get(pk=draft.pk).document == draft.document


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " \n "}, "Enter the question"),
        ({"text": LONG}, "The limit is 5,000 words"),
        ({"word_limit": "0"}, "Enter 1 or more"),
        ({"steps": "half: most"}, "as a figure, a colon and its points"),
        ({"parent": "P"}, "Select a valid choice"),
    ],
)
def test_question_that_cannot_be_kept_keeps_what_was_typed(commissioner, draft, changes, words):
    """An empty question and its kin: a message beside the field, the rest still there."""
    here = f"{reverse('tender_question', args=[draft.pk])}?id=SV1"
    sent = form_of(commissioner.get(here), relevance="Typed with care.", **changes)
    answer = commissioner.post(here, sent)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert form_of(answer)["relevance"] == "Typed with care."
    assert Tender.objects.get(pk=draft.pk).document == draft.document


def test_stale_question_shows_both(commissioner, cast, draft, now):
    """Two people on one question: the slower sees both texts."""
    here = f"{reverse('tender_question', args=[draft.pk])}?id=SV1"
    sent = form_of(commissioner.get(here), text="Mine?")
    faster = replace(draft.file, summary="Elsewhere.")
    actions.save_draft(draft, faster, section="x", from_version=draft.version, by=cast.commissioner, now=now)
    answer = commissioner.post(here, sent)
    text = answer.content.decode()
    assert (answer.status_code, "Mine?" in text, draft.file.criteria[0].criteria[1].questions[0].text in text) == (
        409,
        True,
        True,
    )


def test_question_of_the_bank_becomes_one_of_the_draft(commissioner, draft):
    """Found by a filter, used, saved with its measure and priorities."""
    call_command("load_reference", verbosity=0)
    found = BankQuestion.objects.filter(kind="commitment", services__contains='"environment"').first()
    listed = commissioner.get(reverse("question_bank"), {"tender": draft.pk, "service": "environment"})
    use = f"{reverse('tender_question', args=[draft.pk])}?bank={found.pk}"
    assert use in listed.content.decode()
    assert use in commissioner.get(reverse("bank_question", args=[found.slug]), {"tender": draft.pk}).content.decode()
    answer = commissioner.post(use, form_of(commissioner.get(use)))
    assert answer.status_code == 302
    new = [question for _, question in each_question(said(draft))][-1]
    assert (new.text, new.measure.name, new.strand) == (found.text, found.measure.name, found.strand)
    assert new.priorities


def test_bank_filters_by_everything(commissioner):
    """Each filter narrows; an unreadable one is named and left out."""
    call_command("load_reference", verbosity=0)
    every = BankQuestion.objects.count()
    bank = reverse("question_bank")
    one = BankQuestion.objects.first()
    filters = {
        "service": "transport",
        "strand": one.strand,
        "benefit": one.benefit,
        "priority": one.priorities.first().key,
        "words": "apprentice",
    }
    for name, value in filters.items():
        count = commissioner.get(bank, {name: value}).context["page"].paginator.count
        assert 0 < count < every, name
    assert commissioner.get(bank, {"strand": "sideways"}).context["page"].paginator.count == every


def test_approval_publishes_and_tells_everyone(client, cast, now):
    """Procurement reads the whole tender and publishes it; then it is public."""
    tender = play_tenders.sent_tender(cast, now)
    client.force_login(cast.procurement)
    page = client.get(reverse("tender_approve", args=[tender.pk]))
    assert "Approve and publish" in page.content.decode()
    answer = client.post(reverse("tender_approve", args=[tender.pk]), {**form_of(page), "decision": "publish"})
    assert answer["Location"] == reverse("tender", args=[tender.pk])
    client.logout()
    public = client.get(reverse("tender", args=[tender.pk]))
    assert (public.status_code, tender.title in public.content.decode()) == (200, True)


def test_sending_back_needs_a_reason_and_keeps_it(client, cast, now):
    """A blank reason is refused beside the field; a written one reaches the drafters' page."""
    tender = play_tenders.sent_tender(cast, now)
    client.force_login(cast.procurement)
    here = reverse("tender_approve", args=[tender.pk])
    assert client.post(here, {"decision": "send_back", "reason": " "}).status_code == 422
    assert client.post(here, {"decision": "send_back", "reason": "Name the unit."}).status_code == 302
    client.force_login(cast.commissioner)
    assert "Name the unit." in client.get(reverse("tender_draft", args=[tender.pk])).content.decode()


def test_drafter_sees_why_they_may_not_approve(client, cast, now):
    """No button, but the reason; trying anyway is refused."""
    both = make_staff(cast.county, "Cora Both", Role.COMMISSIONER, Role.PROCUREMENT, Role.AUTHORITY_ADMIN)
    tender = play_tenders.draft_tender(cast, now)
    actions.send_for_approval(tender, by=both, now=now)
    client.force_login(both)
    here = reverse("tender_approve", args=[tender.pk])
    text = client.get(here).content.decode()
    assert ("You helped to draft this tender" in text, "Approve and publish" in text) == (True, False)
    assert client.post(here, {"decision": "publish", "version": tender.version}).status_code == 422
    assert Tender.objects.get(pk=tender.pk).status == Status.IN_REVIEW


def test_cancelling_through_the_page(commissioner, draft):
    """A reason, then the end."""
    here = reverse("tender_cancel", args=[draft.pk])
    assert commissioner.post(here, {"reason": ""}).status_code == 422
    assert commissioner.post(here, {"reason": "No money."}).status_code == 302
    assert "No money." in commissioner.get(reverse("tender_draft", args=[draft.pk])).content.decode()


PUBLIC = {"tender", "tender_pack"}
OF_STAFF = {"tender_draft", "tender_review", "tender_questions", "tender_approve", "tender_cancel", "tender_export"}


@pytest.mark.parametrize("status", ["draft", "sent", "published", "cancelled"])
def test_who_may_find_which_page(client, cast, now, status):
    """Equality: outside the authority only the published tender and its pack are there."""
    tender = getattr(play_tenders, f"{status}_tender")(cast, now)
    found = {}
    for person in (None, cast.owner, cast.other_procurement, cast.stranger):
        client.logout()
        if person:
            client.force_login(person)
        found[person.name if person else "nobody"] = {
            name for name in PUBLIC | OF_STAFF if client.get(reverse(name, args=[tender.pk])).status_code == 200
        }
    open_to_all = PUBLIC if status == "published" else set()
    assert set(map(frozenset, found.values())) == {frozenset(open_to_all)}
    client.force_login(cast.auditor)
    staff = {name for name in PUBLIC | OF_STAFF if client.get(reverse(name, args=[tender.pk])).status_code == 200}
    assert staff >= {"tender", "tender_draft", "tender_approve", "tender_export"}


def test_those_who_may_not_edit_are_led_back_with_the_reason(client, cast, draft):
    """Procurement can't open a section; a commissioner can't once it is sent."""
    client.force_login(cast.procurement)
    answer = client.get(address(draft, "about"), follow=True)
    assert "Only a commissioner" in answer.content.decode()
    client.force_login(cast.commissioner)
    sent = form_of(client.get(address(draft, "about")), title="Too late")
    Tender.objects.filter(pk=draft.pk).update(status=Status.IN_REVIEW)
    late = client.post(address(draft, "about"), sent)
    assert (late.status_code, "Too late" in late.content.decode()) == (422, True)


def test_preview_is_what_the_public_page_will_say(client, cast, now):
    """The same report: only the state, the dates done and the pack differ."""
    tender = play_tenders.sent_tender(cast, now)
    client.force_login(cast.procurement)
    preview = client.get(reverse("tender", args=[tender.pk])).context["page"]
    tender = actions.publish(tender, by=cast.procurement, now=now)
    public = client.get(reverse("tender", args=[tender.pk])).context["page"]
    same = replace(preview, phase=public.phase, colour=public.colour, pack=public.pack, is_open=True)
    assert replace(same, moments=public.moments) == public


def test_public_page_says_what_a_provider_asks(client, cast, now):
    """What, where, how much, how many words, how it is marked, when, and the pack with its sum."""
    call_command("load_reference", verbosity=0)
    tender = play_tenders.published_tender(cast, now)
    text = client.get(reverse("tender", args=[tender.pk])).content.decode()
    for words in (
        "£120,000 over the first term",
        "3 years, and up to 2 years more",
        "3 questions, 800 words at most, 1 commitment. With everything, a bid takes about 5 hours of work.",
        "12 noon on Wednesday 20 January 2027 (GMT)",
        "10.8% of the total",
        "The target is 6 people starting per contract year.",
        "The lowest price gets all the points.",
        "It meets all that is asked, with some evidence.",
        "A strong economy",
        "Public liability insurance. At least £5,000,000.",
        "More points for Quality",
        tender.packs.get().sha256,
    ):
        assert words in text, words


def test_pack_and_export_are_the_document_byte_for_byte(client, cast, now):
    """The download is what the sum is of."""
    tender = play_tenders.published_tender(cast, now)
    pack = client.get(reverse("tender_pack", args=[tender.pk]))
    assert (pack.content.decode(), pack["Content-Type"]) == (tender.document, "application/json")
    client.force_login(cast.auditor)
    assert client.get(reverse("tender_export", args=[tender.pk])).content.decode() == tender.document


def test_list_is_searched_and_filtered(client, cast, now):
    """Each filter alone finds what it should; drafts are never listed."""
    waste = play_tenders.published_tender(cast, now, reference="HCC-1")
    play_tenders.published_tender(
        cast,
        now,
        title="School transport",
        summary="Buses.",
        service=play_tenders.ServiceCategory.TRANSPORT,
        area=("Dacorum",),
        value=replace(waste.file.value, amount=Decimal(2_000_000)),
    )
    play_tenders.draft_tender(cast, now, title="A secret draft")

    def titles(**query: str) -> list[str]:
        return [row.title for row in client.get(reverse("tender_list"), query).context["rows"]]

    assert sorted(titles()) == [waste.title, "School transport"]
    assert titles(words="HOUSEHOLD reuse") == [waste.title]
    assert titles(words="hcc-1") == [waste.title]
    assert titles(service="transport") == ["School transport"]
    assert titles(band="large") == ["School transport"]
    assert titles(area="dacorum") == ["School transport"]
    assert titles(words="secret") == []
    assert titles(status="closed") == []
    Tender.objects.filter(pk=waste.pk).update(closes_at=now)
    assert (titles(status="closed"), titles()) == ([waste.title], ["School transport"])


@pytest.mark.parametrize(
    "query",
    ["page=junk", "page=-1", "page=99999999999999999999", "words=%00", "service=x", "status=x", "band=x", "area=%00"],
)
def test_junk_in_the_address_is_never_a_fault(client, cast, now, query):
    """A list always answers."""
    play_tenders.published_tender(cast, now)
    assert client.get(f"{reverse('tender_list')}?{query}").status_code == 200
    client.force_login(cast.commissioner)
    assert client.get(f"{reverse('question_bank')}?{query}&tender=99999999999999999999").status_code == 200


@pytest.mark.parametrize("pk", [0, 10**30])
def test_numbers_that_no_tender_has(client, cast, pk):
    """404, also where the number overflows the database's own."""
    client.force_login(cast.commissioner)
    for name in PUBLIC | OF_STAFF | {"tender_question", "tender_question_remove"}:
        assert client.get(reverse(name, args=[pk])).status_code == 404, name


@pytest.mark.parametrize("query", ["id=Z9", "id=%00", "bank=x", "bank=99999999999999999999"])
def test_questions_that_are_not_there(commissioner, draft, query):
    """404 for each."""
    assert commissioner.get(f"{reverse('tender_question', args=[draft.pk])}?{query}").status_code == 404


def test_unknown_section_is_not_found(commissioner, draft):
    """Only the sections of the task list have pages."""
    assert commissioner.get(address(draft, "no-such-section")).status_code == 404


def test_starting_a_draft_by_its_page(commissioner, cast):
    """Four facts and the task list; a price of "free" keeps the title."""
    page = commissioner.get(reverse("tender_start"))
    sent = form_of(
        page, "title", title="Advice for carers", value="free", procedure="light_touch", authority=cast.county.pk
    )
    refused = commissioner.post(reverse("tender_start"), sent)
    assert (refused.status_code, form_of(refused, "title")["title"]) == (422, "Advice for carers")
    started = commissioner.post(reverse("tender_start"), {**sent, "value": "120,000"})
    tender = Tender.objects.get()
    assert (started["Location"], tender.value) == (reverse("tender_draft", args=[tender.pk]), Decimal(120_000))


def test_task_list_says_how_far_each_section_is(commissioner, cast, now):
    """Not started, in progress, done."""
    empty = actions.start_draft(
        cast.county, title="New", value=Decimal(1), procedure=Procedure.OPEN, by=cast.commissioner, now=now
    )
    tasks = commissioner.get(reverse("tender_draft", args=[empty.pk])).context["tasks"]
    assert {task.status for task in tasks} == {"Not started"}
    half = play_tenders.draft_tender(cast, now, ties=None, service=None)
    said = {
        task.title: task.status for task in commissioner.get(reverse("tender_draft", args=[half.pk])).context["tasks"]
    }
    assert (said["Tied bids"], said["About the service"], said["Questions"]) == ("Not started", "In progress", "Done")


def test_review_links_each_problem_to_its_section(commissioner, cast, now):
    """All problems on one page, each with the way to mend it."""
    tender = play_tenders.draft_tender(cast, now, ties=None, scale=None)
    text = commissioner.get(reverse("tender_review", args=[tender.pk])).content.decode()
    assert (address(tender, "ties") in text, address(tender, "scale") in text) == (True, True)
    assert "Send for approval" not in text


def test_texts_of_people_are_never_markup(client, cast, now):
    """A title that looks like a tag is shown as it was written."""
    tender = play_tenders.published_tender(cast, now, title="<script>alert(1)</script> & co")
    text = client.get(reverse("tender", args=[tender.pk])).content.decode()
    assert ("<script>alert" in text, "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in text) == (False, True)


def test_pack_names_its_format(client, cast, now):
    """The download can be read again."""
    tender = play_tenders.published_tender(cast, now)
    said = json.loads(client.get(reverse("tender_pack", args=[tender.pk])).content)
    assert said["format"] == "socialvalue-tender/1"

"""Who gets which page: every address by its name, as every role, while a tender is open and after its bids are opened.

The table is the whole truth: an address without a row fails, and so does one person more or less in a row. "Gets" means the
page itself, or for an address that only takes a form that the form is read at all; being led elsewhere is not getting it.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.bids.models import Bid
from commissioning.bids.notifications import INVITATION
from commissioning.evaluation.models import Paper
from commissioning.management.commands.load_reference import Command as LoadReference
from commissioning.tenders.models import BankQuestion
from glossary.models import Framework, Measure, Term
from providers.actions import add_text
from providers.models import Role as MemberRole
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
from tests.crawl import browser
from tests.test_no_500 import BY_EXPRESSION, DOCUMENTS, all_patterns, clock, filled, undone  # noqa: F401

STAFF = {
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair"),
    *("contract_manager", "auditor", "admin"),
}
SIGNED_IN = {"stranger", "owner", "viewer", "rival", "other_procurement", *STAFF}
EVERYONE = {"nobody", *SIGNED_IN}
NO_ONE: set[str] = set()
BIDDER = {"owner", "viewer"}
WRITERS = {"owner"}
OFFICERS = {"procurement", "second_procurement"}
READERS = {*OFFICERS, "auditor"}
LISTENERS = {*READERS, "commissioner"}
MARKERS = {"evaluator", "second_evaluator"}
PANEL = {*MARKERS, "chair"}
WATCHERS = {*READERS, "commissioner", "contract_manager"}
# For each address by its name: who gets it while the tender is open, and who when an award is recommended.
TABLE = {
    "account_login": ({"nobody"}, {"nobody"}),
    "account_logout": (SIGNED_IN, SIGNED_IN),
    "account_inactive": (EVERYONE, EVERYONE),
    "account_signup": ({"nobody"}, {"nobody"}),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_email": (SIGNED_IN, SIGNED_IN),
    "account_email_verification_sent": (EVERYONE, EVERYONE),
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (NO_ONE, NO_ONE),
    "account_reset_password": (EVERYONE, EVERYONE),
    "account_confirm_login_code": (NO_ONE, NO_ONE),
    "account_reset_password_from_key_done": (EVERYONE, EVERYONE),
    "account_reset_password_done": (EVERYONE, EVERYONE),
    "glossary": (EVERYONE, EVERYONE),
    "term": (EVERYONE, EVERYONE),
    "framework_list": (EVERYONE, EVERYONE),
    "framework": (EVERYONE, EVERYONE),
    "measure_list": (EVERYONE, EVERYONE),
    "measure": (EVERYONE, EVERYONE),
    "provider_register": (SIGNED_IN, SIGNED_IN),
    "provider_register_reach": (NO_ONE, NO_ONE),
    "provider": (BIDDER, BIDDER),
    "provider_facts": (WRITERS, WRITERS),
    "provider_text_add": (WRITERS, WRITERS),
    "provider_text": (WRITERS, WRITERS),
    "provider_text_remove": (WRITERS, WRITERS),
    "provider_library": (BIDDER, BIDDER),
    "bid_answer_library": (WRITERS, NO_ONE),
    "provider_papers": (BIDDER, BIDDER),
    "provider_paper_add": (WRITERS, WRITERS),
    "provider_paper": (WRITERS, WRITERS),
    "provider_paper_file": (BIDDER, BIDDER),
    "provider_paper_remove": (WRITERS, WRITERS),
    "provider_members": (BIDDER, BIDDER),
    "provider_member_end": (BIDDER, BIDDER),
    "home": (EVERYONE, EVERYONE),
    "dashboard": (SIGNED_IN, SIGNED_IN),
    "hats": (SIGNED_IN, SIGNED_IN),
    "case": (STAFF, STAFF),
    "people": ({"admin"}, {"admin"}),
    "take_role": ({"admin"}, {"admin"}),
    "policy": (STAFF, STAFF),
    "policy_compare": (STAFF, STAFF),
    "policy_adopt": ({"admin"}, {"admin"}),
    "policy_figure": (STAFF, STAFF),
    "tender_list": (EVERYONE, EVERYONE),
    "tender_feed": (EVERYONE, EVERYONE),
    "tender_closings": (EVERYONE, EVERYONE),
    "tender_could_bid": (SIGNED_IN, SIGNED_IN),
    "saved_searches": (SIGNED_IN, SIGNED_IN),
    "search_save": (SIGNED_IN, SIGNED_IN),
    "saved_search": ({"owner"}, {"owner"}),
    "search_end": ({"owner"}, {"owner"}),
    "search_stop": (EVERYONE, EVERYONE),
    "tender_start": (SIGNED_IN, SIGNED_IN),
    "tender_start_from": (SIGNED_IN, SIGNED_IN),
    "tender_start_from_one": (SIGNED_IN, SIGNED_IN),
    "tender_origin": ({"commissioner"}, NO_ONE),
    "tender_import": (SIGNED_IN, SIGNED_IN),
    "tender": (EVERYONE, EVERYONE),
    "tender_pack": (EVERYONE, EVERYONE),
    "tender_export": (STAFF, STAFF),
    "tender_draft": (STAFF, STAFF),
    "tender_review": (STAFF, STAFF),
    "tender_reach": (STAFF, STAFF),
    "tender_questions": ({"commissioner"}, NO_ONE),
    "tender_question": ({"commissioner"}, NO_ONE),
    "tender_question_remove": ({"commissioner"}, NO_ONE),
    "tender_section": ({"commissioner"}, NO_ONE),
    "tender_section_check": ({"commissioner"}, NO_ONE),
    "tender_checks": (STAFF, STAFF),
    "tender_effort": (STAFF, STAFF),
    "tender_coverage": (STAFF, STAFF),
    "tender_consideration_record": (STAFF, STAFF),
    "tender_consideration_paper": (STAFF, STAFF),
    "tender_route": ({"commissioner"}, NO_ONE),
    "tender_timetable_maker": ({"commissioner"}, NO_ONE),
    "tender_classification": ({"commissioner"}, NO_ONE),
    "tender_calendar": (EVERYONE, EVERYONE),
    "conflicts_assessment": (READERS | {"commissioner"}, READERS | {"commissioner"}),
    "tender_approve": (STAFF, STAFF),
    "tender_cancel": (STAFF, STAFF),
    "engagement_list": (EVERYONE, EVERYONE),
    "engagement": (EVERYONE, EVERYONE),
    "engagement_answer": (EVERYONE, EVERYONE),
    "engagement_copy": (EVERYONE, EVERYONE),
    "engagement_said": (NO_ONE, EVERYONE),
    "engagement_ours": (SIGNED_IN, SIGNED_IN),
    "engagement_start": (SIGNED_IN, SIGNED_IN),
    "engagement_desk": (LISTENERS, LISTENERS),
    "engagement_about": ({"commissioner"}, NO_ONE),
    "engagement_invitation": ({"commissioner"}, NO_ONE),
    "engagement_sessions": ({"commissioner"}, {"commissioner"}),
    "engagement_tender": ({"commissioner"}, {"commissioner"}),
    "engagement_responses": (LISTENERS, LISTENERS),
    "engagement_response": (LISTENERS, LISTENERS),
    "engagement_themes": (LISTENERS, LISTENERS),
    "engagement_theme": ({"commissioner"}, {"commissioner"}),
    "tender_clarifications": (EVERYONE, EVERYONE),
    "clarification_ask": ({"owner", "rival"}, {"owner", "rival"}),
    "clarifications_waiting": (OFFICERS, OFFICERS),
    "clarification_answer": (OFFICERS, OFFICERS),
    "tender_follow": (SIGNED_IN, SIGNED_IN),
    "addendum": (EVERYONE, EVERYONE),
    "addendum_draft": (STAFF, STAFF),
    "addendum_section": ({"commissioner", *OFFICERS}, NO_ONE),
    "addendum_question": ({"commissioner", *OFFICERS}, NO_ONE),
    "addendum_question_remove": ({"commissioner", *OFFICERS}, NO_ONE),
    "addendum_send": ({"commissioner", *OFFICERS}, NO_ONE),
    "addendum_approve": (STAFF, NO_ONE),
    "question_bank": (SIGNED_IN, SIGNED_IN),
    "bank_question": (SIGNED_IN, SIGNED_IN),
    "bid_list": (SIGNED_IN, SIGNED_IN),
    "bid": (BIDDER, BIDDER),
    "bid_write": (BIDDER, BIDDER),
    "bid_answer": (BIDDER, BIDDER),
    "bid_answer_save": (BIDDER, BIDDER),
    "bid_answer_versions": (BIDDER, BIDDER),
    "bid_comments": (BIDDER, BIDDER),
    "bid_who": (BIDDER, BIDDER),
    "bid_sign_off": (BIDDER, BIDDER),
    "bid_decline": (BIDDER, BIDDER),
    "bid_commitment_add": (WRITERS, NO_ONE),
    "bid_commitment": (WRITERS, NO_ONE),
    "bid_commitment_chain": (WRITERS, NO_ONE),
    "bid_commitment_remove": (WRITERS, NO_ONE),
    "bid_price": (WRITERS, NO_ONE),
    "bid_declarations": (WRITERS, NO_ONE),
    "bid_documents": (BIDDER, BIDDER),
    "bid_document": (WRITERS, NO_ONE),
    "bid_document_file": (BIDDER, BIDDER),
    "bid_document_remove": (BIDDER, BIDDER),
    "bid_offline": (BIDDER, BIDDER),
    "bid_offline_file": (BIDDER, BIDDER),
    # What came back is for the person who sent it.
    "bid_offline_compare": ({"owner"}, NO_ONE),
    "bid_check": (BIDDER, BIDDER),
    "bid_confirm": (BIDDER, BIDDER),
    "extension_ask": (BIDDER, BIDDER),
    "bid_withdraw": (BIDDER, BIDDER),
    "bid_partners": (BIDDER, BIDDER),
    "bid_partner_add": (WRITERS, NO_ONE),
    "bid_partner": (WRITERS, NO_ONE),
    "bid_partner_again": (BIDDER, BIDDER),
    "bid_partner_remove": (WRITERS, NO_ONE),
    # The rival is a partner in the open bid. Its invitation is dead once the tender has closed.
    "bid_share": ({"rival"}, NO_ONE),
    "bid_invitation": (EVERYONE, NO_ONE),
    "bid_receipt": (BIDDER, BIDDER),
    "bid_receipt_file": (BIDDER, BIDDER),
    "bid_receipt_paper": (BIDDER, BIDDER),
    "receipts": (EVERYONE, EVERYONE),
    # Who has begun a bid is led to it.
    "bid_start": ({"rival"}, SIGNED_IN - {"owner", "rival"}),
    "before_start": (EVERYONE, EVERYONE),
    "before_start_paper": (EVERYONE, EVERYONE),
    "before_start_draft": (EVERYONE, EVERYONE),
    "opening": (STAFF, STAFF),
    "extension_list": (READERS, READERS),
    "extension": (READERS, READERS),
    "outage_list": (READERS, READERS),
    "outage": (READERS, READERS),
    "opened_bid": (NO_ONE, READERS),
    "opened_document": (NO_ONE, READERS),
    "cancellation": (OFFICERS, OFFICERS),
    "evaluation": (OFFICERS, READERS | PANEL),
    "evaluation_panel": (OFFICERS, OFFICERS),
    "evaluation_conflicts": (NO_ONE, OFFICERS | PANEL),
    "late_conflict": (NO_ONE, OFFICERS | PANEL),
    "conflict_register": (NO_ONE, READERS),
    "decide_conflict": (NO_ONE, NO_ONE),  # nobody's marks were final when a conflict was found: see test_late_conflict
    "evaluation_assignment": (NO_ONE, OFFICERS),
    "evaluation_workload": (NO_ONE, OFFICERS | {"chair"}),
    "reassign_answers": (NO_ONE, OFFICERS),
    # Named while the bids are still sealed, the panel practises: see test_calibration. Afterwards it is there to read.
    "calibration": (NO_ONE, READERS | PANEL),
    "practice_set": (NO_ONE, {*OFFICERS, "chair"}),
    "practice": (NO_ONE, READERS | PANEL),
    "practice_close": (NO_ONE, {"chair"}),
    "start_marking": (NO_ONE, OFFICERS),
    "evaluation_conditions": (NO_ONE, READERS),
    "evaluation_condition": (NO_ONE, OFFICERS),
    "marking": (NO_ONE, MARKERS),
    "mark": (NO_ONE, MARKERS),
    "lock_marks": (NO_ONE, MARKERS),
    "start_moderation": (NO_ONE, {"chair"}),
    "moderation": (NO_ONE, {*READERS, "chair"}),
    "agree_mark": (NO_ONE, {*READERS, "chair"}),
    "overpromises": (NO_ONE, {*READERS, "chair"}),
    "moderation_record": (NO_ONE, {*READERS, "chair"}),
    "lock_consensus": (NO_ONE, {"chair"}),
    "confirm_condition": (NO_ONE, NO_ONE),
    "evaluation_masking": (NO_ONE, OFFICERS),
    "marking_progress": (NO_ONE, {*OFFICERS, "chair"}),
    "reveal_names": (NO_ONE, {"chair"}),
    "open_prices": (NO_ONE, OFFICERS),
    "queries": (NO_ONE, READERS),
    "query_ask": (NO_ONE, NO_ONE),
    "query": (NO_ONE, READERS),
    "confirm_query": (NO_ONE, NO_ONE),
    "query_file": (NO_ONE, READERS),
    "bid_queries": (BIDDER, BIDDER),
    "bid_query_answer": (NO_ONE, NO_ONE),
    "ranking": (NO_ONE, {*READERS, "chair"}),
    "robustness": (NO_ONE, READERS),
    "evaluation_report": (NO_ONE, READERS | PANEL),
    "sign_off_report": (NO_ONE, {"chair"}),
    "bid_outcome": (BIDDER, BIDDER),
    "ask_for_paper": (NO_ONE, READERS | PANEL),
    "evaluation_papers": (NO_ONE, READERS),
    # Only once the letters are sent.
    "record_feedback_call": (NO_ONE, NO_ONE),
    "paper": (NO_ONE, READERS | PANEL),
    "paper_download": (NO_ONE, READERS | PANEL),
    "recommend_award": (NO_ONE, OFFICERS),
    "turn_down_award": (NO_ONE, OFFICERS),
    "award_approve": (NO_ONE, {*READERS, "chair"}),
    # These come after the approval, which is later than both moments: see test_assessment_summaries.
    "summaries": (NO_ONE, NO_ONE),
    "release_summaries": (NO_ONE, NO_ONE),
    "word_summary": (NO_ONE, NO_ONE),
    "standstill": (NO_ONE, NO_ONE),
    "record_notice": (NO_ONE, NO_ONE),
    "record_challenge": (NO_ONE, NO_ONE),
    "decide_challenge": (NO_ONE, NO_ONE),
    "contract_conclude": (NO_ONE, NO_ONE),
    "contract_list": (SIGNED_IN, SIGNED_IN),
    "contract": (BIDDER | WATCHERS, BIDDER | WATCHERS),
    "period_extend": ({"contract_manager"}, {"contract_manager"}),
    "return_submit": (WRITERS, WRITERS),
    "return_decide": (BIDDER | WATCHERS, BIDDER | WATCHERS),
    "return_file": (BIDDER | WATCHERS, BIDDER | WATCHERS),
}


@pytest.fixture
def address_of(cast, now, clock):  # noqa: F811
    """Give back the address of a route at a moment, 0 while the tender is open and 1 when an award is recommended."""
    LoadReference().handle()
    open_tender = play_tenders.published_tender(cast, now, documents=DOCUMENTS)
    open_bid = play_bids.submitted_bid(cast, open_tender, now=now)
    draft = play_tenders.draft_tender(cast, now)
    before = now - timedelta(days=300)
    opened = play_tenders.published_tender(cast, before, documents=DOCUMENTS)
    questions = [play_clarifications.asked(cast, open_tender, now=now)]
    questions.append(play_clarifications.answered(cast, opened, now=before))
    play_addenda.published(cast, opened, before, days=0)
    play_addenda.published(cast, open_tender, now)
    play_addenda.drafted(cast, open_tender, now, change=play_addenda.shorter_summary)
    opened_bid = play_bids.started_bid(opened, provider=cast.reuse, now=before)
    extensions = [play_deadlines.asked(cast, open_bid, now), play_deadlines.refused(cast, opened_bid, before)]
    play_bids.opened_tender(cast, before, tender=opened)
    award = play_evaluation.recommended(cast, before, tender=opened)
    query = play_evaluation.answered_query(award.evaluation, cast, before)
    practice = play_evaluation.practice_answer(award.evaluation, cast, before)
    paper = play_evaluation.actions.ask_for_paper(award.evaluation, Paper.Kind.WORKBOOK, by=cast.procurement, now=now)
    contract = play_contracts.contract_made(cast, now - timedelta(days=350))
    upload = SimpleUploadedFile("story.txt", b"Two people started.")
    report = play_contracts.reported(contract, by=cast.owner, file=upload)
    outage = play_deadlines.outage(cast, opened)
    insurance = play_papers.insured(cast.reuse, now)
    said = {"title": "Who we are", "text": "A charity.", "service": "", "tags": ""}
    text = add_text(cast.reuse, said, by=cast.writer, now=now)
    clock(now)

    bids = [Bid.own.get(provider=cast.reuse, tender=tender) for tender in (open_tender, opened)]
    play_offline.sent_back(bids[0], {1: "Written on a train."}, by=cast.owner, now=now)
    promise = play_bids.actions.Promise(1, (now + timedelta(days=500)).date(), "A list.", "Places", "people")
    commitment = play_bids.actions.save_commitment(bids[0], "SV1", promise, by=cast.owner, now=now)
    partners = [
        play_partners.chosen_partner(bids[0], cast.haulage, now=now),
        play_partners.invited_partner(bids[1], now=before),
    ]
    codes = [play_partners.invited_partner(bids[0], now=now, email="asked@example.org").code, partners[1].code]
    asked_draft = play_engagement.draft_engagement(cast, now)
    asked = (play_engagement.open_engagement(cast, now), play_engagement.replied_engagement(cast, now, opened))
    play_engagement.response_to(asked[0], now)
    play_engagement.theme_actions.add_theme(asked[0], "Hours", by=cast.commissioner, now=now)
    kinds = {"term": Term, "framework": Framework, "measure": Measure, "bank_question": BankQuestion}

    saved = play_tenders.saved_search(cast.owner, now)

    def address(route: str, name: str, moment: int) -> str:
        values: dict[str, object]
        if route.startswith(("bids/", "partners/")):
            values = {"pk": bids[moment].pk, "number": 1, "version": 1, "commitment_pk": commitment.pk}
            values["query_id"] = query.pk
            values |= {"partner_pk": partners[moment].pk, "code": INVITATION.sign(codes[moment])}
        elif route.startswith("contracts/"):
            period = play_contracts.period_of(contract, 1) if name == "return_submit" else report.period
            values = {"pk": contract.pk, "period_pk": period.pk, "version": 1}
        elif route.startswith("providers/"):
            member = cast.reuse.members.get(user=cast.writer, role=MemberRole.WRITER)
            values = {"pk": cast.reuse.pk, "member_pk": member.pk, "paper_pk": insurance.pk, "kind": "policy"}
            values["text_pk"] = text.pk
        elif route.startswith("searches/"):
            values = {"pk": saved.pk, "key": saved.stop_key}
        elif route.startswith("authorities/"):
            chair = cast.county.staff.get(user=cast.chair)
            values = {"slug": "hertfordshire", "pk": chair.pk, "key": "turnover.times", "outage_pk": outage.pk}
        elif route.startswith("engagement/"):
            values = engagement_values(route, asked_draft, asked, moment)
        elif name in kinds:
            values = {"slug": kinds[name].objects.first().slug}
        else:
            tender = opened if moment else draft if "/draft/" in route else open_tender
            ids = dict.fromkeys(("bid_pk", "bid_id", "to_id", "about_id"), bids[moment].pk)
            rest = {"section": "about", "number": 1, "question_id": "Q1", "condition_id": "C1", "paper_id": paper.pk}
            rest |= {"query_id": query.pk, "challenge_id": 1, "practice_id": practice.pk}
            rest["conflict_id"] = award.evaluation.conflicts.last().pk
            values = {"pk": tender.pk, "clarification_pk": questions[moment].pk, **ids, **rest}
            values["extension_pk"] = extensions[moment].pk
        return filled(route, values) + ("?id=SV1" if "/question/" in route else "")

    return address


def engagement_values(route, draft, asked, moment):
    """The values in an address of an engagement: of the draft where only a draft has that page."""
    values = {"pk": asked[moment].pk, "audience": "anyone"}
    if "/desk/about/" in route or "/desk/for/" in route:
        values["pk"] = (draft, asked[1])[moment].pk
    if given := asked[moment].responses.last():
        values |= {"key": given.key, "response_pk": given.pk, "theme_pk": asked[moment].themes.get().pk}
    return values


def ours():
    """The routes that the portal has, but for those by regular expression and the page of components (in development)."""
    return [(route, one.name) for route, one in all_patterns() if one.name not in {*BY_EXPRESSION, "components"}]


def gets(client, address: str) -> bool:
    """Whether the person gets the page. Nothing stays done."""
    with undone():
        status = client.get(address).status_code
        if status == 405:
            answer = client.post(address, {"kind": "xlsx"})
            return answer.status_code not in (401, 404)
    return status == 200


def test_every_address_has_its_row():
    assert {name for _, name in ours()} == TABLE.keys()


def test_each_person_gets_what_the_table_says_and_nothing_else(cast, address_of):
    browsers = {name: browser(None if name == "nobody" else getattr(cast, name)) for name in sorted(EVERYONE)}
    wrong = []
    for route, name in ours():
        for moment in (0, 1):
            address = address_of(route, name, moment)
            seen = {person for person, client in browsers.items() if gets(client, address)}
            if seen != TABLE[name][moment]:
                wrong.append((name, moment, sorted(seen - TABLE[name][moment]), sorted(TABLE[name][moment] - seen)))
    assert wrong == []

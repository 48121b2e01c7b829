"""The evaluation's pages: what each shows, what each refuses, and what comes back typed."""

import pytest
from django.urls import reverse

from commissioning.evaluation import reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Consensus, Evaluation, Mark
from tests import play_evaluation as play


def address(name, evaluation, *more):
    return reverse(name, args=[evaluation.tender_id, *more])


def get(client, user, where, status=200):
    client.force_login(user)
    answer = client.get(where)
    assert answer.status_code == status, where
    return answer.content.decode()


def post(client, user, where, said, status=302):
    client.force_login(user)
    answer = client.post(where, said)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


def first_cell(evaluation, user):
    return next(reports.marking_matrix(evaluation, user).cells())


def test_before_the_panel_is_named_only_a_procurement_officer_finds_the_page(client, cast, now):
    tender = play.opened_tender(cast, now)
    where = reverse("evaluation", args=[tender.pk])
    assert "Nobody has been named" in get(client, cast.procurement, where)
    for person in (cast.evaluator, cast.auditor, cast.commissioner, cast.other_procurement, cast.owner, cast.stranger):
        get(client, person, where, 404)


def test_the_panel_is_named_on_its_page(client, cast, now):
    tender = play.opened_tender(cast, now)
    where = reverse("evaluation_panel", args=[tender.pk])
    page = get(client, cast.procurement, where)
    assert "Evan Evaluator" in page
    refused = post(client, cast.procurement, where, {"evaluators": [cast.evaluator.pk]}, 422).content.decode()
    assert "Choose a chair." in refused
    assert f'value="{cast.evaluator.pk}" checked' in refused
    post(client, cast.procurement, where, {"evaluators": [cast.evaluator.pk], "chair": cast.chair.pk})
    assert Evaluation.objects.get(tender=tender).panel.count() == 2


def test_a_conflict_without_its_detail_comes_back_as_typed(client, cast, now):
    evaluation = play.named(cast, now)
    first, second = reports.bidders(evaluation)
    where = address("evaluation_conflicts", evaluation)
    said = {f"conflict_{first.provider_id}": "yes", f"conflict_{second.provider_id}": "no"}
    refused = post(client, cast.evaluator, where, said, 422).content.decode()
    assert f"Say what your conflict of interest with {first.name} is." in refused
    assert f'href="#id_detail_{first.provider_id}"' in refused
    post(client, cast.evaluator, where, said | {f"detail_{first.provider_id}": "My sister works there."})
    assert reports.bidders_open_to(evaluation, cast.evaluator) == [second]


def test_marking_shows_question_answer_levels_and_progress_and_says_back_what_was_stored(client, cast, now):
    evaluation = play.marking(cast, now)
    cell = first_cell(evaluation, cast.evaluator)
    page = get(client, cast.evaluator, cell.address)
    assert "Answer 1 of 4. 0 of 4 marked." in page
    assert "It does more than is asked, with evidence that it will last." in page
    assert "How will you collect, repair and pass on" in page
    assert reports.answer(evaluation, cell.bid_id, cell.question_id).text[:20] in page
    assert "Nothing is saved for this answer yet." in page

    answer = post(client, cast.evaluator, cell.address, {"mark": "4", "reason": "All parts shown.", "version": "0"})
    assert answer.url == cell.address
    page = get(client, cast.evaluator, cell.address)
    assert "Saved: mark 4, with a reason of 3 words." in page
    assert 'value="4" checked' in page
    assert "1 of 4 marked." in page


def test_save_and_next_goes_to_the_next_answer_that_is_not_done(client, cast, now):
    evaluation = play.marking(cast, now)
    cells = list(reports.marking_matrix(evaluation, cast.evaluator).cells())
    said = {"mark": "4", "reason": "Shown.", "version": "0", "next": "1"}
    assert post(client, cast.evaluator, cells[1].address, said).url == f"{cells[2].address}#id_mark"
    assert post(client, cast.evaluator, cells[0].address, said).url == f"{cells[2].address}#id_mark"


@pytest.mark.parametrize("typed", ["6", "2.5", "-1", "NaN", "five", "1e0", "\x00"])
def test_a_mark_off_the_scale_is_refused_in_words_and_the_reason_is_kept(client, cast, now, typed):
    evaluation = play.marking(cast, now)
    cell = first_cell(evaluation, cast.evaluator)
    said = {"mark": typed, "reason": "I had written all this.", "version": "0"}
    page = post(client, cast.evaluator, cell.address, said, 422).content.decode()
    assert "A mark must be one of 0, 1, 2, 3, 4 or 5." in page
    assert "I had written all this." in page
    assert not Mark.objects.exists()


def test_a_reason_of_50001_words_is_refused_and_kept(client, cast, now):
    evaluation = play.marking(cast, now)
    cell = first_cell(evaluation, cast.evaluator)
    said = {"mark": "3", "reason": "word " * 50_001, "version": "0"}
    page = post(client, cast.evaluator, cell.address, said, 422).content.decode()
    assert "Your answer is 50,001 words. The limit is 500 words." in page
    assert page.count("word word word") > 100
    assert not Mark.objects.exists()


def test_a_stale_tab_changes_nothing_and_shows_both(client, cast, now):
    evaluation = play.marking(cast, now)
    cell = first_cell(evaluation, cast.evaluator)
    post(client, cast.evaluator, cell.address, {"mark": "4", "reason": "From the first tab.", "version": "0"})
    said = {"mark": "2", "reason": "From the second tab.", "version": "0"}
    page = post(client, cast.evaluator, cell.address, said, 409).content.decode()
    assert "From the first tab." in page
    assert "From the second tab." in page
    assert Mark.objects.get().reason == "From the first tab."
    post(client, cast.evaluator, cell.address, said | {"version": "1"})
    assert Mark.objects.get().reason == "From the second tab."


def test_a_conflicted_evaluator_never_sees_the_bid(client, cast, now):
    evaluation = play.named(cast, now)
    haulage, reuse = play.bids_of(evaluation)
    later = play.after_opening(evaluation.tender, now)
    for person in (cast.evaluator, cast.second_evaluator, cast.chair):
        is_conflicted = person == cast.evaluator
        said = {haulage: (is_conflicted, "My sister works there."), reuse: (False, "")}
        play.actions.declare_conflicts(evaluation, said, by=person, now=later)
    play.officers_declare(evaluation, cast, now)
    play.actions.start_marking(evaluation, by=cast.procurement, now=later)
    page = get(client, cast.evaluator, address("marking", evaluation))
    assert "Bidder B" not in page
    assert "0 of 2 marked." in page
    where = address("mark", evaluation, haulage.pk, "Q1")
    get(client, cast.evaluator, where, 404)
    post(client, cast.evaluator, where, {"mark": "3", "reason": "x", "version": "0"}, 404)
    get(client, cast.second_evaluator, where)
    play.finish_marking(evaluation, cast, now)
    play.actions.start_moderation(evaluation, by=cast.chair, now=later)
    play.agree_all(evaluation, cast, now)
    play.actions.lock_consensus(evaluation, by=cast.chair, now=later)
    play.open_prices(evaluation, cast, now)
    get(client, cast.evaluator, address("evaluation_report", evaluation), 404)
    get(client, cast.second_evaluator, address("evaluation_report", evaluation))


def test_locking_lists_each_blank_with_its_address(client, cast, now):
    evaluation = play.marking(cast, now)
    cell = first_cell(evaluation, cast.evaluator)
    post(client, cast.evaluator, cell.address, {"mark": "4", "reason": "", "version": "0"})
    page = get(client, cast.evaluator, address("lock_marks", evaluation))
    assert "4 answers still need something from you" in page
    assert f'<a href="{cell.address}">Bidder A, Q1: give a reason.</a>' in page
    assert "Bidder B, SV1: give a mark and a reason." in page
    refused = post(client, cast.evaluator, address("lock_marks", evaluation), {}, 422).content.decode()
    assert "Bidder A, Q1: give a reason." in refused
    play.mark_all(evaluation, cast.evaluator, now)
    post(client, cast.evaluator, cell.address, {"mark": "4", "reason": "Shown.", "version": "1"})
    post(client, cast.evaluator, address("lock_marks", evaluation), {})
    page = get(client, cast.evaluator, cell.address)
    assert "<textarea" not in page
    assert "Shown." in page


def test_conditions_are_decided_bid_by_bid(client, cast, now):
    evaluation = play.named(cast, now)
    decision = reports.decisions(evaluation)[0]
    assert "Public liability insurance." in get(client, cast.procurement, decision.address)
    refused = post(client, cast.procurement, decision.address, {"reason": "Seen."}, 422).content.decode()
    assert "Choose whether the condition is met." in refused
    assert "Seen." in refused
    post(client, cast.procurement, decision.address, {"outcome": "not_met", "reason": "No policy shown."})
    page = get(client, cast.auditor, address("evaluation_conditions", evaluation))
    assert "Not met" in page
    get(client, cast.auditor, decision.address, 404)
    get(client, cast.evaluator, address("evaluation_conditions", evaluation), 404)


def test_moderation_shows_the_widest_first_and_asks_why_for_each_mark_that_differs(client, cast, now):
    evaluation = play.moderating(cast, now)
    page = get(client, cast.chair, address("moderation", evaluation))
    assert "0 of 4 agreed." in page
    assert page.index("Evan Evaluator 4, Esther Evaluator 3") < page.index("Evan Evaluator 4, Esther Evaluator 4")
    widest = reports.spread(evaluation)[0]
    assert widest.width == 1
    page = get(client, cast.chair, widest.address)
    marks = Mark.objects.visible_to(cast.chair).filter(bid=widest.bid_id, question_id=widest.question_id)
    for own in marks:
        assert str(own.evaluator.user) in page
        assert f'name="difference_{own.pk}"' in page
    agreed = max(own.mark for own in marks)
    differing = marks.get(mark__lt=agreed)
    said = {
        "mark": f"{agreed:.0f}",
        "reason": "Agreed.",
        "present": [cast.chair.pk],
        "version": "0",
        "draft_version": "0",
    }
    refused = post(client, cast.chair, widest.address, said, 422).content.decode()
    assert f"Say why the agreed mark differs from {differing.evaluator.user}’s." in refused
    assert f'href="#id_difference_{differing.pk}"' in refused
    assert "Agreed." in refused
    assert not Consensus.objects.exists()
    answer = post(client, cast.chair, widest.address, said | {f"difference_{differing.pk}": "They missed page 2."})
    assert answer.url == reports.spread(evaluation)[1].address
    page = get(client, cast.auditor, widest.address)
    assert "They missed page 2." in page
    assert "<textarea" not in page
    get(client, cast.evaluator, widest.address, 404)


def test_a_stale_decision_changes_nothing_and_shows_both(client, cast, now):
    evaluation = play.moderating(cast, now)
    where = reports.spread(evaluation)[-1].address
    mark = reports.spread(evaluation)[-1].given[0].text
    said = {
        "mark": mark,
        "reason": "From the first tab.",
        "present": [cast.chair.pk],
        "version": "0",
        "draft_version": "0",
    }
    post(client, cast.chair, where, said)
    page = post(client, cast.chair, where, said | {"reason": "From the second tab."}, 409).content.decode()
    assert "From the first tab." in page
    assert "From the second tab." in page
    assert Consensus.objects.get().reason == "From the first tab."
    assert 'name="version" value="1"' in page


def test_the_ranking_shows_scores_working_formulas_and_charts(client, cast, now):
    evaluation = play.priced(cast, now)
    page = get(client, cast.procurement, address("ranking", evaluation))
    ranked = reports.ranking(evaluation)
    for bid in ranked.bids:
        assert bid.total_text in page
        assert bid.price_text in page
    assert "100 × lowest price ÷ own price" in page
    assert "Lowest price" in page
    assert "<svg" in page
    get(client, cast.evaluator, address("ranking", evaluation), 404)


def test_an_award_is_recommended_and_turned_down_on_its_pages(client, cast, now):
    evaluation = play.signed_off(cast, now)
    first = play.first_bid(evaluation)
    other = next(bid for bid in play.bids_of(evaluation) if bid != first)
    where = address("recommend_award", evaluation)
    refused = post(client, cast.procurement, where, {"bid": other.pk, "reason": "I prefer it."}, 422).content.decode()
    assert "Choose a bid that ranks first." in refused
    assert "I prefer it." in refused
    post(client, cast.procurement, where, {"bid": first.pk, "reason": "It ranks first."})
    evaluation.refresh_from_db()
    assert evaluation.status == Status.RECOMMENDED
    assert "It ranks first." in get(client, cast.second_procurement, address("turn_down_award", evaluation))
    post(client, cast.second_procurement, address("turn_down_award", evaluation), {"reason": "Ask about the price."})
    page = get(client, cast.procurement, address("evaluation", evaluation))
    assert "Priya Procurement turned down the recommendation: Ask about the price." in page


@pytest.mark.parametrize(
    "reach",
    [
        play.named,
        play.declared,
        play.marking,
        play.locked,
        play.moderating,
        play.moderated,
        play.agreed,
        play.priced,
        play.signed_off,
    ],
)
def test_every_link_of_the_task_list_leads_somewhere(client, cast, now, reach):
    evaluation = reach(cast, now)
    for person in (cast.procurement, cast.evaluator, cast.chair, cast.auditor):
        tasks = reports.standing(evaluation, person).tasks
        assert tasks
        for task in tasks:
            if task.address:
                get(client, person, task.address)


def test_steps_are_taken_by_their_buttons(client, cast, now):
    evaluation = play.declared(cast, now)
    post(client, cast.procurement, address("start_marking", evaluation), {})
    play.finish_marking(evaluation, cast, now)
    post(client, cast.chair, address("start_moderation", evaluation), {})
    refused = post(client, cast.chair, address("lock_consensus", evaluation), {}, 422).content.decode()
    assert "Agree a mark for Q1 of Bidder A." in refused
    play.agree_all(evaluation, cast, now)
    post(client, cast.chair, address("lock_consensus", evaluation), {})
    evaluation.refresh_from_db()
    assert evaluation.status == Status.AGREED


def test_addresses_that_name_nothing_are_not_found(client, cast, now):
    evaluation = play.moderating(cast, now)
    bid = play.bids_of(evaluation)[0]
    for where in (
        "/tenders/99999999999999999999/evaluation/",
        address("mark", evaluation, bid.pk, "no such question"),
        address("mark", evaluation, bid.pk, "SV2"),
        address("agree_mark", evaluation, "00000000-0000-0000-0000-000000000000", "Q1"),
        address("evaluation_condition", evaluation, bid.pk, "C9"),
    ):
        for person in (cast.evaluator, cast.chair, cast.procurement):
            get(client, person, where, 404)

"""Addresses of the evaluation stage. `pk` is the tender's."""

from django.urls import include, path

from commissioning.evaluation import views

# A question's or condition's id is whatever the tender file says, a slash included: so it is taken as a path.
EVALUATION = [
    path("", views.evaluation, name="evaluation"),
    path("panel/", views.panel, name="evaluation_panel"),
    path("conflicts/", views.conflicts, name="evaluation_conflicts"),
    path("conflicts/late/", views.late_conflict, name="late_conflict"),
    path("conflicts/register/", views.conflict_register, name="conflict_register"),
    path("conflicts/register/<int:conflict_id>/", views.decide_conflict, name="decide_conflict"),
    path("assignment/", views.assignment, name="evaluation_assignment"),
    path("workload/", views.workload, name="evaluation_workload"),
    path("reassign/", views.reassign_answers, name="reassign_answers"),
    path("start-marking/", views.start_marking, name="start_marking"),
    path("conditions/", views.conditions, name="evaluation_conditions"),
    path("conditions/confirm/<uuid:bid_id>/<path:condition_id>/", views.confirm_condition, name="confirm_condition"),
    path("conditions/<uuid:bid_id>/<path:condition_id>/", views.condition, name="evaluation_condition"),
    path("marking/", views.marking, name="marking"),
    path("marking/<uuid:bid_id>/<path:question_id>/", views.mark, name="mark"),
    path("lock/", views.lock_marks, name="lock_marks"),
    path("start-moderation/", views.start_moderation, name="start_moderation"),
    path("moderation/", views.moderation, name="moderation"),
    path("moderation/promises/", views.overpromises, name="overpromises"),
    path("moderation/record/", views.moderation_record, name="moderation_record"),
    path("moderation/<uuid:bid_id>/<path:question_id>/", views.agree_mark, name="agree_mark"),
    path("lock-consensus/", views.lock_consensus, name="lock_consensus"),
    path("prices/", views.open_prices, name="open_prices"),
    path("queries/", views.queries, name="queries"),
    path("queries/ask/<uuid:bid_id>/", views.query_ask, name="query_ask"),
    path("queries/<int:query_id>/", views.query, name="query"),
    path("queries/<int:query_id>/confirm/", views.confirm_query, name="confirm_query"),
    path("queries/<int:query_id>/file/", views.query_file, name="query_file"),
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/robustness/", views.robustness, name="robustness"),
    path("report/", views.report, name="evaluation_report"),
    path("report/sign-off/", views.sign_off, name="sign_off_report"),
    path("report/papers/", views.ask_for_paper, name="ask_for_paper"),
    path("report/papers/<int:paper_id>/", views.paper, name="paper"),
    path("report/papers/<int:paper_id>/download/", views.paper_download, name="paper_download"),
    path("recommend/", views.recommend, name="recommend_award"),
    path("turn-down/", views.turn_down, name="turn_down_award"),
    path("summaries/", views.summaries, name="summaries"),
    path("summaries/send/", views.release_summaries, name="release_summaries"),
    path("summaries/<uuid:to_id>/<uuid:about_id>/<path:question_id>/", views.word_summary, name="word_summary"),
    path("standstill/", views.standstill, name="standstill"),
    path("standstill/notice/", views.record_notice, name="record_notice"),
    path("standstill/challenge/", views.record_challenge, name="record_challenge"),
    path("standstill/challenge/<int:challenge_id>/", views.decide_challenge, name="decide_challenge"),
]
urlpatterns = [
    path("tenders/<int:pk>/evaluation/", include(EVALUATION)),
    path("providers/<int:pk>/library/", views.provider_library, name="provider_library"),
    path("bids/<uuid:pk>/questions/<int:number>/library/", views.answer_library, name="bid_answer_library"),
    # For the bidder: `pk` is the bid's.
    path("bids/<uuid:pk>/queries/", views.bid_queries, name="bid_queries"),
    path("bids/<uuid:pk>/queries/<int:query_id>/", views.bid_query_answer, name="bid_query_answer"),
    path("bids/<uuid:pk>/outcome/", views.bid_outcome, name="bid_outcome"),
]

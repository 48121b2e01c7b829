"""Addresses of the evaluation stage. `pk` is the tender's."""

from django.urls import include, path

from commissioning.evaluation import views

# A question's or condition's id is whatever the tender file says, a slash included: so it is taken as a path.
EVALUATION = [
    path("", views.evaluation, name="evaluation"),
    path("panel/", views.panel, name="evaluation_panel"),
    path("conflicts/", views.conflicts, name="evaluation_conflicts"),
    path("start-marking/", views.start_marking, name="start_marking"),
    path("conditions/", views.conditions, name="evaluation_conditions"),
    path("conditions/confirm/<uuid:bid_id>/<path:condition_id>/", views.confirm_condition, name="confirm_condition"),
    path("conditions/<uuid:bid_id>/<path:condition_id>/", views.condition, name="evaluation_condition"),
    path("marking/", views.marking, name="marking"),
    path("marking/<uuid:bid_id>/<path:question_id>/", views.mark, name="mark"),
    path("lock/", views.lock_marks, name="lock_marks"),
    path("start-moderation/", views.start_moderation, name="start_moderation"),
    path("moderation/", views.moderation, name="moderation"),
    path("moderation/<uuid:bid_id>/<path:question_id>/", views.agree_mark, name="agree_mark"),
    path("lock-consensus/", views.lock_consensus, name="lock_consensus"),
    path("prices/", views.open_prices, name="open_prices"),
    path("ranking/", views.ranking, name="ranking"),
    path("ranking/robustness/", views.robustness, name="robustness"),
    path("report/", views.report, name="evaluation_report"),
    path("report/sign-off/", views.sign_off, name="sign_off_report"),
    path("report/papers/", views.ask_for_paper, name="ask_for_paper"),
    path("report/papers/<int:paper_id>/", views.paper, name="paper"),
    path("report/papers/<int:paper_id>/download/", views.paper_download, name="paper_download"),
    path("recommend/", views.recommend, name="recommend_award"),
    path("turn-down/", views.turn_down, name="turn_down_award"),
]
urlpatterns = [
    path("tenders/<int:pk>/evaluation/", include(EVALUATION)),
    path("providers/<int:pk>/library/", views.provider_library, name="provider_library"),
    path("bids/<uuid:pk>/questions/<int:number>/library/", views.answer_library, name="bid_answer_library"),
    # For the bidder: `pk` is the bid's.
    path("bids/<uuid:pk>/outcome/", views.bid_outcome, name="bid_outcome"),
]

"""The roof's addresses, and those of every stage."""

from django.urls import include, path

from commissioning import dashboard

urlpatterns = [
    path("", dashboard.home, name="home"),
    path("desk/", dashboard.dashboard, name="dashboard"),
    path("desk/hats/", dashboard.hats, name="hats"),
    path("cases/<int:pk>/", dashboard.case, name="case"),
    path("", include("commissioning.authorities.urls")),
    path("", include("commissioning.tenders.urls")),
    path("", include("commissioning.bids.urls")),
    path("", include("commissioning.evaluation.urls")),
    path("", include("commissioning.contracts.urls")),
]

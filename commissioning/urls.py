"""The roof's addresses, and those of every stage."""

from django.urls import include, path

urlpatterns = [
    path("", include("commissioning.authorities.urls")),
    path("", include("commissioning.tenders.urls")),
    path("", include("commissioning.bids.urls")),
    path("", include("commissioning.evaluation.urls")),
    path("", include("commissioning.contracts.urls")),
]

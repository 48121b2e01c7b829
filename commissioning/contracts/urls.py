"""Addresses of the contracts stage."""

from django.urls import path

from commissioning.contracts import views

urlpatterns = [
    path("tenders/<int:pk>/award/", views.award_approve, name="award_approve"),
    path("tenders/<int:pk>/award/contract/", views.contract_conclude, name="contract_conclude"),
    path("contracts/", views.contract_list, name="contract_list"),
    path("contracts/<int:pk>/", views.contract, name="contract"),
    path("contracts/<int:pk>/returns/<int:period_pk>/", views.return_submit, name="return_submit"),
    path("contracts/<int:pk>/returns/<int:period_pk>/more-time/", views.period_extend, name="period_extend"),
    path("contracts/<int:pk>/returns/<int:period_pk>/<int:version>/", views.return_decide, name="return_decide"),
    path("contracts/<int:pk>/returns/<int:period_pk>/<int:version>/file/", views.return_file, name="return_file"),
]

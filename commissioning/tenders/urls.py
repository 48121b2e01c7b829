"""Addresses of tenders and of the question bank."""

from django.urls import path

from commissioning.tenders import views

urlpatterns = [
    path("tenders/<int:pk>/", views.tender, name="tender"),
    path("tenders/<int:pk>/draft/", views.tender_draft, name="tender_draft"),
    path("tenders/<int:pk>/approve/", views.tender_approve, name="tender_approve"),
]

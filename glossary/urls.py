"""Addresses of the glossary."""

from django.urls import path

from glossary import views

urlpatterns = [
    path("", views.list_terms, name="glossary"),
    path("words/<slug:slug>/", views.show_term, name="term"),
    path("frameworks/", views.list_frameworks, name="framework_list"),
    path("frameworks/<slug:slug>/", views.show_framework, name="framework"),
    path("measures/", views.list_measures, name="measure_list"),
    path("measures/<slug:slug>/", views.show_measure, name="measure"),
]

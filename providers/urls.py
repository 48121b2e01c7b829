"""Addresses of the providers."""

from django.urls import path

from providers import views

urlpatterns = [
    path("providers/register/", views.register, name="provider_register"),
    path("providers/register/reach/", views.register_reach, name="provider_register_reach"),
    path("providers/<int:pk>/", views.provider, name="provider"),
    path("providers/<int:pk>/facts/", views.facts, name="provider_facts"),
    path("providers/<int:pk>/members/", views.members, name="provider_members"),
    path("providers/<int:pk>/members/<int:member_pk>/end/", views.member_end, name="provider_member_end"),
]

"""Addresses of the providers."""

from django.urls import path

from providers import views

urlpatterns = [
    path("providers/register/", views.register, name="provider_register"),
    path("providers/register/reach/", views.register_reach, name="provider_register_reach"),
    path("providers/<int:pk>/", views.provider, name="provider"),
    path("providers/<int:pk>/facts/", views.facts, name="provider_facts"),
    path("providers/<int:pk>/papers/", views.papers, name="provider_papers"),
    path("providers/<int:pk>/papers/add/<str:kind>/", views.paper_add, name="provider_paper_add"),
    path("providers/<int:pk>/papers/<int:paper_pk>/", views.paper, name="provider_paper"),
    path("providers/<int:pk>/papers/<int:paper_pk>/file/", views.paper_file, name="provider_paper_file"),
    path("providers/<int:pk>/papers/<int:paper_pk>/remove/", views.paper_remove, name="provider_paper_remove"),
    path("providers/<int:pk>/texts/add/", views.text_add, name="provider_text_add"),
    path("providers/<int:pk>/texts/<int:text_pk>/", views.text, name="provider_text"),
    path("providers/<int:pk>/texts/<int:text_pk>/remove/", views.text_remove, name="provider_text_remove"),
    path("providers/<int:pk>/members/", views.members, name="provider_members"),
    path("providers/<int:pk>/members/<int:member_pk>/end/", views.member_end, name="provider_member_end"),
]

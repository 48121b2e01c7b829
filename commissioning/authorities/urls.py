"""Addresses of the authorities."""

from django.urls import path

from commissioning.authorities import views

urlpatterns = [
    path("authorities/<slug:slug>/people/", views.people, name="people"),
    path("authorities/<slug:slug>/people/<int:pk>/end/", views.take_role, name="take_role"),
    path("authorities/<slug:slug>/policy/", views.policy, name="policy"),
    path("authorities/<slug:slug>/policy/compare/", views.policy_compare, name="policy_compare"),
    path("authorities/<slug:slug>/policy/adopt/", views.policy_adopt, name="policy_adopt"),
    # A figure's key always has a dot, so that none can be taken for one of the pages above.
    path("authorities/<slug:slug>/policy/<str:key>/", views.policy_figure, name="policy_figure"),
]

"""Addresses of the authorities."""

from django.urls import path

from commissioning.authorities import views

urlpatterns = [
    path("authorities/<slug:slug>/people/", views.people, name="people"),
    path("authorities/<slug:slug>/people/<int:pk>/end/", views.take_role, name="take_role"),
]

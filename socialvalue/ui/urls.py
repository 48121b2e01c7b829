"""The components page, in development."""

from django.urls import path

from socialvalue.ui import views

urlpatterns = [path("", views.show_components, name="components")]

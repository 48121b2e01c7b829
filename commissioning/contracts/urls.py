"""Addresses of the contracts stage."""

urlpatterns = []

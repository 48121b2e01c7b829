"""Addresses of the providers."""

urlpatterns = []

"""Addresses of the tenders stage."""

urlpatterns = []

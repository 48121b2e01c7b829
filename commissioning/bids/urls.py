"""Addresses of the bids stage."""

urlpatterns = []

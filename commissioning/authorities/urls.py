"""Addresses of the authorities stage."""

urlpatterns = []

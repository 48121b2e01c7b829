"""Addresses of the evaluation stage."""

urlpatterns = []

"""Addresses of bids and of their opening."""

from django.urls import path

from commissioning.bids import views

BID = "bids/<uuid:pk>/"

urlpatterns = [
    path("bids/", views.bid_list, name="bid_list"),
    path(BID, views.bid, name="bid"),
    path(f"{BID}receipts/<int:version>/", views.receipt, name="bid_receipt"),
    path("tenders/<int:pk>/opening/", views.opening, name="opening"),
    path("tenders/<int:pk>/bids/<uuid:bid_pk>/", views.opened_bid, name="opened_bid"),
]

from django.apps import AppConfig


class BidsConfig(AppConfig):
    name = "commissioning.bids"

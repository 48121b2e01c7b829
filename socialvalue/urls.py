"""Every address of the portal. The ground names the apps' addresses as strings and imports none of them."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("glossary/", include("glossary.urls")),
    path("", include("providers.urls")),
    path("", include("commissioning.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("components/", include("socialvalue.ui.urls")))

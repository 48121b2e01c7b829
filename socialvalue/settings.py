"""Settings, all from the environment.

Development needs none of them. Production is declared with ``DJANGO_PRODUCTION=1``: then every secret and address
must be given, and a missing one stops the portal with its name (`environ.ImproperlyConfigured`).
"""

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

PRODUCTION = env.bool("DJANGO_PRODUCTION", default=False)
DEBUG = env.bool("DJANGO_DEBUG", default=not PRODUCTION)
# A key for development only: it signs nothing outside this machine.
SECRET_KEY = (
    env.str("DJANGO_SECRET_KEY") if PRODUCTION else env.str("DJANGO_SECRET_KEY", default="development-only-key")
)
ALLOWED_HOSTS = env.list("DJANGO_ALLOWED_HOSTS") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
SITE_ADDRESS = env.str("SITE_ADDRESS") if PRODUCTION else env.str("SITE_ADDRESS", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if PRODUCTION else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "whitenoise.runserver_nostatic",
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_tasks",
    "django_tasks_db",
    "socialvalue.accounts",
    "socialvalue.audit",
    "socialvalue.outbox",
    "socialvalue.files",
    "socialvalue.ui",
    "glossary",
    "providers",
    "commissioning.authorities",
    "commissioning.tenders",
    "commissioning.bids",
    "commissioning.evaluation",
    "commissioning.contracts",
    "commissioning",
]
MIDDLEWARE = [
    "socialvalue.clock.arrival_middleware",  # first: the instant a request arrived is held once for all of it
    "socialvalue.security.content_security_policy_middleware",  # around all others: their refusals are pages too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "socialvalue.accounts.given_back.SessionMiddleware",  # every page is private unless it says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "socialvalue.urls"
WSGI_APPLICATION = "socialvalue.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "socialvalue.ui.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = "socialvalue"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["socialvalue"]

DATABASES = {
    "default": env.db_url("DATABASE_URL")
    if PRODUCTION
    else env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets people read while one writes; IMMEDIATE takes the write lock at once, so that two writers queue, not clash.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# allauth counts sign-in attempts in the cache, so it must be shared by every worker.
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if "CACHE_URL" in env.ENVIRON
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # The usual 300 would let a flood of names at the sign-in throw out the counts that stop it.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "socialvalue.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "socialvalue.accounts.forms.NameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "socialvalue.accounts.given_back.csrf_failure"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "build" / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.InMemoryStorage"
    },  # uploads live in the database: socialvalue.files
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_CONFIG = env.email_url("EMAIL_URL") if PRODUCTION else env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = (
    env.str("FROM_EMAIL") if PRODUCTION else env.str("FROM_EMAIL", default="Social value portal <portal@localhost>")
)

# Uploads are held in memory while they are checked; anything larger is refused with a message beside the field.
UPLOAD_LIMIT_BYTES = 10 * 1024 * 1024
# Where ClamAV listens, "tcp://127.0.0.1:3310" or the path of its socket. Empty: uploads are not looked at for viruses.
CLAMAV_SOCKET = env.str("CLAMAV_SOCKET", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose word about the caller's address the rate limits take
# The header in which a front end says when a request reached it, and the front ends whose word is taken: `clock`.
ARRIVAL_HEADER = env.str("ARRIVAL_HEADER", default="")
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
if ARRIVAL_HEADER and not TRUSTED_PROXIES:
    raise ImproperlyConfigured("ARRIVAL_HEADER is set, so TRUSTED_PROXIES must name the front ends that set it.")
for _proxy in TRUSTED_PROXIES:
    if _proxy != "unix":
        ip_network(_proxy)  # ValueError names the one that is no address
# How long after a closing a request that came in before it may still be handled; nothing is opened before that.
CLOSING_DRAIN = timedelta(seconds=env.int("CLOSING_DRAIN_SECONDS", default=120))
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}

# Send each message as soon as its transaction commits; `manage.py send_messages` retries what was refused.
SEND_MESSAGES_AT_ONCE = env.bool("SEND_MESSAGES_AT_ONCE", default=True)

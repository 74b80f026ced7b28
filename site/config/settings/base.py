"""Settings that hold everywhere; what differs by installation is read from the environment (docs/operators.md)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ

from .files import sending
from .search import search_backends
from .trail import trail_handlers

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()

VAR = Path(env.str("VAR_ROOT", default=str(ROOT / "var")))

INSTALLED_APPS = [
    "publication",
    "search",
    "home",
    "staff_directory",
    "disclosure",
    "wagtail_modeladmin",
    "wagtail.contrib.settings",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "staff_directory.users.apps.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.contrib.search_promotions",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "taggit",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "qsessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "publication.surfaces.epoch.EpochMiddleware",
    "publication.trail.context.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "config.middleware.DisplayModeMiddleware",
    "qsessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "staff_directory.sign_in.middleware.SignInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "publication.middleware.RefusalMiddleware",
    "publication.trail.exports.ExportMiddleware",
    "staff_directory.access.middleware.BorderMiddleware",
    "publication.life_admin.door.SealedDoorMiddleware",
    "publication.redirects.PublicRedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "config.template_wording.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context_processors.portal",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "site" / "static"]

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
MEDIA_URL = "/media-is-never-served-by-path/"
vars().update(sending(env.str("SENDFILE", default=""), MEDIA_ROOT))
UPLOAD_ROOT = Path(env.str("UPLOAD_ROOT", default=str(VAR / "uploads")))

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
#: Drawings of flowcharts, by the digest of what they show: a cache of its own, so that a takedown can empty it.
CACHES["drawings"] = {**CACHES["default"], "KEY_PREFIX": "drawings"}
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    CACHES["drawings"] |= {"LOCATION": "drawings", "OPTIONS": {"MAX_ENTRIES": 200}}

TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "jobs": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]},
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "staff_directory.sign_in.passwords.MixedCharactersValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "staff_directory.roles.lent.LentRoles",
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# A name is locked, whether an account has it or not: the answer tells nobody which names exist.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "staff_directory.sign_in.views.locked_out"
AXES_USERNAME_CALLABLE = "staff_directory.sign_in.counting.counted_name"
AXES_CLIENT_IP_CALLABLE = "publication.trail.context.client_address"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "公示"
SESSION_ENGINE = "qsessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60

#: Without a mail service nothing is mailed: notices stand in the admin only, and the screens say so.
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
#: Seconds that a mail server may take to answer; the timers wait for it.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")

WAGTAIL_SITE_NAME = "行政执法公示平台"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
#: Where a visitor comes in, through cache and CDN: probes after a withdrawal go this way.
PUBLIC_ORIGIN = env.str("PUBLIC_ORIGIN", default=WAGTAILADMIN_BASE_URL)
#: Where a guide's address is looked up when a visitor follows the link; nothing of it is loaded here. Empty: no links.
MAP_LINK = env.str("MAP_LINK", default="https://uri.amap.com/search?keyword={address}&view=map")
#: A Varnish with site/deploy/varnish.vcl before the portal; empty: none.
FRONT_CACHE_URL = env.str("FRONT_CACHE_URL", default="")
if FRONT_CACHE_URL:
    WAGTAILFRONTENDCACHE = {
        "varnish": {"BACKEND": "publication.surfaces.varnish.EpochBackend", "LOCATION": FRONT_CACHE_URL}
    }
#: The Ed25519 key that signs receipts (PEM); made on first use where it is not there yet.
RECEIPT_KEY_FILE = env.str("RECEIPT_KEY_FILE", default=str(VAR / "receipt-key.pem"))
WAGTAIL_I18N_ENABLED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
#: Former addresses are kept by the verb of publication (FormerAddress), which also knows what became of the page.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "publication.workflow_end.publish_approved"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_MODEL = "publication.StoredDocument"
WAGTAILIMAGES_IMAGE_MODEL = "publication.StoredImage"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "publication.file_forms.StoredDocumentForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publication.file_forms.StoredImageForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "doc", "xls", "odt", "ods", "csv", "txt", "zip"]
WAGTAILSEARCH_BACKENDS = search_backends(env.str("SEARCH_URL", default="database://"))
#: Whether 勞動 finds 劳动 and the other way round; after a change, rebuild the index: ``manage.py search_doctor --rebuild``.
SEARCH_FOLDS_TRADITIONAL = env.bool("SEARCH_FOLDS_TRADITIONAL", default=True)
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
TAGGIT_CASE_INSENSITIVE = True

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=60 * 1024 * 1024)
IMPORT_LEASE_SECONDS = env.int("IMPORT_LEASE_SECONDS", default=60)

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True

TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

TRAIL_HANDLERS: dict[str, dict[str, Any]] = trail_handlers(
    env.str("TRAIL_LOG_FILE", default=""), env.str("TRAIL_SYSLOG", default="")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "bare": {"format": "%(message)s"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}, **TRAIL_HANDLERS},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "rust-sugiyama": {"level": "WARNING"},  # the layout of flowcharts tells its every step
        "connected_components": {"level": "WARNING"},
        "gongshi.trail": {"handlers": list(TRAIL_HANDLERS), "level": "INFO", "propagate": False},
    },
}

# The editor's preview shows pages of this site in a frame (W019); lock-out by name holds from every address (W006).
SILENCED_SYSTEM_CHECKS = ["security.W019", "axes.W006"]

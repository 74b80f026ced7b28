"""For the test suite: fast hashes, files under a temporary folder, the database from ``DATABASE_URL`` or SQLite."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import env
from .databases import database

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
_FILES = Path(tempfile.mkdtemp(prefix="gongshi-test-"))
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{_FILES / 'db.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_FILES / "test.sqlite3")}
CONN_MAX_AGE = 0
MEDIA_ROOT = _FILES / "media"
UPLOAD_ROOT = _FILES / "uploads"
STATIC_ROOT = _FILES / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
LOGGING = {"version": 1, "disable_existing_loggers": False}

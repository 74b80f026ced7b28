"""Settings of modelsearch's own test project, with our backends: the database's, or Elasticsearch when its address is set."""

import os
import tempfile
from pathlib import Path

import environ

from . import library

SECRET_KEY = "only-for-tests"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
_FOLDER = Path(tempfile.mkdtemp(prefix="gongshi-conformance-"))
DATABASES = {
    "default": environ.Env.db_url_config(os.environ.get("DATABASE_URL", f"sqlite:///{_FOLDER / 'db.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    INSTALLED_APPS.append("django.contrib.postgres")
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends.database"}}
if os.environ.get("ELASTICSEARCH_URL"):
    MODELSEARCH_BACKENDS["default"] = {
        "BACKEND": "search.backends.elasticsearch",
        "URLS": [os.environ["ELASTICSEARCH_URL"]],
        "INDEX_PREFIX": "modelsearchtest_",
    }

library.write(_FOLDER)
FIXTURE_DIRS = [_FOLDER]

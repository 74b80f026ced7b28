"""One machine, Python wheels only: SQLite in WAL mode under ``var/``, a secret key made and kept on first start."""

import os
import secrets

from .base import *  # noqa: F403
from .base import VAR, env
from .databases import database

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

VAR.mkdir(parents=True, exist_ok=True)


def _kept_secret_key() -> str:
    """Return the key in ``var/secret-key``, made with mode 0600 when it is not there yet."""
    path = VAR / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(64)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret_key()
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'gongshi.sqlite3'}"))}

"""The WSGI entry point: ``gunicorn config.wsgi`` with ``site/`` and the repository root on the import path."""

import os
import sys
from pathlib import Path

from django.core.wsgi import get_wsgi_application

_ROOT = str(Path(__file__).resolve().parents[2])
if _ROOT not in sys.path:
    sys.path.insert(0, _ROOT)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")

application = get_wsgi_application()

#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Put ``site/`` on the import path, choose the embedded settings unless told otherwise, and run the command."""
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

"""The uploaded file: kept outside media, readable by its job only, deleted when finished or after a week."""

import datetime
import os
import shutil
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..models import GuideWorkbook, ImportJob, ImportSettings, MatterWorkbook, OfficerWorkbook, Workbook
from ..models.imports import RUNNING

_BOOKS: tuple[type[Workbook], ...] = (MatterWorkbook, GuideWorkbook, OfficerWorkbook)


def _folder() -> Path:
    folder = Path(settings.UPLOAD_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def path_of(job: ImportJob | Workbook) -> Path:
    """Return where the job's file is kept."""
    return _folder() / job.stored_name


def keep(source: Any) -> str:
    """Store an uploaded file (``chunks()``) or a path under a random name with mode 0600; return the name."""
    name = uuid.uuid4().hex
    descriptor = os.open(_folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        if isinstance(source, Path):
            with source.open("rb") as file:
                shutil.copyfileobj(file, target)
        else:
            for chunk in source.chunks():
                target.write(chunk)
    return name


def forget(job: ImportJob | Workbook) -> None:
    """Delete the job's file."""
    if job.stored_name:
        path_of(job).unlink(missing_ok=True)
        type(job)._default_manager.filter(pk=job.pk).update(stored_name="")
        job.stored_name = ""


def forget_old() -> int:
    """Delete files older than the setting's days, and strays that belong to no job; return how many."""
    limit = timezone.now() - datetime.timedelta(days=ImportSettings.present().keep_days)
    gone = 0
    jobs = ImportJob.objects.filter(created_at__lt=limit).exclude(stored_name="").exclude(status__in=RUNNING)
    books = [
        book for model in _BOOKS for book in model._default_manager.filter(created_at__lt=limit).exclude(stored_name="")
    ]
    for upload in (*jobs, *books):
        forget(upload)
        gone += 1
    known = {
        name
        for model in (ImportJob, *_BOOKS)
        for name in model._default_manager.exclude(stored_name="").values_list("stored_name", flat=True)
    }
    for path in _folder().iterdir():
        old = datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=limit.tzinfo) < limit
        if path.name not in known and old:
            path.unlink(missing_ok=True)
            gone += 1
    return gone

"""The background task behind an import, and taking up what a killed worker left."""

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from ..models import ImportJob
from ..models.imports import RUNNING
from . import steps


@task(backend="jobs")
def run_import_job(job_id: int) -> bool:
    """Do the present step of one job."""
    return steps.run(job_id)


def enqueue(job: ImportJob) -> None:
    """Hand a job to the worker."""
    run_import_job.enqueue(job.pk)


def take_up_abandoned() -> int:
    """Hand over again every running job whose worker's lease has run out; return how many."""
    late = Q(lease_until__lt=timezone.now()) | Q(lease_until=None)
    jobs = list(ImportJob.objects.filter(late, status__in=RUNNING)[:20])
    for job in jobs:
        enqueue(job)
    return len(jobs)

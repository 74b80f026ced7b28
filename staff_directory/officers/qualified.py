"""Who is qualified to enforce, and who of them the public sees: said here and nowhere else."""

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from .kinds import CertificateState


def qualified(day: datetime.date | None = None) -> Q:
    """Return the condition on certificates that their holder may enforce on ``day`` (today) with them.

    The examination is passed, the certificate is valid and neither suspended nor cancelled, the holder is in service. Source:
    行政处罚法第四十二条（执法人员应当具有行政执法资格）; 国办发〔2018〕118号 (未经考试合格，不得授予执法资格).
    """
    day = day or timezone.localdate()
    serving = (Q(officer__serves_from=None) | Q(officer__serves_from__lte=day)) & (
        Q(officer__serves_until=None) | Q(officer__serves_until__gte=day)
    )
    return serving & Q(state=CertificateState.VALID, exam_passed_on__lte=day, valid_from__lte=day, valid_until__gte=day)


def published() -> Q:
    """Return the condition on certificates that their unit's directory is public: without it none of its officers is shown."""
    return Q(officer__unit__officer_directory__live=True)


def public_certificates(day: datetime.date | None = None) -> QuerySet:
    """Return the certificates that the public sees on ``day`` (today), with their officers and units, in the order of the directory."""
    from ..models import OfficerCertificate

    found = OfficerCertificate.objects.filter(qualified(day), published()).select_related("officer__unit")
    return found.order_by(
        "officer__unit__order", "officer__unit__code", "officer__order", "officer__name", "officer_id", "number"
    )

"""Choices of the register of officers."""

from django.db import models


class CertificateKind(models.TextChoices):
    """Kinds of certificates that an officer shows (行政处罚法第五十五条: 主动出示执法证件)."""

    ENFORCEMENT = "enforcement", "行政执法证"
    LABOUR = "labour", "劳动保障监察证"
    OTHER = "other", "其他执法证件"


class CertificateState(models.TextChoices):
    """What was done with a certificate; that its dates are over is computed besides."""

    VALID = "valid", "有效"
    SUSPENDED = "suspended", "暂扣"
    CANCELLED = "cancelled", "注销"
    EXPIRED = "expired", "过期"

"""The closed lists of papers: stages of enforcement, how a regulation stands, what one regulation does to another."""

from django.db import models


class Paper(models.TextChoices):
    """The kinds of paper; each unit keeps an index page per kind, and each has a public list."""

    TEMPLATE = "template", "文书样本"
    REGULATION = "regulation", "制度文件"
    SERVICE = "service", "公告送达"


PAPER_SLUGS = {Paper.TEMPLATE: "document-templates", Paper.REGULATION: "regulations", Paper.SERVICE: "service-notices"}
#: The section of the portal in which a visitor looks for each kind.
PAPER_SECTIONS = {Paper.TEMPLATE: "during", Paper.REGULATION: "before", Paper.SERVICE: "during"}


class Stage(models.TextChoices):
    """The stages of enforcement in their order (行政处罚法第四十七条 names those that are recorded)."""

    FILING = "1-filing", "立案"
    EVIDENCE = "2-evidence", "调查取证"
    NOTICE = "3-notice", "告知"
    HEARING = "4-hearing", "听证"
    DECISION = "5-decision", "决定"
    SERVICE = "6-service", "送达"
    EXECUTION = "7-execution", "执行"
    ARCHIVE = "8-archive", "归档"


class Standing(models.TextChoices):
    """How a regulation stands; in the order of what weighs more."""

    IN_FORCE = "in_force", "现行有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"


class Effect(models.TextChoices):
    """What a regulation does to an earlier one."""

    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"


#: What an effect makes of the earlier regulation.
STANDING_BY_EFFECT = {Effect.AMENDS: Standing.AMENDED, Effect.REPEALS: Standing.REPEALED}

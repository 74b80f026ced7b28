"""What the index was made by, and what it must still be brought up to date with."""

from django.db import models


class IndexState(models.Model):
    """The version of a thing that other processes must notice: the analysis that wrote the index, the list of synonyms."""

    ANALYSIS, SYNONYMS = "analysis", "synonyms"

    name = models.CharField(max_length=20, primary_key=True)
    version = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "检索索引状态"
        verbose_name_plural = "检索索引状态"

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class DuePages(models.Model):
    """Pages at or below a tree path whose entries say what is no longer so; too many to be written while an editor waits."""

    path = models.CharField(max_length=255, primary_key=True)

    class Meta:
        verbose_name = "待更新的检索条目"
        verbose_name_plural = "待更新的检索条目"

    def __str__(self) -> str:
        return self.path

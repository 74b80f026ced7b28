"""Words: those that public texts use, and those that editors declare to mean the same."""

import re

from django.core.exceptions import ValidationError
from django.db import models

_SPLIT = re.compile(r"[,，、;；\s]+")


def split_words(text: str) -> list[str]:
    """Return the words of a list that a person typed, each once."""
    return list(dict.fromkeys(word for word in _SPLIT.split(text) if word))


class Term(models.Model):
    """A word that stood in a public text, with its pinyin: for corrections and for pinyin in queries.

    A word is only ever shown after the index has been asked whether a public page still holds it.
    """

    word = models.CharField(max_length=40, primary_key=True)
    pinyin = models.CharField(max_length=200)
    initials = models.CharField(max_length=40)
    length = models.SmallIntegerField()
    is_name = models.BooleanField(default=False)

    class Meta:
        verbose_name = "检索词"
        verbose_name_plural = "检索词"
        # Plain ones: what Django makes of ``db_index`` is double on PostgreSQL. Initials are asked of names alone.
        indexes = [
            models.Index(fields=["pinyin"], name="search_term_sound"),
            models.Index(fields=["initials"], condition=models.Q(is_name=True), name="search_term_letters"),
        ]

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """Everyday words and the legal terms that they stand for; kept by editors."""

    words = models.CharField(
        "常用说法", max_length=200, help_text="公众会输入的词，用顿号或逗号分隔，例如：欠薪、讨薪。"
    )
    terms = models.CharField(
        "公示用语", max_length=200, help_text="公示文书里的说法，用顿号或逗号分隔，例如：拖欠工资、拖欠劳动报酬。"
    )
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "同义词"
        verbose_name_plural = "同义词"
        ordering = ["words"]

    def __str__(self) -> str:
        return f"{self.words} → {self.terms}"

    def clean(self) -> None:
        """Check that both sides name something.

        Raises:
            ValidationError: naming the field and how to mend it.
        """
        for name in ("words", "terms"):
            if not split_words(getattr(self, name)):
                raise ValidationError({name: "请至少填写一个词。"})

"""Days that the bureau enters where the calendar library knows nothing yet, or knows it wrong."""

from django.core.cache import cache
from django.db import models
from django.db.models.signals import post_delete, post_save

CACHE_KEY = "publication.calendar_days"
_CACHE_SECONDS = 30


class CalendarDay(models.Model):
    """One public holiday (休) or shifted working day (班) of the State Council's yearly notice."""

    day = models.DateField("日期", unique=True)
    works = models.BooleanField("上班", default=False, help_text="调休上班的勾选；放假的不勾选。")
    name = models.CharField("节日或说明", max_length=40, blank=True)

    class Meta:
        verbose_name = "工作日历"
        verbose_name_plural = "工作日历"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'班' if self.works else '休'}"


def entered_days() -> dict:
    """Return every entered day with True (working) or False (off); remembered for half a minute."""
    found: dict | None = cache.get(CACHE_KEY)
    if found is None:
        found = dict(CalendarDay.objects.values_list("day", "works"))
        cache.set(CACHE_KEY, found, _CACHE_SECONDS)
    return found


def forget_entered_days(**kwargs: object) -> None:
    """Read the days anew at the next question."""
    cache.delete(CACHE_KEY)


post_save.connect(forget_entered_days, sender=CalendarDay)
post_delete.connect(forget_entered_days, sender=CalendarDay)

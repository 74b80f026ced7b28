"""What must hold before a notice of service is public."""

import datetime
from typing import Any

from django.utils import timezone

from publication.gates import WARNING, Gate, Problem, missing, register
from publication.text import normalise

from ..models import ServiceNoticePage


class ServiceNoticeGate(Gate):
    """A notice of service is complete, its period is computed and still runs, and the party stands in its own field only."""

    code = "service_notice"
    page_types = (ServiceNoticePage,)

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Name what is missing, what is wrong with the period, and where else the party stands."""
        found = missing(
            page,
            (
                "party_name",
                "document_name",
                "document_number",
                "organ_name",
                "reason",
                "basis",
                "collect_at",
                "notified_on",
            ),
        )
        if page.period_days is None:
            message = (
                "公告期没有填写，“文书和公告设置”中也没有设定。请按所依据的法律填写天数，或由政策法规科在设置中填写。"
            )
            found.append(Problem("no_period", message, "period_days"))
        return found + self._period(page) + self._elsewhere(page)

    def _period(self, page: Any) -> list[Problem]:
        today = timezone.localdate()
        found = []
        if page.served_on and page.served_on < today:
            message = "公告期已经届满，不能再公开。需要重新公告的，请改公告日期。"
            found.append(Problem("period_over", message, "served_on"))
        last = page.last_day()
        if page.served_on and page.notified_on and page.served_on < page.notified_on:
            found.append(Problem("period_order", "公告期届满日早于公告日期，请核对。", "served_on"))
        elif page.served_on and last and page.served_on < last:
            shown = f"{last.year}年{last.month}月{last.day}日"
            found.append(Problem("too_short", f"公告期届满日早于应有的{shown}，公告期不足，请核对。", "served_on"))
        if page.notified_on is None:
            return found
        if page.notified_on > _public_on(page):
            found.append(
                Problem("future", "公告日期在公开之日以后，请改为公开之日，或者定时到那一天公开。", "notified_on")
            )
        elif not page.live and page.notified_on < today and not any(problem.code == "period_over" for problem in found):
            message = "公告日期早于公开之日。公告期从公告发出之日起算；没有在别处先行公告的，请改为公开之日。"
            found.append(Problem("backdated", message, "notified_on", severity=WARNING))
        return found

    def _elsewhere(self, page: Any) -> list[Problem]:
        """The party's name in any other text would come into title, search, or a summary."""
        name = "".join(normalise(page.party_name).split())
        if len(name) < 2:
            return []
        found = []
        for field in (
            "document_name",
            "document_number",
            "reason",
            "basis",
            "collect_at",
            "remedy",
            "organ_name",
            "slug",
            "seo_title",
            "search_description",
            "correction_note",
        ):
            if name in "".join(normalise(str(getattr(page, field) or "")).split()):
                label = page._meta.get_field(field).verbose_name
                message = f"“{label}”中写了受送达人的名称。名称只写在“受送达人”一栏，请在这里改为“受送达人”。"
                found.append(Problem("party_elsewhere", message, field, law="个人信息保护法第六条"))
        return found


def _public_on(page: Any) -> datetime.date:
    """Return the day on which the page becomes public: the day it is scheduled for, else today."""
    at = page.go_live_at
    return max(timezone.localtime(at).date(), timezone.localdate()) if at else timezone.localdate()


register(ServiceNoticeGate())

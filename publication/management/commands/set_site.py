"""``manage.py set_site``: the portal's host, port and root page, by the server's operator and on the record."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from wagtail.models import Page, Site

from publication.guards.closed import SITE
from publication.permits import permitted
from publication.trail.record import record


class Command(BaseCommand):
    """Changes where the portal stands; every page's address follows, so no screen of the admin does it."""

    help = "更改网站的域名、端口或根页面（每个页面的网址都会随之改变），记入操作日志。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is to change, and why."""
        parser.add_argument("--hostname")
        parser.add_argument("--port", type=int)
        parser.add_argument("--root-page", type=int, help="新的根页面编号，须已公开")
        parser.add_argument("--reason", required=True, help="更改的原因，记入操作日志")

    def handle(self, **options: Any) -> None:
        """Change the default site.

        Raises:
            CommandError: there is no site, nothing was named, or the values are wrong.
        """
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            raise CommandError("还没有网站：请先运行 manage.py start_portal。")
        root = options["root_page"]
        if root is not None and not Page.objects.filter(pk=root, live=True, depth__gt=1).exists():
            raise CommandError(f"编号 {root} 不是已公开的页面。")
        wanted = {"hostname": options["hostname"], "port": options["port"], "root_page_id": root}
        changes = {name: value for name, value in wanted.items() if value is not None}
        if not changes:
            raise CommandError("没有要更改的内容：请给出 --hostname、--port 或 --root-page。")
        before = {name: getattr(site, name) for name in changes}
        for name, value in changes.items():
            setattr(site, name, value)
        try:
            site.full_clean()
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        with transaction.atomic(), permitted("set_site", [SITE]):
            site.save()
            record("site.set", site, before=before, after=changes, reason=options["reason"])
        self.stdout.write(self.style.SUCCESS(f"已更改：{site.hostname}:{site.port}，根页面 {site.root_page_id}。"))

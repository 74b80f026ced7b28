"""``manage.py receipt ID``: show a receipt, and say whether it is whole and signed by this portal."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publication.models import Receipt
from publication.receipts.make import problems_of


class Command(BaseCommand):
    """Exit status: 0 good, 1 not to be believed."""

    help = "显示撤下回执；--verify 核对摘要和签名。"

    def add_arguments(self, parser: Any) -> None:
        """The receipt's number."""
        parser.add_argument("id", type=int, help="回执编号")
        parser.add_argument("--verify", action="store_true", help="核对摘要和签名")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the document; with ``--verify`` only the verdict."""
        found = Receipt.objects.filter(pk=options["id"]).first()
        if found is None:
            raise CommandError(f"没有编号为 {options['id']} 的回执。")
        if not options["verify"]:
            self.stdout.write(json.dumps(json.loads(found.document), ensure_ascii=False, indent=2))
            return
        problems = problems_of(found)
        for problem in problems:
            self.stderr.write(f"回执 {found.pk}：{problem}")
        if problems:
            sys.exit(1)
        self.stdout.write(f"回执 {found.pk}：摘要和签名相符（公钥 {found.key_id}）。")

"""``manage.py import_decisions FILE``: what the admin's import does, from the command line."""

import sys
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from disclosure.importing.report import EXIT_REFUSED, Report
from disclosure.importing.unnamed import safe_label
from disclosure.imports import files, steps
from disclosure.imports.access import may_add, may_publish
from disclosure.models import ImportJob
from disclosure.models.imports import ImportStatus
from staff_directory.models import Unit

LONGEST_REASON = 300


def _usage(message: str) -> CommandError:
    """A call that cannot be carried out: exit status 2, since 1 speaks of rows."""
    return CommandError(message, returncode=EXIT_REFUSED)


def _check_target(target: str | None) -> None:
    """Make sure that the report can be written, before anything is changed.

    Raises:
        CommandError: it cannot.
    """
    if not target or target == "-":
        return
    try:
        Path(target).open("a", encoding="utf-8").close()
    except OSError as error:
        raise _usage(f"不能写报告文件：{target}（{error.strerror}）。没有导入任何内容。") from None


class Command(BaseCommand):
    """Exit status: 0 good, 1 rows with errors, 2 file refused."""

    help = (
        "从单位的表格导入行政许可、行政处罚决定。执行本命令（不含 --dry-run）即以 --as 的账号声明："
        "已对照《政府信息公开条例》第十四至十六条对表中的决定作保密审查。"
    )

    def add_arguments(self, parser: Any) -> None:
        """See ``docs/editors.md``."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="单位代码")
        parser.add_argument("--as", dest="user", help="以哪个账号导入（--dry-run 时不需要）")
        parser.add_argument("--kind", choices=["licence", "penalty"])
        parser.add_argument("--dry-run", action="store_true", help="只检查，不改变任何内容")
        parser.add_argument("--good-rows", action="store_true", help="有错误时只导入没有错误的行")
        parser.add_argument("--correct", action="store_true", help="已有但内容不同的，存为更正草稿")
        parser.add_argument("--submit", action="store_true", help="导入后提交审核")
        parser.add_argument("--publish", action="store_true", help="导入后公开（须有 --approved-by）")
        parser.add_argument("--approved-by", help="审核人账号，须是另一个有发布权限的人")
        parser.add_argument(
            "--late-reason", default="", help="已超过法定公开期限的行，逾期公开的原因（记在每一件上，不公开）"
        )
        parser.add_argument("--report", help="把结果写成 JSON（- 为标准输出）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check; import unless there are errors or it is a dry run; report."""
        path: Path = options["file"]
        if not path.is_file():
            raise _usage(f"找不到文件：{path}")
        unit = Unit.objects.select_related("parent").filter(code=options["unit"]).first()
        if unit is None:
            raise _usage(
                f"没有代码为 {options['unit']} 的单位。可用的代码：{'、'.join(Unit.objects.values_list('code', flat=True)[:50])}"
            )
        if len(options["late_reason"].strip()) > LONGEST_REASON:
            raise _usage(f"--late-reason 最多 {LONGEST_REASON} 个字。")
        user, approver = self._people(unit, options)
        _check_target(options["report"])
        report = steps.check_file(unit, path, options["kind"] or "")
        errors = report.exit_status
        if not options["dry_run"] and errors != EXIT_REFUSED and (not errors or options["good_rows"]):
            report = self._import(unit, path, user, approver, options)
            errors = report.exit_status
        self._write(report, options["report"])
        if errors:
            sys.exit(errors)

    def _people(self, unit: Unit, options: dict[str, Any]) -> tuple[Any, Any]:
        """Return (user, approver), both checked.

        Raises:
            CommandError: somebody is missing, unknown, without the right, or the same person twice.
        """
        if options["dry_run"]:
            return None, None
        users = get_user_model().objects
        user = users.filter(username=options["user"] or "", is_active=True).first()
        if user is None:
            raise _usage("请用 --as 指定导入人账号。")
        if not may_add(user, unit):
            raise _usage(f"账号 {user.username} 没有在单位 {unit.code} 添加决定的权限。")
        if not options["publish"]:
            return user, None
        approver = users.filter(username=options["approved_by"] or "", is_active=True).first()
        if approver is None:
            raise _usage("公开须有第二个人审核：请用 --approved-by 指定审核人账号。")
        if approver == user:
            raise _usage("审核人不能是导入人自己。")
        if not may_publish(approver, unit):
            raise _usage(f"账号 {approver.username} 没有在单位 {unit.code} 发布的权限。")
        return user, approver

    def _import(self, unit: Unit, path: Path, user: Any, approver: Any, options: dict[str, Any]) -> Report:
        job = ImportJob.objects.create(
            unit=unit,
            user=user,
            approver=approver,
            file_name=safe_label(path.name),
            stored_name=files.keep(path),
            kind=options["kind"] or "",
            status=ImportStatus.IMPORTING,
            good_rows_only=options["good_rows"],
            correct_changed=options["correct"],
            submit_after=options["submit"] and not options["publish"],
            publish_after=options["publish"],
            secrecy_checked=True,
            late_reason=options["late_reason"].strip(),
        )
        if not job.take():
            raise _usage("导入任务没有取得执行权，请重试。")
        return steps.run_import(job)

    def _write(self, report: Report, target: str | None) -> None:
        if target == "-":
            self.stdout.write(report.as_json())
            return
        if target:
            Path(target).write_text(report.as_json(), encoding="utf-8")
        if report.refused:
            self.stderr.write(f"文件不能读取：{report.refused.message}")
            return
        for problem in report.problems.kept()[:50]:
            word = "错误" if problem.level == "error" else "提醒"
            self.stderr.write(f"{word} {problem.sheet} 第{problem.row}行 {problem.column}：{problem.message}")
        self.stdout.write(
            f"可导入 {report.good_rows} 行；新建 {report.created}，公开 {report.published}，"
            f"已有相同 {report.skipped}，已有不同 {report.changed}；"
            f"错误 {report.problems.errors}，提醒 {report.problems.warnings}。"
        )

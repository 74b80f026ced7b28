"""Holders that no program may rewrite or can reach: each says what a person must do, and stays listed until that is done."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection

from ..notices.notify import mail_is_set
from ..surfaces.epoch import is_configured
from .base import Scope

#: (code, label, what to do)
Outside = tuple[str, str, str]
Source = Callable[[Scope], Iterator[Outside]]
COMPACT = "compact"
_sources: list[Source] = []


def register_outside(source: Source) -> Source:
    """Let an upper layer name further places: ``source(scope)`` yields (code, label, what to do)."""
    if source not in _sources:
        _sources.append(source)
    return source


def outside(scope: Scope) -> Iterator[Outside]:
    """Yield the places that this installation has."""
    handlers: dict[str, Any] = settings.LOGGING.get("handlers", {})  # type: ignore[assignment]
    if "trail_file" in handlers:
        path = handlers["trail_file"]["filename"]
        yield (
            "trail_file",
            "操作日志的镜像文件",
            f"{path} 和它轮转出的旧文件：按保密机构的要求销毁，或删去这个页面的各行，另作记录。程序不会改它。",
        )
    if "trail_syslog" in handlers:
        yield (
            "trail_syslog",
            "操作日志的 syslog 镜像",
            "请日志服务器的管理员删去这个页面的各行，或按保密机构的要求销毁那段日志。",
        )
    if connection.vendor == "postgresql":
        yield (
            COMPACT, "PostgreSQL 数据文件中的旧行",
            "在业务空闲时运行 manage.py destructions compact（各表短时锁定）；运行成功后自动登记。",
        )  # fmt: skip
        yield (
            "wal",
            "PostgreSQL 的 WAL、归档和备库",
            "compact 之后执行 CHECKPOINT，销毁归档的旧 WAL；备库确认已跟上，基础备份登记为备份后销毁。",
        )
    if is_configured():
        yield (
            "varnish",
            "页面缓存的内存",
            "旧副本已不再使用；重新启动 Varnish，内存中的也随之消失。CDN 请服务商清除并确认。",
        )
    if mail_is_set():
        yield "mail", "已经发出的通知邮件", "邮件标题中可能有页面标题：请收件人和邮件系统管理员删除。"
    yield "web_logs", "访问日志和服务日志", "nginx、systemd 等的日志中可能有旧网址、检索词：按保密机构的要求销毁。"
    yield "processes", "各进程的内存", "重新启动 web、worker、outbox、timers 四个服务。"
    yield (
        "copies",
        "下载、打印、转存的副本",
        "在操作日志中查“导出数据”“读取未公开的附件”，收回工作人员手中的副本；已告知的外部接收方见撤下记录。",
    )
    for source in _sources:
        yield from source(scope)

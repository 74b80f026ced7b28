"""What reading a file yields, and the limits that hold for every format."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Characters of text kept from one file; what is beyond is reported, never passed over in silence.
MAX_CHARACTERS = 40_000_000
#: Bytes that all containers within one file may unfold to.
MAX_UNFOLDED = 400 * 1024 * 1024
#: Files within files within a file.
MAX_DEPTH = 3
#: Entries of all archives within one file.
MAX_ENTRIES = 5_000

REASONS = {
    "image": "图片，机器读不出其中的文字",
    "scan": "没有文字层的扫描页",
    "image_read": "图片：文字已由程序识别，可能漏字漏行，仍须人工看过",
    "scan_read": "扫描页：文字已由程序识别，可能漏字漏行，仍须人工看过",
    "garbled": "文字编码无法识别",
    "encrypted": "加密或有密码保护",
    "broken": "文件损坏或格式不符",
    "legacy": "旧格式，只能读出一部分",
    "unknown": "不认识的格式",
    "too_large": "内容超过检查上限",
    "too_deep": "压缩包层数过多",
    "timeout": "检查超时",
    "memory": "检查所需内存超过上限",
    "media": "音频或视频",
    "too_many": "发现的问题太多，未能逐一列出",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One text inside a file: ``where`` names it for people (正文, 批注, 工作表“名单” …)."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something inside a file that no program here can read: ``reason`` is a key of :data:`REASONS`."""

    where: str
    reason: str

    @property
    def explanation(self) -> str:
        """The reason in words."""
        return REASONS.get(self.reason, self.reason)


class LimitReached(Exception):
    """A file unfolds to more than is allowed; the message is a key of :data:`REASONS`."""


@dataclass(slots=True)
class Extract:
    """The texts of one file, what could not be read, and facts without text (``position``: the file tells a place).

    ``eyes`` (:class:`.eyes.Eyes`) look at pictures, where there are any.
    """

    parts: list[Part] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    position: list[str] = field(default_factory=list)
    characters: int = 0
    unfolded: int = 0
    entries: int = 0
    eyes: Any = None

    def picture(self, where: str, draw: Callable[[], Any]) -> bool:
        """Add the words in the picture that ``draw()`` gives; tell whether any were recognised."""
        if self.eyes is None:
            return False
        try:
            words = self.eyes.read(draw)
        except (
            Exception
        ):  # whatever the library or the picture's decoder raises: the picture stays unread, and is reported
            return False
        self.text(within(where, "图中文字"), words)
        return bool(words.strip())

    def text(self, where: str, text: str) -> None:
        """Add a text; an empty one is left out.

        Raises:
            LimitReached: the file holds more text than :data:`MAX_CHARACTERS`.
        """
        if not text.strip():
            return
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise LimitReached("too_large")
        self.parts.append(Part(where, text))

    def cannot_read(self, where: str, reason: str) -> None:
        """Note something unreadable, once."""
        found = Unreadable(where, reason)
        if found not in self.unreadable:
            self.unreadable.append(found)

    def unfold(self, size: int) -> None:
        """Count ``size`` bytes taken out of a container.

        Raises:
            LimitReached: more than :data:`MAX_UNFOLDED` bytes or :data:`MAX_ENTRIES` entries.
        """
        self.unfolded += size
        self.entries += 1
        if self.unfolded > MAX_UNFOLDED or self.entries > MAX_ENTRIES:
            raise LimitReached("too_large")


def within(outer: str, inner: str) -> str:
    """Name a place inside a place (附件.zip › 名单.xlsx › 批注)."""
    return f"{outer} › {inner}" if outer and inner else outer or inner

"""Tests that need the optional OCR library are left out where it is not installed, and one line says so."""

from publication.privacy.containers import eyes

_LEFT_OUT = 0


def pytest_collection_modifyitems(config, items):
    """Deselect what the marker ``ocr`` names when the library is not there."""
    global _LEFT_OUT
    if eyes.installed():
        return
    wanting = [item for item in items if item.get_closest_marker("ocr")]
    if wanting:
        _LEFT_OUT = len(wanting)
        config.hook.pytest_deselected(items=wanting)
        items[:] = [item for item in items if item not in wanting]


def pytest_terminal_summary(terminalreporter):
    """Say how many were left out and how to have them run."""
    if _LEFT_OUT:
        terminalreporter.write_line(f"没有安装文字识别组件，未运行 {_LEFT_OUT} 项测试：{eyes.INSTALL}")

"""Why a file is refused whole, and the limits that all forms of files share."""

MAX_ROWS = 200_000
MAX_COLUMNS = 200
RESAVE = "请用 Excel 或 WPS 打开，选择“另存为”，类型选“Excel 工作簿（*.xlsx）”，再上传新文件。"


class Unreadable(Exception):
    """A file that is refused whole: a stable ``code`` and what to do."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)

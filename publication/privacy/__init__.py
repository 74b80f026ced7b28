"""Personal information in texts and files: finding it, masking it, and keeping the record of what was decided.

Law: 个人信息保护法 art. 4, 28, 51, 55–56; 政府信息公开条例 art. 15. This package knows no domain: it sees texts, not decisions.
"""

"""Service guides (执法服务指南): what the page type, its lists, its gates and its spreadsheet share."""

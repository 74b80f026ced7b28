"""Document templates (文书样本), the bureau's regulations (制度文件) and service by publication (公告送达)."""

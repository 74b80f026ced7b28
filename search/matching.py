"""temporary"""
def matching_page_ids(query, *, model, limit):
    return []

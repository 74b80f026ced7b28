"""A guide on a phone without scripts: ticked, unfolded by a link, and whole on paper."""


def test_a_guide_is_ticked_unfolds_for_a_link_and_prints_whole(visit):
    visitor = visit(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = visitor.go("/before/guides/?for=organisation")
    visitor.follow(page.get_by_role("link", name="劳务派遣经营许可办理指南"))
    page.get_by_label("劳务派遣经营许可申请书", exact=True).check()
    assert page.locator("#material-1").is_checked()
    condition = page.get_by_text("注册资本不少于人民币二百万元。")
    assert not condition.is_visible()
    page.get_by_role("link", name="看许可条件").click()
    assert condition.is_visible()
    remedy = page.locator("#supervision").get_by_text("行政复议")
    assert not remedy.is_visible()
    page.emulate_media(media="print")
    assert remedy.is_visible()
    assert page.locator(".qr__code").count() == 0  # this portal's origin is its own machine: no phone could follow it
    assert not page.get_by_role("link", name="看许可条件").is_visible()
    page.emulate_media(media="screen")
    visitor.follow(page.get_by_role("link", name="展开下面全部内容"))
    assert remedy.is_visible()

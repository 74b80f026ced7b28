"""Two people at once, or two clocks, on a portal's own database: whoever is first, it is done once, and wholly."""

import pytest

TIMES = 5
_GONE = {
    "live": False,
    "sealed": True,
    "entry": False,
    "requested": 0,
    "executed": 1,
    "refused": 0,
    "restored": 0,
    "logged": 1,
}
_PUBLIC = {"live": True, "sealed": False, "entry": True, "executed": 0, "restored": 0, "logged": 0}
#: scene → the ways in which it may end
ENDS = {
    "two_ask": [_PUBLIC | {"requested": 1, "refused": 0}],
    "two_approve": [_GONE],
    "approve_and_refuse": [_GONE, _PUBLIC | {"requested": 0, "refused": 1}],
    "approve_and_red_button": [_GONE],
    "two_red_buttons": [_GONE],
    "withdraw_and_vanish": [_GONE],
    "withdraw_and_correct": [_GONE],
    "two_clocks": [_GONE],
    "clock_and_approval": [_GONE],
    "two_restore": [_PUBLIC | {"requested": 0, "refused": 0, "executed": 1, "restored": 1, "logged": 1}],
    "two_ask_to_restore": [_GONE],
}
#: What a person may be told who came second.
TOLD = ("decided", "not_public", "sealed", "permission", "not_sealed")


@pytest.mark.parametrize("scene", ENDS)
def test_done_by_two_at_once_it_is_done_once(site, scene):
    """Nothing is done twice, nothing is left half, and the second is told in words what became of it."""
    for found in site.world.ask("together.play", scene, scene.replace("_", "").upper(), TIMES):
        assert found["twice"] == 0, found
        assert any(all(found[name] == value for name, value in end.items()) for end in ENDS[scene]), found
        for deed in found["deeds"]:
            assert deed in ("executed", "requested", "refused", "done") or deed.removeprefix("refused: ") in TOLD, found

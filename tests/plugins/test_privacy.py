"""What a plugin is told of the other contributors: who they are, and nothing that is theirs to say."""

from __future__ import annotations

import attrs
from support.plugin_zoo import Zoo, contributor

SPY = """
@hookimpl
def bilag(request):
    seen = "; ".join(f"{one.name}, {one.contact}, {dict(one.settings)}" for one in request.conference.contributors)
    return [Bilag(key="a", title="A", contents=MarkdownContents(seen, "a"))]
"""


def test_a_plugin_sees_its_own_contributors_contact_and_no_others(zoo: Zoo) -> None:
    zoo.plugin("spion", SPY)
    own = attrs.evolve(contributor("spion", "spion"), contact="mig")
    other = attrs.evolve(contributor("nabo", "sund", hemmelig=5), contact="dig")
    (bilag,) = zoo.ask(own, other)[0].bilag
    assert isinstance(bilag.body, tuple)
    said = str(bilag.body)
    assert "Spion, mig, {}; Nabo, , {}" in said
    assert "dig" not in said
    assert "hemmelig" not in said

"""The walk over blocks meets every node once, and the map changes what is to be changed and nothing else."""

from __future__ import annotations

from hypothesis import given
from support.blocks import blocks

from styringsdialog.model.blocks import (
    NOWHERE,
    Blocks,
    Definition,
    Definitions,
    Emphasis,
    LineBreak,
    Link,
    Paragraph,
    Place,
    Section,
    Text,
)
from styringsdialog.model.tree import Node, mapped, nearest_place, walk

PLACE = Place("a.md", 3)
INNER = Paragraph(content=(Text("a"), Emphasis((Text("b"), Link("del:indhold", (Text("c"),))))))
TREE: Blocks = (
    Section(
        content=(INNER, Definitions(items=(Definition(term=(Text("d"),), content=(INNER,)),), place=PLACE)),
        place=Place("a.md", 1),
    ),
    Paragraph(content=(Text("e"),)),
)


def test_the_walk_is_in_the_order_of_reading_and_outermost_first() -> None:
    kinds = [node.text if isinstance(node, Text) else type(node).__name__ for node, _ in walk(TREE)]
    inner = ["Paragraph", "a", "Emphasis", "b", "Link", "c"]
    assert kinds == ["Section", *inner, "Definitions", "Definition", "d", *inner, "Paragraph", "e"]


def test_a_node_without_attributes_of_its_own_hides_none_of_those_beside_it() -> None:
    paragraph = Paragraph(content=(LineBreak(), Text("efter")))
    assert [node for node, _ in walk((paragraph,))] == [paragraph, LineBreak(), Text("efter")]
    changed = mapped((paragraph,), lambda node: Text("nu") if isinstance(node, Text) else node)
    assert changed == (Paragraph(content=(LineBreak(), Text("nu"))),)


def test_each_node_comes_with_what_it_stands_in_and_the_place_nearest_to_it() -> None:
    around = {
        node.text: (ancestors, nearest_place(node, ancestors))
        for node, ancestors in walk(TREE)
        if isinstance(node, Text)
    }
    assert [type(node).__name__ for node in around["d"][0]] == ["Section", "Definitions", "Definition"]
    assert around["d"][1] == PLACE
    assert around["e"] == ((TREE[1],), NOWHERE)


def test_a_tree_deeper_than_python_can_call_is_walked() -> None:
    tree: Blocks = ()
    for _ in range(2_000):
        tree = (Section(content=tree),)
    assert sum(1 for _ in walk(tree)) == 2_000


@given(blocks)
def test_a_map_that_changes_nothing_gives_the_same_object(tree: Blocks) -> None:
    assert mapped(tree, lambda node: node) is tree


@given(blocks)
def test_a_map_reaches_every_node_that_the_walk_meets(tree: Blocks) -> None:
    met: list[Node] = []

    def meet(node: Node) -> Node:
        met.append(node)
        return node

    mapped(tree, meet)
    assert met == [node for node, _ in walk(tree)]


def test_what_does_not_change_is_the_same_object() -> None:
    def louder(node: Node) -> Node:
        return Text("E") if node == Text("e") else node

    changed = mapped(TREE, louder)
    assert changed[0] is TREE[0]
    assert changed[1] == Paragraph(content=(Text("E"),))


def test_a_node_may_be_replaced_by_several_or_none() -> None:
    def unlinked(node: Node) -> Node | tuple[Node, ...]:
        return node.content if isinstance(node, Link) else () if node == Text("a") else node

    assert mapped((INNER,), unlinked) == (Paragraph(content=(Emphasis((Text("b"), Text("c"))),)),)

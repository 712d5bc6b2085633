"""Rich text to Markdown and back: the same text, or a sentence that says what cannot be written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.dumping.markdown import markdown
from courses.loader import rich
from courses.loader.lesson import html
from courses.loader.rich import Break, Heading, List, Paragraph, Quote, RichTextFault, Rule, Run

# Letters that Markdown reads as marks, the quotation marks and letters of both languages, numbers, spaces.
LETTERS = st.text(alphabet="аәұіЫ b1.)-+*_#>|:=~`\\[]<&;!?«»\"'–(\xa0", min_size=1, max_size=12)


def rich_text(blocks) -> str:
    """Parts as the HTML an editor saves them."""
    return "".join(_html(block) for block in blocks)


def _html(block) -> str:
    match block:
        case Rule():
            return "<hr/>"
        case Paragraph(inlines):
            return f'<p data-block-key="k">{_inline(inlines)}</p>'
        case Heading(level, inlines):
            return f"<h{level}>{_inline(inlines)}</h{level}>"
        case Quote(blocks):
            return f"<blockquote>{_inline(blocks[0].inlines)}</blockquote>"
        case List(ordered, items):
            tag = "ol" if ordered else "ul"
            rows = "".join(
                f"<li>{''.join(_inline(one.inlines) if isinstance(one, Paragraph) else _html(one) for one in item)}</li>"
                for item in items
            )
            return f"<{tag}>{rows}</{tag}>"


def _inline(inlines) -> str:
    return "".join(_one(one) for one in inlines)


def _one(one) -> str:
    if isinstance(one, Break):
        return "<br/>"
    text = one.text.replace("&", "&amp;").replace("<", "&lt;")
    for name, value in one.link:
        text = f'<a {name}="{value}">{text}</a>'
    text = f"<i>{text}</i>" if one.italic else text
    return f"<b>{text}</b>" if one.bold else text


LINKS = st.sampled_from(
    [(), (), (("href", "https://adilet.zan.kz/kaz/docs/Z070000319_?a=1(2)"),), (("href", "#p-1"),)]
)
RUNS = st.builds(Run, LETTERS, st.booleans(), st.booleans(), LINKS)
LINE = st.lists(RUNS, min_size=1, max_size=4).map(tuple)
LINES = st.lists(st.one_of(RUNS, st.just(Break())), min_size=1, max_size=5).map(tuple)
ITEM = LINE.map(Paragraph)
NESTED = st.builds(
    lambda one, ordered, rows: (one, List(ordered, tuple((row,) for row in rows))),
    ITEM,
    st.booleans(),
    st.lists(ITEM, min_size=1, max_size=2),
)
LISTS = st.builds(
    List,
    st.booleans(),
    st.lists(st.one_of(ITEM.map(lambda one: (one,)), NESTED), min_size=1, max_size=3).map(tuple),
)
BLOCKS = st.lists(
    st.one_of(
        LINES.map(Paragraph),
        st.builds(Heading, st.sampled_from([2, 3]), LINE),
        st.just(Rule()),
        LINE.map(lambda line: Quote((Paragraph(line),))),
        LISTS,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40)
@given(BLOCKS)
def test_whatever_an_editor_writes_comes_back_the_same(blocks):
    written = rich_text(blocks)
    assert rich.same(html(markdown(written)), written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>сөз<b>«а»</b>дер</p>", "сө&#1079;**«а»**&#1076;ер"),
        ("<h2>Екі<br/>жол</h2>", "Екі\\\nжол\n---"),
        ("<ul><li>бір<ol><li>екі</li></ol></li></ul>", "- бір\n  1. екі"),
        ("<ul><li>бір</li></ul><ul><li>екі</li></ul>", "- бір\n\n* екі"),
        ("<p>1. а<br/>- б</p>", "1\\. а\\\n\\- б"),
        ('<p>Міне!<a href="#p-1">ә</a></p>', "Міне\\![ә](#p-1)"),
        ("<p>:::case</p>", "\\:::case"),
        ("<blockquote>а</blockquote><blockquote>ә</blockquote>", "> а\n\n> ә"),
        ("<p>а <b>ә </b>б</p><p></p>", "а **ә** б"),
        ("<p>a_b ___ 5 * 6</p>", "a\\_b \\_\\_\\_ 5 \\* 6"),
    ],
)
def test_what_stands_in_the_file(text, expected):
    assert markdown(text) == expected
    assert rich.same(html(expected), text)


def test_text_that_looks_the_same_is_the_same_and_other_text_is_not():
    assert rich.same('<p data-block-key="x">а</p><hr/>', "<p>а</p> <hr />")
    assert rich.same("<p>&quot;а&quot; <b>ә</b><b>б</b></p>", '<p>"а" <b>әб</b></p>')
    assert not rich.same("<p>а</p>", "<h2>а</h2>")
    assert not rich.same("<p><b>а</b></p>", "<p>а</p>")
    assert not rich.same('<p><a id="1" linktype="page">а</a></p>', '<p><a id="2" linktype="page">а</a></p>')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<p>а</p><table></table>", "<table> is no part of running text"),
        ("<h3>а<br/>ә</h3>", "a heading of level 3 in two lines"),
        ('<p><a href="javascript:x">а</a></p>', "Markdown cannot say this paragraph: “а”"),
        ('<p><embed embedtype="image"/></p>', "<embed> stands within a line"),
    ],
)
def test_what_cannot_be_written_is_said(text, reason):
    with pytest.raises(RichTextFault, match=reason):
        markdown(text)

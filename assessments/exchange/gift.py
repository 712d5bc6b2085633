"""GIFT, Moodle's text format: questions of one language. What GIFT has no words for stands in comments."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from . import extras, grading, moodle
from .gift_reading import Question, blocks, spelled
from .rows import Body, Row, guard_count, guard_empty, guard_size, plain
from .texts import decode, to_html

SUFFIX, MEDIA_TYPE = ".txt", "text/plain; charset=utf-8"

left_out = moodle.left_out


def read(data: bytes, *, language: str) -> list[Row]:
    """The questions of a file, those with faults too; raises Unreadable where the file is none of ours at all."""
    guard_size(data)
    found = list(blocks(decode(data)))
    guard_count(found)
    guard_empty(found)
    return [Question(block, language).read() for block in found]


def write(rows: Sequence[Row], *, language: str) -> bytes:
    """A file of the rows whose text in that language is complete (`left_out` names the others)."""
    guard_count(rows)
    pieces, topic = [f"// {_('Questions in GIFT, the text format of Moodle.')}"], ""
    for row in rows:
        if moodle.unfit(row, language):
            continue
        if row.topic != topic:
            pieces.append(f"$CATEGORY: {moodle.category_of(row)}")
            topic = row.topic
        pieces.append("\n".join(_question(row, language)))
    return ("\n\n".join(pieces) + "\n").encode()


def _question(row: Row, language: str) -> list[str]:
    body = plain(row.kind, row.body)
    answers, known = _ANSWERS[row.kind](body, language)
    names = known.pop("names", {})
    native = ("credit",) if row.kind in ("multiple", "ordering") else ()
    known |= extras.pack(row.kind, body, language, native=native, names=names)
    signs = [f"[id:{_bracketed(row.key)}]"] if row.key else []
    signs += [f"[tag:{_bracketed(tag)}]" for tag in moodle.tags_of(row)]
    head = [f"// {' '.join(signs)}"] if signs else []
    if known:
        head.append(f"// {extras.MARK}: {extras.written(known)}")
    title = f"::{escaped(row.key)}::" if row.key else ""
    stem = f"{title}[plain]{escaped(body[language]['stem'])}"
    if row.kind == "case":
        return [*head, stem]
    explanation = body[language]["explanation"]
    general = [f"\t####{_piece(explanation)}"] if explanation else []
    if row.kind == "open" and not general:
        return [*head, f"{stem}{{}}"]
    first, rest = answers[0] if answers else "", answers[1:]
    return [*head, f"{stem}{{{first}", *(f"\t{one}" for one in rest), *general, "}"]


def escaped(text: str) -> str:
    """The text with every sign that means something in GIFT escaped, in one line."""
    for sign in "\\#=~{}:":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _piece(text: str) -> str:
    """An answer or feedback: in the question's format, unless its first sign would be read as a format or weight."""
    return f"[plain]{escaped(text)}" if text[:1] in ("[", "%") else escaped(text)


def _left(text: str) -> str:
    return f"[html]{escaped(to_html(text))}" if "->" in text else _piece(text)


def _bracketed(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _options(body: Body, language: str) -> tuple[list[str], Body]:
    names = list(body[language]["options"])
    texts = [_piece(text) for text in body[language]["options"].values()]
    right = [place for place, name in enumerate(names) if name in body["correct"]]
    if "credit" in body:
        weights = grading.weights_for(len(names), right, credit=body["credit"])
        rows = [f"~%{gain}%{text}" for gain, text in zip(weights, texts, strict=True)]
    else:
        rows = [f"{'=' if place in right else '~'}{text}" for place, text in enumerate(texts)]
    return ["", *rows], {"names": {"options": names}}


def _true_false(body: Body, language: str) -> tuple[list[str], Body]:
    return [body["correct"][0].upper()], {}


def _matching(body: Body, language: str) -> tuple[list[str], Body]:
    own, pairs = body[language], body["pairs"]
    rights = list(dict.fromkeys(pairs.values()))
    rest = [name for name in own["right"] if name not in rights]
    rows = [f"={_left(text)} -> {escaped(own['right'][pairs[name]])}" for name, text in own["left"].items()]
    rows += [f"= -> {escaped(own['right'][name])}" for name in rest]
    ordered = list(dict.fromkeys(pairs[name] for name in own["left"]))
    return ["", *rows], {"names": {"left": list(own["left"]), "right": [*ordered, *rest]}}


def _ordering(body: Body, language: str) -> tuple[list[str], Body]:
    rule = "RELATIVE_NEXT_EXCLUDE_LAST" if body["credit"] == "partial" else "ALL_OR_NOTHING"
    steps = [body[language]["steps"][name] for name in body["sequence"]]
    head = f">{len(steps)} ALL VERTICAL {rule} SHOW none"
    rows = [f"[plain]{escaped(text)}" if text.startswith(("[", "//")) else escaped(text) for text in steps]
    return [head, *rows], {"names": {"steps": body["sequence"]}}


def _short_text(body: Body, language: str) -> tuple[list[str], Body]:
    accepted = body[language]["accepted"]
    odd = extras.odd_answers(accepted, spelled)
    return ["", *(f"={_piece(spelled(text))}" for text in accepted)], {"accepted": odd} if odd else {}


def _numeric(body: Body, language: str) -> tuple[list[str], Body]:
    return [f"#{body['value']}:{body['tolerance']}"], {}


def _nothing(body: Body, language: str) -> tuple[list[str], Body]:
    return [], {}


_ANSWERS = {
    "single": _options,
    "multiple": _options,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "short_text": _short_text,
    "numeric": _numeric,
    "case": _nothing,
    "open": _nothing,
}

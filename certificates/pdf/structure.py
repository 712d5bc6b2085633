"""The structure tree: what a screen reader is told, in reading order, with the language of each part."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String


@dataclass(eq=False)
class Element:
    """A part of the document. `kids` are parts or, on one page, numbers of marked content there.

    `kind` is a standard structure type (H1, P, Span, Table, TR, TH, TD, Figure …); `lang` is empty where it is that of
    the part around it; `alt` says a figure in words.
    """

    kind: str
    lang: str = ""
    alt: str = ""
    attributes: str = ""
    page: int | None = None
    kids: "list[Element | int]" = field(default_factory=list)

    def all_within(self) -> "Iterator[Element]":
        """This part and everything inside, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.all_within()


def write_tree(pdf: Pdf, document: Element, pages: list[Object]) -> None:
    """Put the tree into the catalogue, and into each page the way back from its marks to their parts."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    marks: list[dict[int, Object]] = [{} for _page in pages]
    root.K = _written(pdf, document, root, pages, marks)
    numbers = Array()
    for index, (page, owners) in enumerate(zip(pages, marks, strict=True)):
        page.StructParents = index
        page.Tabs = Name.S
        numbers.append(index)
        numbers.append(pdf.make_indirect(Array([owners[number] for number in range(len(owners))])))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _written(
    pdf: Pdf, element: Element, parent: Object, pages: list[Object], marks: list[dict[int, Object]]
) -> Object:
    own = pdf.make_indirect(
        Object.parse(f"<< /Type /StructElem /S /{element.kind} {element.attributes} >>".encode("ascii"))
    )
    own.P = parent
    if element.lang:
        own.Lang = String(element.lang)
    if element.alt:
        own.Alt = String(element.alt)
    if element.page is not None:
        own.Pg = pages[element.page]
    kids = Array()
    for kid in element.kids:
        if isinstance(kid, Element):
            kids.append(_written(pdf, kid, own, pages, marks))
        else:
            kids.append(kid)
            assert element.page is not None  # noqa: S101  (marks stand on a page)
            marks[element.page][kid] = own
    own.K = kids
    return own

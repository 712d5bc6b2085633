"""The file around the pages: fonts, structure, metadata, colour, the attached credential. The same input, the same bytes.

Everything is written in one pass by pikepdf; what never changes (fonts, ornament, colour profile) is made once per
process and written as it is.
"""

import io
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from PIL import ImageCms

from .faces import RESOURCES, embed
from .images import Picture
from .sheet import Drawing, Sheet
from .structure import Element, write_tree

CREDENTIAL = "credential.json"
PRODUCER = "Tirek"
_MADE_ON = bytes.fromhex(
    "07ea00010001000000000000"
)  # 1 January 2026: a profile made today would differ tomorrow


@dataclass(frozen=True)
class About:
    """What the file says of itself. `titles`: language → title; the first language is the document's."""

    title: str
    titles: dict[str, str]
    author: str
    subject: str
    day: date

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.titles)


@cache
def _srgb() -> tuple[bytes, int]:
    """The sRGB profile, compressed, and its length as it was."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = _MADE_ON
    made[84:100] = bytes(16)  # the profile's own hash, if any, was of the other date
    return zlib.compress(bytes(made), 9), len(made)


_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt>{titles}</rdf:Alt></dc:title>
<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreateDate>{moment}</xmp:CreateDate>
<xmp:ModifyDate>{moment}</xmp:ModifyDate>
<xmp:MetadataDate>{moment}</xmp:MetadataDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def _metadata(about: About) -> bytes:
    titles = {"x-default": about.title, **about.titles}
    return _XMP.format(
        titles="".join(
            f'<rdf:li xml:lang="{language}">{escape(title)}</rdf:li>' for language, title in titles.items()
        ),
        authors=f"<rdf:li>{escape(about.author)}</rdf:li>",
        subject=escape(about.subject),
        languages="".join(f"<rdf:li>{language}</rdf:li>" for language in about.languages),
        moment=f"{about.day.isoformat()}T00:00:00+05:00",
        producer=PRODUCER,
    ).encode()


def assemble(sheets: list[Sheet], document: Element, about: About, *, credential: bytes = b"") -> bytes:
    """The bytes of a PDF 1.7 of these pages, with the credential attached where there is one."""
    pdf = pikepdf.new()
    fonts = {
        face: embed(pdf, face) for face in dict.fromkeys(face for sheet in sheets for face in sheet.faces)
    }
    pictures: dict[int, Object] = {}
    pages = [_page(pdf, sheet, fonts, pictures) for sheet in sheets]
    write_tree(pdf, document, pages)
    _describe(pdf, about)
    if credential:
        _attach(pdf, credential, about.day)
    target = io.BytesIO()
    pdf.save(
        target,
        min_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )
    return target.getvalue()


def _page(pdf: Pdf, sheet: Sheet, fonts: dict[str, Object], pictures: dict[int, Object]) -> Object:
    own = Dictionary()
    for name, picture in sheet.pictures.items():
        if id(picture) not in pictures:
            pictures[id(picture)] = _picture(pdf, picture)
        own[f"/{name}"] = pictures[id(picture)]
    page = pdf.make_indirect(
        Object.parse(
            f"<< /Type /Page /MediaBox [0 0 {sheet.width:.4f} {sheet.height:.4f}] >>".encode("ascii")
        )
    )
    page.Resources = Dictionary(Font=Dictionary({f"/{RESOURCES[face]}": fonts[face] for face in sheet.faces}))
    if own.keys():
        page.Resources.XObject = own
    page.Contents = Stream(pdf, sheet.content(), Dictionary(Filter=Name.FlateDecode))
    pdf.pages.append(pikepdf.Page(page))
    return pdf.pages[-1].obj


def _picture(pdf: Pdf, picture: Drawing | Picture) -> Object:
    if isinstance(picture, Drawing):
        used = Dictionary({f"/{name}": _picture(pdf, inner) for name, inner in picture.uses.items()})
        return Stream(
            pdf,
            picture.packed,
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array(picture.box),
                Resources=Dictionary(XObject=used) if picture.uses else Dictionary(),
                Filter=Name.FlateDecode,
            ),
        )
    image = _image(pdf, picture, picture.data, Name.DeviceRGB, picture.filter)
    if picture.mask:
        image.SMask = _image(pdf, picture, picture.mask, Name.DeviceGray, "FlateDecode")
    return image


def _image(pdf: Pdf, picture: Picture, data: bytes, space: Name, packing: str) -> Stream:
    return Stream(
        pdf,
        data,
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=picture.width,
            Height=picture.height,
            ColorSpace=space,
            BitsPerComponent=8,
            Filter=Name(f"/{packing}"),
        ),
    )


def _moment(day: date) -> String:
    return String(f"D:{day:%Y%m%d}000000+05'00'")


def _describe(pdf: Pdf, about: About) -> None:
    profile, length = _srgb()
    root = pdf.Root
    root.Lang = String(about.languages[0])
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.Metadata = Stream(pdf, _metadata(about), Dictionary(Type=Name.Metadata, Subtype=Name.XML))
    root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,  # the one name readers look up for a screen's colours
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=Stream(pdf, profile, Dictionary(N=3, Filter=Name.FlateDecode, DL=length)),
            )
        ]
    )
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.author),
            Subject=String(about.subject),
            Creator=String(PRODUCER),
            Producer=String(PRODUCER),
            CreationDate=_moment(about.day),
            ModDate=_moment(about.day),
        )
    )


def _attach(pdf: Pdf, credential: bytes, day: date) -> None:
    stream = Stream(
        pdf,
        zlib.compress(credential, 9),
        Dictionary(
            Type=Name.EmbeddedFile,
            Subtype=Name("/application/json"),
            Filter=Name.FlateDecode,
            Params=Dictionary(Size=len(credential), CreationDate=_moment(day), ModDate=_moment(day)),
        ),
    )
    entry = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(CREDENTIAL),
            UF=String(CREDENTIAL),
            AFRelationship=Name.Data,
            Desc=String("Verifiable credential"),
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(CREDENTIAL), entry])))
    pdf.Root.AF = Array([entry])

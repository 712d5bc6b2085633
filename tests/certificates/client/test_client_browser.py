"""The verifying browser in real Chromium: printed codes opened, no network, files dropped, many codes scanned."""

import base64
import io
from datetime import timedelta
from itertools import count, cycle

import pypdfium2
import pytest
import zxingcpp
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from certificates import services
from certificates.models import Document
from certificates.presentation import verdict_words
from certificates.rules.code import pretty
from certificates.services import status_lists
from tests.cable import cable_to
from tests.factories import NOW, decide, enrol, make_cohort, make_edition, make_issuer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NO_NETWORK = (
    r"ERR_INTERNET_DISCONNECTED",
    r"ERR_FAILED",
    r"ERR_EMPTY_RESPONSE",
    r"ERR_CONNECTION",
    r"ERR_SOCKET",
)
WORKERS_READY = """async () => {
  for (let turn = 0; turn < 200; turn += 1) {
    const all = await navigator.serviceWorker.getRegistrations();
    if (all.length === 2 && all.every((one) => one.active && one.active.state === "activated")) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error("The workers did not start.");
}"""


def issue(cohort, *, score: str = "77") -> Document:
    document = services.issue_document(result_id=decide(enrol(None, cohort), score=score).pk, at=NOW)
    return services.render_document(document_id=document.pk)


@pytest.fixture
def cohort(transactional_db):
    make_issuer()
    return make_cohort(make_edition())


@pytest.fixture
def cable(live_server):
    with cable_to(live_server.url) as cable:
        yield cable


def go_offline(tab, cable) -> None:
    cable.cut()
    tab.context.set_offline(True)  # so that the page itself hears of it


def go_online(tab, cable) -> None:
    cable.mend()
    tab.context.set_offline(False)


def bytes_of(document: Document) -> bytes:
    with document.pdf.open() as file:
        return file.read()


def last_page(document: Document) -> Image.Image:
    """The page with both codes at 200 dots per inch, as an office scanner gives it."""
    paper = pypdfium2.PdfDocument(bytes_of(document))
    return paper[len(paper) - 1].render(scale=200 / 72).to_pil()


def printed_codes(document: Document) -> list[str]:
    """The small code's text and the large one's, as another reader finds them on paper."""
    small, large = sorted((code.text for code in zxingcpp.read_barcodes(last_page(document))), key=len)
    return [small, large]


def path_of(text: str, language: str = "") -> str:
    """Where a scanned address leads on the server under test."""
    path = "/" + text.split("/", 3)[3]
    return path.replace("#", f"?lang={language}#") if language else path


def png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def qr_png(text: str) -> bytes:
    code = QRCode(error_correction=ERROR_CORRECT_M, box_size=6)
    code.add_data(text)
    return png(code.make_image().get_image())


def picture(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def tampered(address: str) -> str:
    """The same code with one letter of what is signed changed."""
    place = address.index("#") + 90
    return address[:place] + ("A" if address[place] != "A" else "B") + address[place + 1 :]


def set_status(document: Document, **changes) -> None:
    Document.objects.filter(pk=document.pk).update(**changes)
    status_lists.publish_all(at=timezone.now())


def test_a_printed_code_opens_its_verdict_in_each_state(page, axe, cohort):
    certificate, notice = issue(cohort), issue(cohort, score="30")
    small, large = printed_codes(certificate)
    assert small == f"HTTPS://TIREK.KZ/V/{certificate.code}"
    tab = page()
    long_ago = {"issued_on": NOW - timedelta(days=2000), "valid_until": NOW - timedelta(days=1)}
    languages = cycle(("kk", "ru", "en"))
    for state, address, changes in [
        ("valid", large, {}),
        ("suspended", large, {"status": "suspended"}),
        ("replaced", large, {"status": "replaced"}),
        ("revoked", large, {"status": "revoked"}),
        ("expired", large, {"status": "valid", **long_ago}),
        ("notice", printed_codes(notice)[-1], {}),
    ]:
        if changes:
            Document.objects.filter(pk=certificate.pk).update(**changes)
        language = next(languages)
        tab.goto(path_of(address, language))
        with override(language):
            assert tab.locator("h1").inner_text() == verdict_words(state)
        tab.locator("#signed-check .notice.ok").wait_for()
    # The other languages keep the signature; the record and the code differ; the code belongs to another paper.
    tab.locator(".lang a[lang=ru]").click()
    tab.locator("html[lang=ru] #signed-check .notice.ok").wait_for()
    facts = notice.facts | {"surname": "Басқаева"}
    Document.objects.filter(pk=notice.pk).update(facts=facts)
    tab.reload()
    assert "Басқаева" in tab.locator("#signed-check .notice.bad li").inner_text()
    axe(tab)
    tab.goto(path_of(tampered(large)))
    assert tab.locator("#signed-check .notice.bad").inner_text()
    tab.goto(f"/V/{notice.code}#{large.split('#')[1]}")
    assert tab.locator("#signed-check .notice.bad").inner_text()


def test_without_a_network_the_large_code_is_judged_by_what_the_device_keeps(page, axe, cable, cohort):
    document = issue(cohort)
    large = printed_codes(document)[-1]
    tab = page(allow=NO_NETWORK, viewport=(360, 740), base_url=cable.url)
    tab.goto(path_of(large))
    tab.locator("#signed-check .notice.ok").wait_for()
    tab.evaluate(WORKERS_READY)
    visits = count()

    def judged(address: str, *sentences: str) -> None:
        """Opens an address anew and waits until its verdict says so."""
        path, _hash, signed = address.partition("#")
        tab.goto(f"{path}{'&' if '?' in path else '?'}visit={next(visits)}#{signed}")
        for sentence in sentences:
            tab.locator("#offline-verdict .verdict").filter(has_text=sentence).wait_for()

    go_offline(tab, cable)
    with override("kk"):
        judged(path_of(large), verdict_words("valid"), date_format(document.valid_until, "DATE_FORMAT"))
    assert document.facts["surname"] in tab.locator("#offline-verdict .facts").inner_text()
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    with override("ru"):
        as_of = date_format(timezone.localdate(), "DATE_FORMAT")
        judged(path_of(large, "ru").replace("/V/", "/v/"), verdict_words("valid"), as_of)
    assert tab.locator("html").get_attribute("lang") == "ru"
    tab.locator(".lang a[lang=en]").click()
    tab.locator("html[lang=en] .verdict").filter(has_text="The certificate is valid").wait_for()
    english = path_of(large, "en")
    judged(tampered(english), "Do not trust")
    judged(english.replace(document.code, "7K3MQ9ZT2XWH5N8R"), "belongs to another document")
    judged(english.split("#")[0], "Only the large code")
    judged(english[:-40], "damaged or incomplete")

    # A list that is too old is not relied on; a last day that has passed needs no list.
    for ahead, sentence in [
        (timedelta(days=10), "too old to rely on"),
        (timedelta(days=1200), "has expired"),
    ]:
        tab.clock.set_fixed_time(timezone.now() + ahead)
        judged(english, sentence)
    tab.clock.set_fixed_time(timezone.now())

    # Back at the network the device learns what was withdrawn; a revocation counts however old the list is.
    set_status(document, status="revoked")
    go_online(tab, cable)  # the page notices and asks the register by itself
    tab.locator("#signed-check .notice.ok").wait_for()
    assert tab.locator("h1").inner_text() == "The document is revoked"
    tab.evaluate("caches.delete('tirek-verify-data')")  # as if an hour had passed
    tab.reload()
    tab.locator("#signed-check .notice.ok").wait_for()
    go_offline(tab, cable)
    judged(english, "revoked or replaced")


def test_a_dropped_file_is_compared_bit_by_bit_on_the_device(page, axe, cohort):
    document, other = issue(cohort), issue(cohort)
    genuine = {"name": "certificate.pdf", "mimeType": "application/pdf", "buffer": bytes_of(document)}
    forged = genuine | {"buffer": bytes_of(document)[:-1] + b"X"}
    tab = page(locale="en", viewport=(320, 640), allow=(r"\b404\b",))
    sent = []
    tab.on("request", lambda request: sent.append(request.method))
    tab.goto(f"/v/{document.code}")
    tab.get_by_text("Compare a PDF file").click()
    result = tab.locator("[data-result] .notice")
    for file, words in [
        (genuine, "exactly the one issued"),
        (forged, "differs from every file"),
        (genuine | {"buffer": bytes_of(other)}, "another document"),
    ]:
        tab.set_input_files("#pdf-file", file)
        result.filter(has_text=words).wait_for()
    assert tab.get_by_role("link", name=pretty(other.code)).count() == 1
    axe(tab)
    tab.goto("/v/file/")
    tab.set_input_files("#pdf-file", forged)
    result.filter(has_text="Ask for the file as it was issued").wait_for()
    set_status(document, status="revoked")
    tab.set_input_files("#pdf-file", genuine)
    result.filter(has_text="read the verdict").wait_for()
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320
    assert "POST" not in sent
    tab.get_by_role("link", name=pretty(document.code)).click()
    assert tab.locator("h1").inner_text() == "The document is revoked"


# A camera whose picture is one QR code: the page asks for it as for any other.
CAMERA = """() => {
  const image = new Image();
  image.src = "data:image/png;base64,%s";
  navigator.mediaDevices.getUserMedia = async () => {
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 640];
    const pen = canvas.getContext("2d");
    const draw = () => {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, 640, 640);
      pen.drawImage(image, 20, 20, 600, 600);
    };
    draw();
    setInterval(draw, 50);
    return canvas.captureStream(10);
  };
}"""


def test_many_codes_are_scanned_from_pictures_and_the_camera_also_without_a_network(page, axe, cable, cohort):
    good, revoked, later = issue(cohort), issue(cohort), issue(cohort)
    set_status(revoked, status="revoked")
    texts = {document: printed_codes(document) for document in (good, revoked, later)}
    tab = page(locale="en", viewport=(320, 640), allow=NO_NETWORK, base_url=cable.url)
    tab.goto("/v/scan/")
    rows = tab.locator("#scanned > li")

    def choose(**pictures: bytes) -> None:
        tab.set_input_files(
            "#pictures", [picture(f"{name}.png", content) for name, content in pictures.items()]
        )

    choose(
        page=png(last_page(good)),  # both codes of one paper are one row
        small=qr_png(texts[revoked][0]),
        foreign=qr_png(f"https://tirek-kz.example/v/{pretty(good.code)}"),
        other=qr_png("BEGIN:VCARD"),
        nothing=png(Image.new("RGB", (200, 200), "white")),
    )
    rows.filter(has_text="The document is revoked").wait_for()
    assert rows.count() == 4
    assert "ok" in rows.filter(has_text=good.facts["surname"]).filter(
        has_text=pretty(good.code)
    ).get_attribute("class")
    foreign = rows.filter(has_text="Sign of forgery")
    assert "tirek-kz.example" in foreign.inner_text()
    assert "bad" in foreign.get_attribute("class")
    assert foreign.get_by_role("link").count() == 0
    assert tab.locator("#scan-total").inner_text() == "Scanned: 4. In order: 1. To look at: 3. Waiting: 0."
    choose(again=qr_png(texts[revoked][0]))
    tab.locator("#scan-said").filter(has_text="was scanned before").wait_for()
    choose(forged=qr_png(tampered(texts[revoked][1])))
    rows.filter(has_text="Do not trust this paper").filter(has_text="the register says").wait_for()
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320

    with tab.expect_download() as download:
        tab.click("#scan-csv")
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert f'"{pretty(good.code)}";"The certificate is valid";"{good.facts["surname"]}' in "\n".join(lines)

    # Without a network: the large code is judged here, the small one waits; then the register answers for both.
    tab.evaluate(WORKERS_READY)
    go_offline(tab, cable)
    choose(large=qr_png(texts[later][1]))
    rows.filter(has_text=pretty(later.code)).filter(has_text="Checked without a network").wait_for()
    tab.click("#scan-clear")
    tab.evaluate(CAMERA % base64.b64encode(qr_png(texts[good][0])).decode())
    tab.click("#camera-on")
    rows.filter(has_text=pretty(good.code)).filter(has_text="Waits for a network").wait_for()
    tab.click("#camera-off")
    go_online(tab, cable)
    rows.filter(has_text=pretty(good.code)).filter(has_text="The certificate is valid").wait_for()

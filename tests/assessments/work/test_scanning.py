"""Files are looked through by the scanner named in the settings, over the protocol it speaks."""

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import scanning
from assessments.models import SubmissionFile
from assessments.services.work import files, work
from people.errors import Refusal
from tests.factories import NOW, enrol, make_cohort, make_edition, sitting_of

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does: chunks with their length before them, an answer that ends with a zero."""

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        if command == b"zPING\0":
            self.wfile.write((self.server.says or b"PONG") + b"\0")
            return
        assert command == b"zINSTREAM\0", command
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.server.received = content
        said = self.server.says or (b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK")
        self.wfile.write(said + b"\0")


@pytest.fixture
def clamd(settings) -> Iterator[socketserver.TCPServer]:
    with socketserver.TCPServer(("127.0.0.1", 0), Clamd) as server:
        server.says = b""
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.TIREK_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_without_a_scanner_nothing_is_looked_through(settings):
    settings.TIREK_CLAMD = ""
    assert scanning.scan(EICAR) == ""


def test_a_clean_file_passes_whole_and_a_virus_is_named(clamd):
    content = b"%PDF-1.7 " + b"x" * (3 * scanning.CHUNK + 7)
    assert scanning.scan(content) == ""
    assert clamd.received == content
    assert scanning.scan(b"") == ""
    assert scanning.scan(b"x" * scanning.CHUNK + EICAR) == "Eicar-Signature"


def test_a_scanner_behind_a_socket_file_is_asked_the_same(settings, tmp_path):
    path = str(tmp_path / "clamd.sock")
    with socketserver.UnixStreamServer(path, Clamd) as server:
        server.says = b""
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.TIREK_CLAMD = f"unix:{path}"
        assert scanning.scan(EICAR) == "Eicar-Signature"
        server.shutdown()


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR", b"?"])
def test_anything_but_a_verdict_is_no_verdict(clamd, said):
    clamd.says = said
    with pytest.raises(scanning.ScannerAway, match=said.decode().replace("?", r"\?")):
        scanning.scan(b"x")


def test_a_scanner_that_is_away_or_silent_gives_no_verdict(settings, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.TIREK_CLAMD = f"127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr(scanning, "TIMEOUT", 0.2)
        with pytest.raises(scanning.ScannerAway):
            scanning.scan(b"x")
    for address in (settings.TIREK_CLAMD, "unix:/nowhere/clamd.sock", "no port"):
        settings.TIREK_CLAMD = address
        with pytest.raises(scanning.ScannerAway):
            scanning.scan(b"x")


def test_a_scanner_says_that_it_is_there(clamd):
    scanning.ping()
    clamd.says = b"?"
    with pytest.raises(scanning.ScannerAway):
        scanning.ping()


@pytest.mark.django_db
def test_readiness_asks_the_scanner(clamd, client):
    assert client.get("/readyz").json()["scanner"] == "ok"


@pytest.mark.django_db
def test_a_file_with_a_virus_is_not_taken_nor_any_while_the_scanner_is_away(clamd, settings, in_english):
    sitting = sitting_of(enrol(None, make_cohort(make_edition())))
    actor = sitting.enrolment.user
    submission = work.open_submission(sitting_id=sitting.pk, assignment_key="self_study", at=NOW, actor=actor)

    def attach(content: bytes):
        upload = SimpleUploadedFile("жұмыс.txt", content)
        return files.attach_file(submission_id=submission.pk, upload=upload, at=NOW, actor=actor)

    attach(b"clean")
    with pytest.raises(Refusal, match="Eicar-Signature") as refused:
        attach(EICAR)
    assert refused.value.code == "virus"
    clamd.says = b"COMMAND READ TIMED OUT"
    with pytest.raises(Refusal, match="try again in a few minutes") as refused:
        attach(b"also clean")
    assert refused.value.code == "scanner_away"
    assert [row.size for row in SubmissionFile.objects.all()] == [5]

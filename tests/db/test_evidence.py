"""Evidence files: by content, cleaned of position and owner, stored once, known again."""

import time
import zlib
from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import Engine, select

from db.commands.evidence import KeptEvidence, keep_evidence
from db.commands.saving import NotPermitted
from db.engine import reading, writing
from db.evidence import MOST_BYTES, cleaned, evidence_folder, evidence_path
from db.tables.trail import EvidenceFile
from domain.faults import Refused
from domain.vocabulary import EventKind
from tests.station import (
    ADMINISTRATOR,
    ANALYST,
    COMMANDER,
    HEAD,
    OTHER_HEAD,
    PRESENTER,
    B,
    Person,
    assigned,
    chain_is_whole,
    entries,
    move,
)

OWNER = "Telepon milik Budi"


def picture(colour: str = "green", size: tuple[int, int] = (40, 30)) -> Image.Image:
    return Image.new("RGB", size, colour)


def jpeg(colour: str = "green", *, turned: int | None = None) -> bytes:
    """A picture of 5 September 2024 with the place and the owner of the camera."""
    exif = Image.Exif()
    exif[0x013B] = OWNER
    exif.get_ifd(0x8769)[0x9003] = "2024:09:05 14:30:00"
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (4.0, 27.0, 45.5)
    if turned:
        exif[0x0112] = turned
    out = BytesIO()
    picture(colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def png(**more: object) -> bytes:
    info = PngInfo()
    info.add_text("Author", OWNER)
    out = BytesIO()
    picture().save(out, "PNG", pnginfo=info, **more)
    return out.getvalue()


def pdf(
    information: bytes = b"/Author (Telepon milik Budi) /Title (Foto)",
    more: bytes = b"",
    body: bytes = b"BT (Patroli) Tj ET",
) -> bytes:
    """The least that is a PDF."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
        b"2 0 obj\n<< " + information + b" >>\nendobj\n"
        b"3 0 obj\n<< /Length %d >>\nstream\n"
        % len(body)
        + body
        + b"\nendstream\nendobj\n"
        + more
        + b"trailer\n<< /Root 1 0 R /Info 2 0 R >>\nstartxref\n9\n%%EOF\n"
    )


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        cleaned(content)
    [found] = caught.value.faults
    assert found.column == "evidence"
    return found.code


def test_a_jpeg_keeps_its_points_and_its_day_and_loses_place_and_owner() -> None:
    given = jpeg()
    assert OWNER.encode() in given

    kept = cleaned(given)

    assert kept.mime == "image/jpeg"
    assert kept.captured_on == date(2024, 9, 5)
    with Image.open(BytesIO(kept.content)) as image:
        assert image.size == (40, 30)
        assert dict(image.getexif()) == {}
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert OWNER.encode() not in kept.content
    assert b"Exif" not in kept.content


def test_a_picture_taken_with_the_camera_turned_stays_upright() -> None:
    with Image.open(BytesIO(cleaned(jpeg(turned=6)).content)) as image:
        assert image.size == (30, 40)


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "kemarin", ""])
def test_a_camera_without_a_clock_leaves_the_day_unknown(written: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = written
    out = BytesIO()
    picture().save(out, "JPEG", exif=exif)

    assert cleaned(out.getvalue()).captured_on is None


def test_a_png_loses_what_is_written_beside_its_points() -> None:
    given = png()
    assert OWNER.encode("latin-1") in given

    kept = cleaned(given)

    assert (kept.mime, kept.captured_on) == ("image/png", None)
    assert OWNER.encode() not in kept.content
    with Image.open(BytesIO(kept.content)) as image:
        assert image.getpixel((5, 5)) == (0, 128, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_a_png_of_any_sort_of_colour_keeps_its_points(mode: str) -> None:
    image = Image.new("RGBA", (8, 8), (10, 20, 250, 128))
    image.putpixel((0, 0), (255, 255, 255, 255))
    image = Image.new("I;16", (8, 8), 40_000) if mode == "I;16" else image.convert(mode)
    out = BytesIO()
    image.save(out, "PNG")

    with Image.open(BytesIO(cleaned(out.getvalue()).content)) as kept:
        assert kept.convert("RGBA").tobytes() == image.convert("RGBA").tobytes()


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    page = b"<html><script>alert(1)</script></html>PK\x05\x06"
    for given in (jpeg() + page, png() + page):
        assert b"script" not in cleaned(given).content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "evidence_type"),
        (b"GIF89a" + bytes(50), "evidence_type"),
        (b"<svg onload='x'/>", "evidence_type"),
        (b"PK\x03\x04" + bytes(50), "evidence_type"),
        (b" " + jpeg(), "evidence_type"),
        (jpeg()[:200], "evidence_broken"),
        (b"\xff\xd8\xff" + bytes(100), "evidence_broken"),
        (png()[:-30], "evidence_broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "evidence_broken"),
        (pdf()[:-10], "evidence_broken"),
        (pdf() + b"<html>", "evidence_broken"),
        (pdf().replace(b"/Root", b"/Encrypt 4 0 R /Root"), "evidence_encrypted"),
        (pdf(more=b"4 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n"), "evidence_active"),
        (pdf(more=b"4 0 obj\n<< /S /J#61vaScript >>\nendobj\n"), "evidence_active"),
        (pdf(more=b"4 0 obj\n<< /Type /EmbeddedFile >>\nendobj\n"), "evidence_active"),
        (bytes(MOST_BYTES + 1), "evidence_too_large"),
    ],
)
def test_what_is_no_sound_jpeg_png_or_pdf_is_refused(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_file_of_ten_megabytes_is_kept_and_one_byte_more_is_not() -> None:
    body = pdf(body=bytes(100))
    filler = bytes(MOST_BYTES - len(body))
    whole = pdf(body=bytes(100) + filler[: -len(str(len(filler) + 100)) + 3])
    whole = whole.replace(b"%%EOF\n", b"%%EOF" + b"\n" * (MOST_BYTES - len(whole) + 1))

    assert len(whole) == MOST_BYTES
    assert cleaned(whole).mime == "application/pdf"
    assert refusal(whole + b"\n") == "evidence_too_large"


def test_a_small_file_that_claims_a_huge_picture_is_refused_before_it_is_opened() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4)
        return len(data).to_bytes(4) + kind + data + check

    head = (60_000).to_bytes(4) + (1_000).to_bytes(4) + b"\x08\x00\x00\x00\x00"
    points = zlib.compress(bytes(1000))
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")
    )

    assert refusal(bomb) == "evidence_points"


def test_a_pdf_keeps_its_length_and_its_pages_and_says_no_more_who_made_it() -> None:
    given = pdf(
        rb"/Author (Telepon \(milik\) Budi) /Title <466F746F> /Producer (a (b) c)",
        b"<?xpacket begin=''?><x:xmpmeta><dc:creator>Budi</dc:creator></x:xmpmeta>"
        b"<?xpacket end='w'?>\n",
    )

    kept = cleaned(given).content

    assert len(kept) == len(given)
    assert b"Budi" not in kept
    assert b"466F746F" not in kept
    assert b"/Author (" + b" " * 22 + b")" in kept
    assert b"BT (Patroli) Tj ET" in kept


def test_a_photograph_within_a_pdf_loses_its_place() -> None:
    given = pdf(body=jpeg())
    assert OWNER.encode() in given

    assert OWNER.encode() not in cleaned(given).content


def packed(said: bytes, filter_: bytes = b"/FlateDecode") -> bytes:
    stream = zlib.compress(said)
    head = b"4 0 obj\n<< /Type /ObjStm /Filter %s /Length %d >>\nstream\n" % (filter_, len(stream))
    return pdf(b"/X 1", head + stream + b"\nendstream\nendobj\n")


def test_a_pdf_whose_description_is_packed_away_is_refused_and_other_packing_is_not() -> None:
    assert refusal(packed(b"<< /Author (Budi) >>")) == "evidence_packed"
    assert refusal(packed(b"<< /S /Launch >>")) == "evidence_active"
    assert refusal(packed(bytes(30 * 1024 * 1024))) == "evidence_packed"
    assert refusal(packed(b"x", b"/LZWDecode")) == "evidence_packed"
    assert cleaned(packed(b"<< /Author () /Type /Page >>")).mime == "application/pdf"


def test_any_three_bytes_may_stand_in_the_body_of_a_stream() -> None:
    assert cleaned(pdf(body=b"\x00/Encrypt \x01/Launch \x02")).mime == "application/pdf"


@pytest.mark.parametrize(
    "piece", [b"<?xpacket begin", b"/Author(", b"<<", b">> stream\n", b"\xff\xe1\xff\xffExif\0\0"]
)
def test_a_hostile_pdf_is_answered_quickly(piece: bytes) -> None:
    hostile = b"%PDF-1.4\n" + piece * (1_000_000 // len(piece)) + b"\nstartxref\n9\n%%EOF\n"
    begun = time.process_time()
    with suppress(Refused):
        cleaned(hostile)
    assert time.process_time() - begun < 20


# kept


def keep(engine: Engine, by: Person, content: bytes) -> KeptEvidence:
    with writing(engine) as session:
        return keep_evidence(session, by.at(), content)


def test_a_file_is_stored_once_under_the_digest_of_what_is_kept(station: Engine) -> None:
    first = keep(station, HEAD, jpeg())
    second = keep(station, COMMANDER, jpeg())

    assert second == first
    assert [path.name for path in evidence_folder().iterdir()] == [first.sha256]
    assert evidence_path(first.sha256).read_bytes() == cleaned(jpeg()).content
    assert evidence_path(first.sha256).stat().st_mode & 0o077 == 0
    with reading(station) as session:
        row = session.scalars(select(EvidenceFile)).one()
        assert (row.mime, row.captured_on) == ("image/jpeg", date(2024, 9, 5))
        assert row.size == len(cleaned(jpeg()).content)
        assert [entry.action for entry in entries(session)] == ["load", "keep_evidence"]
        assert chain_is_whole(session)


def test_a_file_given_back_as_it_was_served_is_the_file_that_is_there(station: Engine) -> None:
    kept = keep(station, HEAD, jpeg())

    assert keep(station, HEAD, evidence_path(kept.sha256).read_bytes()) == kept


def test_a_file_that_was_lost_is_stored_again(station: Engine) -> None:
    kept = keep(station, HEAD, jpeg())
    evidence_path(kept.sha256).unlink()

    assert keep(station, HEAD, jpeg()) == kept
    assert evidence_path(kept.sha256).exists()


def test_a_file_that_showed_one_issue_done_is_pointed_out_at_the_next(station: Engine) -> None:
    first, second = assigned(station), assigned(station)
    elsewhere = assigned(station, "polsek-b", B)
    kept = keep(station, HEAD, jpeg())
    assert kept.used_before == ()
    for by, key in ((HEAD, first), (OTHER_HEAD, elsewhere)):
        move(station, by, key, EventKind.CLAIMED, note="Selesai", evidence=kept.sha256)

    assert keep(station, HEAD, jpeg()).used_before == (first,)  # what is elsewhere is not theirs
    assert keep(station, COMMANDER, jpeg()).used_before == tuple(sorted((first, elsewhere)))
    move(station, HEAD, second, EventKind.CLAIMED, note="Selesai", evidence=kept.sha256)


def test_evidence_that_was_never_kept_cannot_be_shown(station: Engine) -> None:
    key = assigned(station)

    with pytest.raises(Refused) as caught:
        move(station, HEAD, key, EventKind.CLAIMED, note="Selesai", evidence="0" * 64)

    [found] = caught.value.faults
    assert (found.column, found.code) == ("evidence", "unknown_evidence")


@pytest.mark.parametrize("by", [ANALYST, PRESENTER, ADMINISTRATOR])
def test_who_neither_claims_nor_verifies_keeps_no_evidence(station: Engine, by: Person) -> None:
    with pytest.raises(NotPermitted):
        keep(station, by, jpeg())
    assert not evidence_folder().exists()


@pytest.mark.parametrize("digest", ["", "../audit.key", "A" * 64, "0" * 63])
def test_what_is_no_digest_has_no_path(digest: str) -> None:
    with pytest.raises(ValueError, match="^" + digest.replace(".", r"\.") + "$"):
        evidence_path(digest)

"""The fields of each target, and the headers by which a foreign sheet may call them.

What people read (the header of a template, the name of a field on the screen) is
`import_field.<field>` of the locale; it is understood here too, in both languages.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    Rubric,
    Severity,
    StakeholderGroup,
    Threat,
)
from wording.translator import texts

Target = Literal["issues", "meetings", "reports"]
TARGETS: tuple[Target, ...] = ("issues", "meetings", "reports")
KEYS: Mapping[Target, str] = {"issues": "issue", "meetings": "meeting", "reports": "report"}
"""The field by which repeated rows of one record are joined."""

ATTENDANCE_PREFIX = "attendance."
"""`attendance.camat` is a column with the headcount of one group."""


class Reads(StrEnum):
    """How the cells of a field are read."""

    KEY = "key"
    DAY = "day"
    ENTRY_TIME = "entry_time"
    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    YES_NO = "yes_no"
    UNIT = "unit"
    SUB_DISTRICT = "sub_district"
    VILLAGE = "village"
    ATTENDANCE = "attendance"
    COUNT = "count"
    GROUP = "group"
    VOIDED = "voided"


@dataclass(frozen=True)
class TargetField:
    """A field of a target: the column of the dataset file it fills, and how it is read.

    `group` is the group of labels of its vocabulary in the locale, `codes` the codes;
    `names` are headers of other systems, beside its own name and its label.
    """

    name: str
    column: str
    reads: Reads
    names: tuple[str, ...] = ()
    group: str = ""
    codes: tuple[str, ...] = ()
    many: bool = False


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


def _codes(codes: type[StrEnum]) -> tuple[str, ...]:
    return tuple(code.value for code in codes)


def _word(name: str, group: str, codes: type[StrEnum], names: str = "") -> TargetField:
    return TargetField(name, name, Reads.WORD, _names(names), group, _codes(codes))


_SEVERITIES = tuple(str(int(severity)) for severity in Severity)
_PLACE = (
    "kec|kecamatan kejadian|nama kecamatan|kode kecamatan|wilayah|kecamatan lokasi|district name"
    "|subdistrict|sub district|sub_district_code|sub_district_codes|sub_districts|adm3|adm3_name"
    "|adm3_pcode|admin3|lokasi kecamatan"
)
_VILLAGE = (
    "desa|kelurahan|desa/kel|desa kelurahan|nama desa|kode desa|desa kejadian|lurah/desa"
    "|village name|village_code|village_codes|villages|adm4|adm4_name|adm4_pcode|admin4"
)
_SUB_DISTRICT = TargetField("sub_district", "sub_district_code", Reads.SUB_DISTRICT, _names(_PLACE))
_VILLAGE_FIELD = TargetField("village", "village_code", Reads.VILLAGE, _names(_VILLAGE))
_SUB_DISTRICTS = TargetField(
    "sub_districts", "sub_district_codes", Reads.SUB_DISTRICT, _names(_PLACE), many=True
)
_VILLAGES = TargetField("villages", "village_codes", Reads.VILLAGE, _names(_VILLAGE), many=True)
_SOURCE = TargetField(
    "source",
    "source",
    Reads.TEXT,
    _names("sumber|sumber informasi|sumber data|source of information|link|tautan|reference"),
)
_ENTERED = (
    TargetField(
        "recorded_at",
        "recorded_at",
        Reads.ENTRY_TIME,
        _names("dicatat pada|tanggal input|tgl input|waktu input|created|created at|submission time"
               "|_submission_time|tanggal pencatatan"),
    ),
    TargetField("voided_on", "voided_on", Reads.VOIDED, _names("dibatalkan pada")),
)  # fmt: skip

_DAYS = (
    "tanggal|tgl|hari/tanggal|hari tanggal|waktu|tanggal kejadian|tgl kejadian|waktu kejadian"
    "|date|day|event date|incident date|datetime|timestamp"
)

ISSUE_FIELDS = (
    TargetField(
        "issue",
        "issue",
        Reads.KEY,
        _names("nomor masukan|no masukan|kode masukan|no tiket|nomor tiket|tiket|ticket|id masukan"
               "|incident id|event id|_id|_uuid|uuid|id|kode"),
    ),
    TargetField(
        "reported_on",
        "reported_on",
        Reads.DAY,
        _names(f"{_DAYS}|tanggal lapor|tgl lapor|tanggal laporan|tanggal pengaduan|tanggal masuk"
               "|reported|date reported|report date|tanggal aduan"),
    ),
    TargetField(
        "meeting",
        "meeting",
        Reads.KEY,
        _names("kode pertemuan|nomor pertemuan|id pertemuan|meeting id"),
    ),
    TargetField("report", "report", Reads.KEY, _names("kode laporan|nomor laporan|report id")),
    _SUB_DISTRICT,
    _VILLAGE_FIELD,
    _word("kind", "kind", Kind, "jenis masukan|bentuk masukan|tipe masukan|kind of input"),
    _word(
        "category",
        "category",
        Category,
        "jenis|jenis kejadian|jenis gangguan|jenis kasus|klasifikasi|bidang|topik|permasalahan"
        "|type|event type|incident type|incident category|jenis kejahatan|jenis tindak pidana",
    ),
    _word("threat", "threat", Threat, "hakikat|hakikat ancaman|ancaman|jenis ancaman"),
    TargetField(
        "rubric",
        "rubric",
        Reads.WORDS,
        _names("rubrik|jawaban rubrik"),
        "rubric",
        _codes(Rubric),
        many=True,
    ),
    TargetField(
        "severity",
        "severity",
        Reads.WORD,
        _names("tingkat|tingkat keparahan|keparahan|bobot|level"),
        "severity",
        _SEVERITIES,
    ),
    TargetField(
        "text",
        "text",
        Reads.TEXT,
        _names("uraian|uraian singkat|uraian kejadian|isi|isi masukan|isi laporan|isi aduan"
               "|keterangan|kronologi|deskripsi|keluhan|masukan|aspirasi|description|summary|notes"
               "|details|incident description|permasalahan yang disampaikan"),
    ),
    _word(
        "raised_by",
        "group",
        StakeholderGroup,
        "unsur|disampaikan oleh|penyampai|unsur penyampai|kelompok|asal unsur|raised by|reported by"
        "|pelapor",
    ),
    _SOURCE,
    *_ENTERED,
)  # fmt: skip

MEETING_FIELDS = (
    TargetField(
        "meeting",
        "meeting",
        Reads.KEY,
        _names("kode pertemuan|nomor pertemuan|id pertemuan|kode kegiatan|id kegiatan|meeting id"
               "|event id|training id|_id|_uuid|uuid|id|kode"),
    ),
    TargetField(
        "held_on",
        "held_on",
        Reads.DAY,
        _names(f"{_DAYS}|tanggal pertemuan|tanggal kegiatan|tgl kegiatan|tanggal pelaksanaan"
               "|waktu pelaksanaan|meeting date|start date|start"),
    ),
    _word(
        "programme",
        "programme",
        Programme,
        "program|jenis kegiatan|jenis pertemuan|nama kegiatan|kegiatan|bentuk kegiatan|program"
        "|meeting type|event type|training type",
    ),
    TargetField(
        "host_unit",
        "host_unit",
        Reads.UNIT,
        _names("penyelenggara|satuan|satuan penyelenggara|pelaksana|polsek|host|organiser|unit"),
    ),
    TargetField(
        "venue",
        "venue",
        Reads.TEXT,
        _names("tempat|lokasi|tempat kegiatan|tempat pertemuan|lokasi kegiatan|location|place"),
    ),
    _SUB_DISTRICTS,
    _VILLAGES,
    TargetField(
        "attendance",
        "attendance",
        Reads.ATTENDANCE,
        _names("daftar hadir|hadir|yang hadir|peserta|unsur hadir|kehadiran"
               "|participants|attendees"),
        "group",
        _codes(StakeholderGroup),
        many=True,
    ),
    TargetField(
        "attendance_group",
        "attendance",
        Reads.GROUP,
        _names("unsur|unsur peserta|kelompok peserta|jenis peserta|participant group"),
        "group",
        _codes(StakeholderGroup),
    ),
    TargetField(
        "attendance_count",
        "attendance",
        Reads.COUNT,
        _names("jumlah hadir|jumlah peserta|jml peserta|jumlah|number of participants|headcount"),
    ),
    TargetField(
        "promised",
        "promised",
        Reads.YES_NO,
        _names("komitmen|ada komitmen|komitmen tindak lanjut|tindak lanjut dijanjikan"
               "|follow-up promised"),
    ),
    _word("inputs", "inputs", Inputs, "status masukan|rincian masukan|masukan dirinci"),
    TargetField(
        "inputs_on", "inputs_on", Reads.DAY, _names("tanggal rincian|masukan dirinci pada")
    ),
    _SOURCE,
    *_ENTERED,
)  # fmt: skip

REPORT_FIELDS = (
    TargetField(
        "report",
        "report",
        Reads.KEY,
        _names("kode laporan|nomor laporan|no laporan|id laporan|report id|_id|_uuid|uuid|id|kode"),
    ),
    TargetField(
        "reported_on",
        "reported_on",
        Reads.DAY,
        _names(f"{_DAYS}|tanggal laporan|tgl laporan|tanggal lapor|report date|date reported"),
    ),
    _word("kind", "report_kind", ReportKind, "jenis|jenis laporan|periode|bentuk laporan|type"),
    TargetField(
        "unit",
        "unit",
        Reads.UNIT,
        _names("satuan|satuan pelapor|pelapor|polsek|dari|from|reporting unit"),
    ),
    _SUB_DISTRICTS,
    _VILLAGES,
    TargetField("nil", "nil", Reads.YES_NO, _names("nihil|laporan nihil|ada kejadian nihil")),
    *_ENTERED,
)

FIELDS: Mapping[Target, Mapping[str, TargetField]] = {
    "issues": {field.name: field for field in ISSUE_FIELDS},
    "meetings": {field.name: field for field in MEETING_FIELDS},
    "reports": {field.name: field for field in REPORT_FIELDS},
}

LATITUDE_NAMES = _names("lat|latitude|lintang|garis lintang|_gps_latitude|y|koordinat y|lat.")
LONGITUDE_NAMES = _names(
    "lon|lng|long|longitude|bujur|garis bujur|_gps_longitude|x|koordinat x|long."
)

_ALIASES = {
    "sub_district": "sub_district",
    "sub_districts": "sub_district",
    "sub_district_code": "sub_district",
    "sub_district_codes": "sub_district",
    "village": "village",
    "villages": "village",
    "village_code": "village",
    "village_codes": "village",
}


def canonical(name: str, target: Target) -> str:
    """The name of a field as the target has it: singular, plural and code names are one."""
    single = _ALIASES.get(name)
    if single is None:
        return name
    return single if target == "issues" else f"{single}s"


def field_of(name: str, target: Target) -> TargetField | None:
    """The field of a name, `attendance.<group>` included; None where there is none."""
    if target == "meetings" and name.startswith(ATTENDANCE_PREFIX):
        group = name.removeprefix(ATTENDANCE_PREFIX)
        if group in tuple(StakeholderGroup):
            return TargetField(name, "attendance", Reads.COUNT)
        return None
    return FIELDS[target].get(canonical(name, target))


def fold(text: str) -> str:
    """A text for comparing: no case, no accents of width, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def squeeze(text: str) -> str:
    """A name for comparing: letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold(text))


@cache
def names_of(target: Target) -> Mapping[str, tuple[str, ...]]:
    """Every squeezed header that names a field, by field; the field's own name comes first."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in FIELDS[target].items():
        labels = texts().get(f"import_field.{target}.{name}", {}).values()
        words = (name, field.column, *labels, *field.names)
        if field.column == "attendance" and name != "attendance":
            words = (name, *labels, *field.names)
        found[name] = tuple(dict.fromkeys(squeeze(word) for word in words))
    return found

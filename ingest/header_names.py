"""Headers by which other systems call our fields, beside its own name and its label."""

from collections.abc import Mapping

_NAMES: Mapping[str, str] = {
    "issues.issue": (
        "nomor masukan|no masukan|kode masukan|no tiket|nomor tiket|tiket|ticket|id masukan"
        "|incident id|event id|_id|_uuid|uuid|id|kode"
    ),
    "issues.reported_on": (
        "tanggal|tgl|hari/tanggal|hari tanggal|hari/tgl|hari, tanggal|waktu"
        "|tanggal kejadian|tgl kejadian|waktu kejadian|date|day"
        "|event date|incident date|datetime|timestamp|tanggal lapor"
        "|tgl lapor|tanggal laporan|tanggal pengaduan|tanggal masuk|reported|date reported"
        "|report date|tanggal aduan"
    ),
    "issues.meeting": "kode pertemuan|nomor pertemuan|id pertemuan|meeting id",
    "issues.report": "kode laporan|nomor laporan|report id",
    "issues.sub_district": (
        "kec|tkp kecamatan|kecamatan tkp|kecamatan kejadian|nama kecamatan|kode kecamatan"
        "|wilayah|kecamatan lokasi|district name|subdistrict|sub district"
        "|sub_district_code|sub_district_codes"
        "|sub_districts|adm3|adm3_name|adm3_pcode|admin3|lokasi kecamatan"
    ),
    "issues.village": (
        "desa|kelurahan|desa/kel|desa kelurahan|nama desa|kode desa|desa kejadian"
        "|lurah/desa|village name|village_code|village_codes|villages|adm4|adm4_name"
        "|adm4_pcode|admin4"
    ),
    "issues.kind": "jenis masukan|bentuk masukan|tipe masukan|kind of input",
    "issues.category": (
        "jenis|jenis kejadian|jenis gangguan|jenis kasus|klasifikasi|bidang|topik"
        "|permasalahan|type|event type|incident type|incident category|jenis kejahatan"
        "|jenis tindak pidana"
    ),
    "issues.threat": "hakikat|hakikat ancaman|ancaman|jenis ancaman",
    "issues.rubric": "rubrik|jawaban rubrik",
    "issues.severity": "tingkat|tingkat keparahan|keparahan|bobot|level",
    "issues.text": (
        "uraian|uraian singkat|uraian kejadian|isi|isi masukan|isi laporan|isi aduan"
        "|keterangan|kronologi|deskripsi|keluhan|masukan|aspirasi|description|summary|notes"
        "|usul|usulan|isi usulan|isi aspirasi|uraian masukan|uraian aduan"
        "|details|incident description|permasalahan yang disampaikan"
    ),
    "issues.raised_by": (
        "unsur|disampaikan oleh|penyampai|unsur penyampai|kelompok|asal unsur|raised by"
        "|reported by|pelapor"
    ),
    "issues.source": (
        "sumber|sumber informasi|sumber data|source of information|link|tautan|reference"
    ),
    "issues.recorded_at": (
        "dicatat pada|tanggal input|tgl input|waktu input|created|created at"
        "|submission time|_submission_time|tanggal pencatatan"
    ),
    "issues.voided_on": "dibatalkan pada",
    "meetings.meeting": (
        "kode pertemuan|nomor pertemuan|id pertemuan|kode kegiatan|id kegiatan|meeting id"
        "|event id|training id|_id|_uuid|uuid|id|kode"
    ),
    "meetings.held_on": (
        "tanggal|tgl|hari/tanggal|hari tanggal|hari/tgl|hari, tanggal|waktu"
        "|tanggal kejadian|tgl kejadian|waktu kejadian|date|day"
        "|event date|incident date|datetime|timestamp"
        "|tanggal pertemuan|tanggal kegiatan|tgl kegiatan|tanggal pelaksanaan"
        "|waktu pelaksanaan|meeting date|start date|start"
    ),
    "meetings.programme": (
        "program|jenis kegiatan|jenis pertemuan|nama kegiatan|kegiatan|bentuk kegiatan"
        "|program|acara|nama acara|agenda|meeting type|event type|training type"
    ),
    "meetings.host_unit": (
        "penyelenggara|satuan|satuan penyelenggara|pelaksana|polsek|host|organiser|unit"
    ),
    "meetings.venue": (
        "tempat|lokasi|tempat kegiatan|tempat pertemuan|lokasi kegiatan|location|place"
    ),
    "meetings.attendance": (
        "daftar hadir|hadir|yang hadir|peserta|unsur hadir|kehadiran|participants|attendees"
    ),
    "meetings.attendance_group": (
        "unsur|unsur peserta|kelompok peserta|jenis peserta|participant group"
    ),
    "meetings.attendance_count": (
        "jumlah hadir|jumlah peserta|jml peserta|jumlah|number of participants|headcount"
    ),
    "meetings.promised": (
        "komitmen|ada komitmen|komitmen tindak lanjut|tindak lanjut dijanjikan|follow-up promised"
    ),
    "meetings.inputs": "status masukan|rincian masukan|masukan dirinci",
    "meetings.inputs_on": "tanggal rincian|masukan dirinci pada",
    "reports.report": (
        "kode laporan|nomor laporan|no laporan|id laporan|report id|_id|_uuid|uuid|id|kode"
    ),
    "reports.reported_on": (
        "tanggal|tgl|hari/tanggal|hari tanggal|hari/tgl|hari, tanggal|waktu"
        "|tanggal kejadian|tgl kejadian|waktu kejadian|date|day"
        "|event date|incident date|datetime|timestamp"
        "|tanggal laporan|tgl laporan|tanggal lapor|report date|date reported"
    ),
    "reports.kind": "jenis|jenis laporan|periode|bentuk laporan|type",
    "reports.unit": "satuan|satuan pelapor|pelapor|polsek|dari|from|reporting unit",
    "reports.nil": "nihil|laporan nihil|ada kejadian nihil",
}
_SAME: Mapping[str, str] = {
    "meetings.sub_districts": "issues.sub_district",
    "meetings.villages": "issues.village",
    "meetings.source": "issues.source",
    "meetings.recorded_at": "issues.recorded_at",
    "meetings.voided_on": "issues.voided_on",
    "reports.sub_districts": "issues.sub_district",
    "reports.villages": "issues.village",
    "reports.recorded_at": "issues.recorded_at",
    "reports.voided_on": "issues.voided_on",
}
"""Fields that go by the names of another."""


LATITUDE_NAMES = tuple(
    ["lat", "latitude", "lintang", "garis lintang", "_gps_latitude", "koordinat y", "y"]
)
LONGITUDE_NAMES = tuple(
    [
        "lon",
        "lng",
        "long",
        "longitude",
        "bujur",
        "garis bujur",
        "_gps_longitude",
        "koordinat x",
        "x",
    ]
)


def other_names(target: str, field: str) -> tuple[str, ...]:
    """The headers of other systems for a field of a target."""
    key = f"{target}.{field}"
    said = _NAMES.get(_SAME.get(key, key))
    return tuple(said.split("|")) if said is not None else ()

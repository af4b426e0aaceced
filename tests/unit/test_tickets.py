"""Keys that an officer can say on the phone."""

from datetime import date

from domain.tickets import DISTRICT_PREFIX, prefixes, record_key, tickets

DAY = date(2024, 9, 5)
SHIPPED = {
    "17.01.01": "Kedurang",
    "17.01.02": "Seginim",
    "17.01.03": "Pino",
    "17.01.04": "Manna",
    "17.01.05": "Kota Manna",
    "17.01.06": "Pino Raya",
    "17.01.07": "Kedurang Ilir",
    "17.01.08": "Air Nipis",
    "17.01.09": "Ulu Manna",
    "17.01.10": "Bunga Mas",
    "17.01.11": "Pasar Manna",
}


def test_the_kecamatan_of_the_district_have_three_letters_each_of_their_own() -> None:
    found = prefixes(SHIPPED)

    assert found["17.01.01"] == "KDR"
    assert found["17.01.06"] == "PNR"
    assert len(set(found.values())) == len(SHIPPED)
    assert all(len(p) == 3 and p.isascii() and p.isupper() for p in found.values())
    assert DISTRICT_PREFIX not in found.values()


def test_names_that_are_alike_or_have_few_letters_still_get_prefixes_of_their_own() -> None:
    names = {str(n): "Ai" for n in range(10)} | {"x": "1 2", "y": "Éa"}

    assert len(set(prefixes(names).values())) == 12


def test_a_prefix_does_not_change_when_a_kecamatan_with_a_later_code_is_added() -> None:
    before = prefixes(SHIPPED)

    assert prefixes(SHIPPED | {"17.01.12": "Kedurang Hulu"}).items() >= before.items()


def test_the_next_ticket_follows_the_highest_and_fills_no_hole() -> None:
    taken = ["KDR-240905-01", "KDR-240905-07", "KDR-240906-20", "SGN-240905-30", "KDR-240905-x"]

    assert next(tickets("KDR", DAY, taken)) == "KDR-240905-08"
    assert next(tickets("KDR", DAY, [])) == "KDR-240905-01"
    assert next(tickets("KDR", DAY, ["KDR-240905-99"])) == "KDR-240905-100"


def test_the_first_record_of_a_day_has_no_number() -> None:
    assert record_key("P", DAY, "KDR", []) == "P-2024-09-05-KDR"
    assert record_key("P", DAY, "KDR", ["P-2024-09-05-KDR"]) == "P-2024-09-05-KDR-2"
    taken = ["P-2024-09-05-KDR", "P-2024-09-05-KDR-2"]
    assert record_key("P", DAY, "KDR", taken) == "P-2024-09-05-KDR-3"

"""Which passwords are refused, and how they are hashed."""

import pytest

from access import hashing
from access.passwords import fault_of


@pytest.mark.parametrize(
    "password",
    [
        "polres2024!!!!",
        "Kondusif1234",
        "bawaslupilkada2024",
        "Bengkulu-Selatan-2024",
        "p@ssw0rd2024",
        "qwertyuiop12",
        "aaaaaaaaaaaa",
        "123456789012",
        "fedcba987654",
        "abcabcabcabc",
        "SitiAminah1990",
    ],
)
def test_what_everybody_would_try_is_refused_as_common(password: str) -> None:
    assert fault_of(password, ["siti.aminah", "Bengkulu Selatan"]) == "common"


@pytest.mark.parametrize(
    "password",
    [
        "kopi pahit sore ini",
        " kuda lumping 77 kali",
        "correct horse battery staple",
        "🙂🙃😀😅🎈🎉🚗🚀🍎🍌🥕🌶",
        "x" * 2 + "jalan kebun tua hujan" * 3,
    ],
)
def test_a_long_password_of_ones_own_words_needs_no_digits_or_capitals(password: str) -> None:
    assert fault_of(password, ["siti.aminah"]) is None


def test_twelve_characters_are_the_least_and_128_the_most() -> None:
    letters = "".join(chr(0x4E00 + 7 * n) for n in range(200))

    assert fault_of(letters[:11]) == "short"
    assert fault_of(letters[:12]) is None
    assert fault_of(letters[:128]) is None
    assert fault_of(letters[:129]) == "long"


def test_a_hash_is_argon2id_with_64_mib_three_passes_and_four_lanes() -> None:
    assert hashing.hash_password("kopi pahit sore ini").startswith(
        "$argon2id$v=19$m=65536,t=3,p=4$"
    )


def test_a_password_is_not_trimmed_and_its_accents_may_be_written_in_two_ways() -> None:
    stored = hashing.hash_password(" kafé tua di tepi ")

    assert hashing.matches(" kafe\u0301 tua di tepi ", stored) == (True, None)
    assert hashing.matches("kafé tua di tepi", stored) == (False, None)


def test_a_hash_of_older_parameters_is_made_anew_when_it_fits() -> None:
    from pwdlib.hashers.argon2 import Argon2Hasher

    weak = Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1).hash("kopi pahit sore ini")

    right, renewed = hashing.matches("kopi pahit sore ini", weak)

    assert right
    assert renewed is not None
    assert renewed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_nothing_fits_where_no_password_was_chosen() -> None:
    assert hashing.matches("stand-in of an account that does not exist", None) == (False, None)

"""Accounts: what they are made of, what they see, and what ends their sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from access import tokens
from db.commands import accounts as commands
from db.commands import trail
from db.commands.sessions import touch_session, touch_unless_busy
from db.engine import reading, writing
from db.queries import accounts as queries
from db.tables.access import LoginSession
from db.tables.installation import Installation
from domain.faults import Refused
from domain.vocabulary import Role
from models import District, SubDistrict, Unit

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def units(engine: Engine) -> None:
    """A command with one sector and one function, an agency, and four kecamatan."""
    with writing(engine, ledger=False) as session:
        session.add_all(
            [
                Unit(code="polres", name="Polres", kind="district"),
                Unit(code="polsek-a", name="Polsek A", kind="sector"),
                Unit(code="satlantas", name="Satlantas", kind="function"),
                Unit(code="kpu", name="KPU", kind="agency"),
                District(code="17.01", name="Bengkulu Selatan"),
            ]
        )
        session.flush()
        session.add_all(
            SubDistrict(code=code, name=code, district_code="17.01", police_sector=sector)
            for code, sector in (("01", "polsek-a"), ("02", "polsek-a"), ("03", None), ("04", None))
        )
        trail.enter(session, trail.Actor.station(NOON), "load", None)


def account(engine: Engine, name: str, unit: str | None, *roles: Role) -> int:
    with writing(engine, ledger=False) as session:
        return commands.add_account(session, name, unit, roles, "hash", NOON)


def enter(engine: Engine, account_id: int, at: datetime = NOON) -> str:
    with writing(engine, ledger=False) as session:
        return commands.begin_session(session, account_id, at)


def who(engine: Engine, token: str, at: datetime = NOON) -> queries.SignedIn | None:
    with reading(engine) as session:
        return queries.reader_of(session, tokens.digest(token), at)


@pytest.mark.parametrize(
    ("unit", "areas"),
    [
        ("polsek-a", {"01", "02"}),
        ("polres", {"01", "02", "03", "04"}),
        ("satlantas", {"03", "04"}),
        (None, set()),
    ],
)
def test_an_account_has_the_areas_of_its_unit_and_the_command_all_of_them(
    engine: Engine, unit: str | None, areas: set[str]
) -> None:
    units(engine)
    token = enter(engine, account(engine, "a.b", unit, Role.RECORDER, Role.SECTOR_HEAD))

    signed_in = who(engine, token)

    assert signed_in is not None
    assert signed_in.reader.account == "a.b"
    assert signed_in.reader.unit == unit
    assert signed_in.reader.roles == {Role.RECORDER, Role.SECTOR_HEAD}
    assert signed_in.reader.areas == areas
    assert signed_in.language == "id"


@pytest.mark.parametrize("name", ["", "a", "Å", "a b", "-a", "a" * 41, "a'--"])
def test_a_malformed_name_is_refused(engine: Engine, name: str) -> None:
    with pytest.raises(Refused) as caught:
        account(engine, name, None, Role.ANALYST)

    assert [fault.code for fault in caught.value.faults] == ["account.name"]


@pytest.mark.parametrize(
    ("name", "unit", "roles", "code"),
    [
        ("TAKEN ", None, [Role.ANALYST], "account.taken"),
        ("new", "kpu", [Role.ANALYST], "account.unit"),
        ("new", "nowhere", [Role.ANALYST], "account.unit"),
        ("new", "polres", [], "account.roles"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_not_stored(
    engine: Engine, name: str, unit: str | None, roles: list[Role], code: str
) -> None:
    units(engine)
    account(engine, "taken", None, Role.ANALYST)

    with pytest.raises(Refused) as caught:
        account(engine, name, unit, *roles)

    assert [fault.code for fault in caught.value.faults] == [code]
    with reading(engine) as session:
        assert [row.name for row in queries.accounts(session, NOON)] == ["taken"]


def test_a_session_ends_after_half_an_hour_without_a_click(engine: Engine) -> None:
    token = enter(engine, account(engine, "aa", None, Role.ANALYST))

    assert who(engine, token, NOON + 29 * MINUTE) is not None
    assert who(engine, token, NOON + 30 * MINUTE) is None

    with writing(engine, ledger=False) as session:
        touch_session(session, tokens.digest(token), NOON + 29 * MINUTE)
    assert who(engine, token, NOON + 58 * MINUTE) is not None


def test_a_session_ends_after_twelve_hours_however_busy(engine: Engine) -> None:
    token = enter(engine, account(engine, "aa", None, Role.ANALYST))
    for tens in range(1, 73):
        with writing(engine, ledger=False) as session:
            touch_session(session, tokens.digest(token), NOON + 10 * tens * MINUTE)

    assert who(engine, token, NOON + 719 * MINUTE) is not None
    assert who(engine, token, NOON + 720 * MINUTE) is None


def test_the_fourth_sign_in_ends_the_session_that_was_unused_longest(engine: Engine) -> None:
    account_id = account(engine, "aa", None, Role.ANALYST)
    first, second, third = (enter(engine, account_id, NOON + n * MINUTE) for n in range(3))
    with writing(engine, ledger=False) as session:
        touch_session(session, tokens.digest(first), NOON + 5 * MINUTE)

    fourth = enter(engine, account_id, NOON + 6 * MINUTE)

    later = NOON + 7 * MINUTE
    assert who(engine, second, later) is None
    assert all(who(engine, token, later) for token in (first, third, fourth))


def test_only_the_digest_of_a_token_is_stored(engine: Engine) -> None:
    token = enter(engine, account(engine, "aa", None, Role.ANALYST))

    with reading(engine) as session:
        assert session.scalars(select(LoginSession.token_hash)).all() == [tokens.digest(token)]
    assert len(tokens.digest(token)) == 64
    assert who(engine, tokens.digest(token)) is None


def test_signing_out_disabling_and_a_new_password_end_sessions(engine: Engine) -> None:
    account_id = account(engine, "aa", None, Role.ANALYST)
    other = enter(engine, account(engine, "bb", None, Role.ANALYST))

    one, two = enter(engine, account_id), enter(engine, account_id)
    with writing(engine, ledger=False) as session:
        commands.end_session(session, tokens.digest(one), NOON)
    assert who(engine, one) is None
    assert who(engine, two) is not None

    with writing(engine, ledger=False) as session:
        commands.set_password(session, account_id, "new", NOON, keep=tokens.digest(two))
    assert who(engine, two) is not None
    three = enter(engine, account_id)
    with writing(engine, ledger=False) as session:
        commands.set_password(session, account_id, "new", NOON)
    assert (who(engine, two), who(engine, three)) == (None, None)

    four = enter(engine, account_id)
    with writing(engine, ledger=False) as session:
        commands.disable_account(session, "aa", NOON)
        commands.enable_account(session, "AA ")
    assert who(engine, four) is None
    assert who(engine, other) is not None


def test_a_disabled_account_is_nobody_even_with_a_session_of_later(engine: Engine) -> None:
    account_id = account(engine, "aa", None, Role.ANALYST)
    with writing(engine, ledger=False) as session:
        commands.disable_account(session, "aa", NOON)

    assert who(engine, enter(engine, account_id)) is None


def test_other_roles_and_another_unit_bite_at_the_next_look(engine: Engine) -> None:
    units(engine)
    token = enter(engine, account(engine, "aa", "polres", Role.COMMANDER))

    with writing(engine, ledger=False) as session:
        commands.move_account(session, "aa", "polsek-a", [Role.RECORDER])

    signed_in = who(engine, token)
    assert signed_in is not None
    assert signed_in.reader.roles == {Role.RECORDER}
    assert signed_in.reader.areas == {"01", "02"}


@pytest.mark.parametrize("mark", [None, "SAMPLE"])
def test_demo_accounts_exist_in_a_training_database_alone(engine: Engine, mark: str | None) -> None:
    units(engine)
    with writing(engine, ledger=False) as session:
        session.merge(Installation(id=1, mark=mark))

    with pytest.raises(Refused), writing(engine, ledger=False) as session:
        commands.ensure_demo_accounts(session, NOON)

    with reading(engine) as session:
        assert queries.accounts(session, NOON) == []


def test_a_training_database_has_one_demo_account_a_role_made_once(engine: Engine) -> None:
    units(engine)
    with writing(engine, ledger=False) as session:
        session.merge(Installation(id=1, mark="TRAINING"))
        session.flush()
        commands.ensure_demo_accounts(session, NOON)
        commands.ensure_demo_accounts(session, NOON)

    with reading(engine) as session:
        demo = queries.demo_accounts(session)
        assert [role for row in demo for role in row.roles] == list(Role)
        assert {row.has_password for row in demo} == {False}


def test_no_page_waits_for_a_long_write_to_note_that_a_session_is_alive(
    sqlite_engine: Engine,
) -> None:
    token = enter(sqlite_engine, account(sqlite_engine, "pemapar", None, Role.PRESENTER))
    later = NOON + 5 * MINUTE

    with writing(sqlite_engine, ledger=False):
        touch_unless_busy(sqlite_engine, tokens.digest(token), later)
        assert last_seen(sqlite_engine) == NOON

    touch_unless_busy(sqlite_engine, tokens.digest(token), later)
    assert last_seen(sqlite_engine) == later


def last_seen(engine: Engine) -> datetime:
    with reading(engine) as session:
        return session.scalars(select(LoginSession.last_seen_at)).one()

"""A view is a link: what an address says is what the scope holds, and nothing unknown."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.scope import DAYS, FILTERS, NAMES, RECORDS, Dropped, Scope, parse, to_params

TODAY = date(2024, 11, 24)
CHOICES = {name: [f"{name}-{letter}" for letter in "abc"] for name in (*FILTERS, *RECORDS)}

days = st.none() | st.dates()
scopes = st.builds(
    Scope,
    as_of=st.dates(),
    known=st.booleans(),
    since=days,
    until=days,
    **{name: st.lists(st.sampled_from(CHOICES[name]), unique=True).map(tuple) for name in FILTERS},
    **{name: st.none() | st.sampled_from(CHOICES[name]) for name in RECORDS},
)


@given(scopes, st.none() | st.dates())
def test_an_address_is_read_back_as_the_scope_that_wrote_it(scope, default_day):
    params = to_params(scope, default_day)
    assert parse(params, CHOICES, default_day or TODAY) == (scope, ())


@given(scopes)
def test_an_address_holds_known_names_only_and_never_the_search_text(scope):
    params = to_params(scope.narrowed(text="rahasia"))
    assert set(params) <= set(NAMES)
    assert "text" not in NAMES
    assert not any("rahasia" in value for values in params.values() for value in values)


names = st.sampled_from(NAMES) | st.text()
values = st.text() | st.sampled_from([code for codes in CHOICES.values() for code in codes])


@given(st.dictionaries(names, st.lists(values, max_size=4), max_size=6))
def test_no_address_is_an_error_and_no_unknown_code_gets_through(params):
    scope, dropped = parse(params, CHOICES, TODAY)
    for name in FILTERS:
        given_values = set(params.get(name, []))
        assert set(getattr(scope, name)) == given_values & set(CHOICES[name])
        assert {d.value for d in dropped if d.name == name} == given_values - set(CHOICES[name])
    for name in RECORDS:
        assert getattr(scope, name) in {None, *CHOICES[name]}


def test_unknown_and_forbidden_values_are_dropped_and_the_rest_stays():
    params = {"state": ["state-a", "nonsense"], "as_of": ["2024-13-01"], "issue": ["guess"]}
    scope, dropped = parse(params, CHOICES, TODAY)
    assert (scope.state, scope.as_of, scope.issue) == (("state-a",), TODAY, None)
    assert set(dropped) == {
        Dropped("state", "nonsense"),
        Dropped("as_of", "2024-13-01"),
        Dropped("issue", "guess"),
    }


def test_a_switch_that_is_neither_yes_nor_no_is_dropped():
    answers = {value: parse({"known": [value]}, CHOICES, TODAY) for value in ("yes", "no", "xx")}
    assert {value: scope.known for value, (scope, _) in answers.items()} == {
        "yes": True,
        "no": False,
        "xx": False,
    }
    assert [dropped for _, dropped in answers.values()] == [(), (), (Dropped("known", "xx"),)]


def test_a_value_named_twice_counts_once_and_order_stays():
    scope, _ = parse({"unit": ["unit-b", "unit-a", "unit-b"]}, CHOICES, TODAY)
    assert scope.unit == ("unit-b", "unit-a")


def test_the_default_day_is_left_out_of_an_address():
    assert to_params(Scope(TODAY), TODAY) == {}
    assert to_params(Scope(TODAY)) == {"as_of": ["2024-11-24"]}
    assert DAYS == ("since", "until")

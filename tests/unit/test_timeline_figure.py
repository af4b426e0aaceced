"""The days a timeline shows, and what in it answers a click."""

from datetime import date, datetime

import pandas as pd

from charts import spans
from charts.axis import Axis
from charts.frame import DESK
from charts.stage_lanes import stage_lanes, stage_reach
from charts.timeline import stage_timeline
from wording.translator import Translator

ID = Translator("id")
VOTING = date(2024, 11, 27)
STAGES = pd.DataFrame(
    {
        "code": ["voting"],
        "election": ["pilkada-2024"],
        "name": ["Pemungutan suara"],
        "tempo": ["critical"],
        "starts_on": [VOTING],
        "ends_on": [VOTING],
    }
)
WEEKS = pd.DataFrame(columns=["week", "severity", "count"])
MEETINGS = pd.DataFrame(columns=["meeting", "held_on", "name"])


def test_a_stage_in_view_has_a_tenth_of_its_days_around_it() -> None:
    """120 days from 1 January to 29 April 2024: twelve before and after."""
    assert spans.around_stage(date(2024, 1, 1), date(2024, 4, 29)) == (
        date(2023, 12, 20),
        date(2024, 5, 11),
    )


def test_a_stage_of_a_day_has_ten_days_around_it() -> None:
    assert spans.around_stage(VOTING, VOTING) == (date(2024, 11, 17), date(2024, 12, 7))


def test_the_chosen_day_is_shown_however_far_from_voting_day() -> None:
    assert spans.around_voting(VOTING, date(2025, 4, 30)) == (
        date(2024, 4, 1),
        date(2025, 5, 14),
    )


def test_everything_takes_in_the_chosen_day_and_leaves_out_what_is_not_known() -> None:
    assert spans.everything([None, date(2024, 5, 8)], date(2024, 6, 1)) == (
        date(2024, 5, 1),
        date(2024, 6, 15),
    )


def test_a_click_on_the_label_of_a_short_stage_is_a_click_on_the_stage() -> None:
    """The bar of one day is ten pixels wide; its label stands beside it, to the right."""
    axis = Axis(date(2024, 11, 1), date(2025, 2, 8), 1000)
    lanes = stage_lanes(STAGES, axis, VOTING, ID, DESK).lanes
    reach = stage_reach(lanes, axis)

    assert lanes[0].place.side == "right"
    assert list(reach.customdata[0]) == ["stage", "voting"]
    assert datetime.fromisoformat(reach.base[0]) == datetime(2024, 11, 27)  # noqa: DTZ001
    days = reach.x[0] / 86_400_000
    label = len("Pemungutan suara") * 13 * 0.5 + 10
    assert days == (10 + label) / 10


def test_where_no_input_is_drawn_a_sentence_says_so_and_no_figure_but_nought_stands() -> None:
    found = stage_timeline(WEEKS, MEETINGS, STAGES, [VOTING], VOTING, ID)

    assert found.layout.yaxis.tickvals == (0,)
    assert ID("chart.no_input") in [note.text for note in found.layout.annotations]


def test_few_inputs_are_numbered_one_by_one() -> None:
    """Plotly would number a bar of one by halves, and write 1 twice."""
    weeks = pd.DataFrame({"week": [date(2024, 11, 25)], "severity": [2], "count": [1]})
    found = stage_timeline(weeks, MEETINGS, STAGES, [VOTING], VOTING, ID)

    assert found.layout.yaxis.dtick == 1

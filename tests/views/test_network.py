"""The network: its headline, exchange, diversity, history, load and venues."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given as over
from hypothesis import settings

from netroi_core.ledger.ledger import Ledger
from netroi_core.ledger.measures import Options
from netroi_core.quarters import Quarter, span
from netroi_core.relationships.measures import exchanges_by_contact
from netroi_core.views.advice import Situation
from netroi_core.views.network import LOAD, Network, network
from netroi_core.wording.wording import Words
from netroi_core.workspace.workspace import Workspace
from tests.careers import Json, costly_activity, load_document, make_document, won_outcome
from tests.relationships.test_measures import favor, person, talk
from tests.strategies import workspaces

EN, DE = Words(), Words("de_DE", "EUR")
TODAY = date(2026, 10, 5)
YEAR = tuple(span(Quarter(2025, 4), Quarter(2026, 3)))


def of(raw: Json, window: tuple[Quarter, ...] = (), words: Words = EN, today: date = TODAY, **chosen: Any) -> Network:
    ledger = Ledger(Workspace(raw))
    return network(Situation(ledger, window or ledger.quarters, Options(**chosen), today), words)


def test_the_sample_has_every_part() -> None:
    result = of(load_document("sample"))
    assert result.headline == "You give about as much as you receive; 6 of 26 active contacts have gone quiet"
    assert result.sentences[0].startswith("Relationship strength 8.6: ")
    year = of(load_document("sample"), YEAR[-2:])
    assert year.headline.endswith("6 of 26 active contacts had gone quiet by Sep 30, 2026")
    assert year.sentences[0].startswith("Relationship strength 8.7 on Sep 30, 2026: ")
    assert result.sentences[1].startswith(
        "It’s been 180 days or more since your last contact with Marcus Oyelaran, Wei Ling Chua, Aiko Tanabe and 3 more"
    )
    assert result.summary == (
        result.sentences[0],
        "You gave 32 favors and received 29: about even.",
        "Your contacts are as varied as 12 equal groups by industry, 18 equal groups by background and 51 equal "
        "groups by area of expertise.",
    )
    assert (
        "Tom Wexley helped you 3 times, and you helped them once: look for a way to give back."
        in result.exchange.sentences
    )
    assert result.diversity.sentences == (
        "You don’t have any active contacts yet in Product management (background) or product analytics (expertise). "
        "Who could introduce you?",
    )
    assert [chart.title for charts in result.charts.values() for chart in charts()] == [
        "You gave 32 favors and received 29: about even",
        "No industry, background or expertise dominates your network",
        "7 contacts are close and relevant, 9 are relevant but not close yet",
        "Relationship strength rose from 4.7 to 8.7 since Q4 2024",
        "You get the most energy from one-on-one, which also returned most",
        "Each $1 returned most with one-on-one: $2.59",
    ]
    assert result.sentences[-1].startswith("In these quarters: 239 new contacts, 6 leads")


def test_the_strength_of_today_goes_without_its_day_and_the_last_four_weeks_come_with_the_names() -> None:
    rated = {"closeness": 5, "relevance": 5}
    old = {"name": "Grace", **rated, "met": {"date": f"{TODAY - timedelta(days=181)}"}}
    new = {"name": "Ada", **rated, "met": {"date": "2026-10-01"}}
    result = of(make_document(contacts=[old, new], activities=[talk("2026-10-02")]))
    assert result.sentences[0].startswith("Relationship strength 1.5: as much as about 1 close, current contact")
    assert result.lately() == (
        "Relationship strength is 1.5 today, up from 0.6 four weeks ago.",
        "New: Ada.",
        "No contact for 180 days now: Grace. A short message is enough to get back in touch.",
    )
    assert of(make_document(contacts=[{**old, "closeness": None}], activities=[talk("2026-10-02")])).lately() == ()


def test_the_map_of_people_shows_active_and_dormant_contacts_once_one_is_rated() -> None:
    assert of(make_document(contacts=[{"name": "Ada"}], activities=[talk("2026-10-02")])).people_map() is None
    people_map = of(load_document("sample")).people_map()
    assert people_map is not None
    assert "rated yet" not in people_map.subtitle


def test_the_history_of_any_day_compares_with_the_quarter_before_even_one_outside_the_window() -> None:
    result = of(load_document("sample"), (Quarter(2026, 3),))
    assert result.on == date(2026, 9, 30)
    last, earlier = result.history(result.on), result.history(date(2026, 8, 1))
    assert [quarter for quarter, *_ in last.charts[0].table[1]] == ["Q2 2026", "Q3 2026"]
    assert dict(last.named)["In touch"].startswith("62% of your active contacts, compared with 65% in Q2 2026. ")
    assert dict(earlier.named)["In touch"].startswith(
        "31% of your active contacts so far in Q3 2026, compared with 65%"
    )
    assert result.history(date(2026, 3, 31)).named == ()


def test_the_capital_by_industry_ignores_the_case_of_its_name() -> None:
    people = [
        person("2026-09-30", industry="Logistics"),
        person("2026-09-30", industry=" logistics "),
        person("2026-09-30", 1, 1, industry="Retail"),
        person("2026-09-30", 5, 5, industry="Law", status="pruned"),
        person("2026-09-30", 5, 5),
    ]
    result = of(make_document(contacts=people, activities=[talk("2026-09-30")]))
    assert result.headline == "Your strongest ties are in Logistics; no one has gone 180 days without contact"


def test_quiet_is_no_contact_for_half_a_year_by_today_or_the_end_of_the_window() -> None:
    people = [person("2026-01-05"), person(None), person("2026-01-05", status="dormant")]
    raw = make_document(contacts=people, activities=[talk("2026-01-05"), talk("2026-09-01")])
    assert of(raw).headline == "1 of 2 active contacts has gone quiet"
    assert of(raw, today=date(2026, 7, 3)).headline == "No one has gone 180 days without contact"
    assert of(raw, (Quarter(2026, 1),)).headline == "No one had gone 180 days without contact by Mar 31, 2026"


def test_over_the_whole_record_ties_age_while_nothing_is_logged() -> None:
    raw = make_document(contacts=[person("2026-05-05")], activities=[talk("2026-09-01"), talk("2026-05-05")])
    assert of(raw).headline == "No one has gone 180 days without contact"
    assert of(raw, today=date(2027, 1, 3)).headline == "Your only contact has gone quiet"
    assert (
        of(raw, (Quarter(2026, 3),), today=date(2027, 1, 3)).headline
        == "No one had gone 180 days without contact by Sep 30, 2026"
    )


def test_only_the_first_three_of_those_who_are_owed_and_who_take_are_named() -> None:
    favors = [
        favor(way, day, f"c{n}")
        for way, numbers in (("received", range(1, 6)), ("given", range(6, 11)))
        for n in numbers
        for day in ("2026-01-02", "2026-08-01", "2026-08-02")
    ]
    people = [{**person(), "name": f"Person {n}"} for n in range(1, 11)]
    result = of(make_document(contacts=people, exchanges=favors), YEAR)
    assert [sentence.split(" helped")[0] for sentence in result.exchange.sentences[:3]] == [
        "Person 1",
        "Person 2",
        "Person 3",
    ]
    assert result.exchange.sentences[3:] == (
        "You’ve helped Person 6, Person 7 and Person 8 3 times each. It’s OK to ask them for a small favor.",
    )


def test_favors_without_a_contact_are_counted_and_not_drawn() -> None:
    result = of(make_document(exchanges=[favor("given")]))
    assert result.exchange.charts == ()
    assert result.exchange.sentences == ("You gave 1 favor and received none: it’s fine to ask for help, too.",)


def test_without_any_category_the_diversity_asks_for_one_instead_of_a_chart() -> None:
    result = of(make_document(contacts=[person()], activities=[talk("2026-09-01")]))
    assert result.diversity.charts == ()
    assert result.diversity.sentences[0].startswith("Add your contacts’ industry, background or expertise")


def test_the_load_is_compared_with_the_limits_and_has_the_signs_of_the_week_whatever_the_window() -> None:
    raw = make_document(
        profile={"weekly_hours_cap": 6.0, "weekly_evenings_cap": 1.0},
        activities=[talk(f"2026-09-{day:02}", hours={"attending": 4}, evening=True) for day in range(1, 29)],
    )
    result = of(raw, (Quarter(2026, 3),))
    load = result.load()
    assert load.charts == ()
    assert load.sentences[0] == (
        "In Q3 2026, you spent 8.5 hours a week on average, above your limit of 6, and 2.1 evenings a week, "
        "above your limit of 1."
    )
    assert [" hours a week" in sign.text for sign in load.signs] == [True, False]
    assert "more evenings a week" in load.signs[1].text


def test_online_and_offline_are_told_apart_with_what_each_led_to() -> None:
    raw = make_document(
        activities=[
            talk("2026-07-01", hours={"attending": 3}, channel="in_person"),
            talk("2026-07-08", hours={"attending": 1}, channel="video"),
        ],
        outcomes=[won_outcome("500", "one_on_one", "2026-07-08")],
    )
    load = of(raw).load()
    assert "75% of your hours were offline and 25% of your hours were online." in load.sentences
    assert load.table[1] == (
        ("In person", "3 h", "75%", "0", "$0"),
        ("Online (video and text)", "1 h", "25%", "1", "$500"),
    )
    assert of(make_document(activities=[talk("2026-07-01")])).load().table == ((), ())


def test_what_was_built_stands_by_quarter_and_approach() -> None:
    interview = {**won_outcome("0", "one_on_one", "2026-08-01"), "kind": "interview"}
    raw = make_document(activities=[talk("2026-05-01", new_contacts=2)], outcomes=[interview])
    built = of(raw).built()
    assert built.sentences == ("In these quarters: 2 new contacts and 1 interview.",)
    header, rows = built.table
    assert header == (
        *("Quarter", "Approach", "New contacts", "Leads", "Referrals", "Interviews", "Introductions made"),
    )
    assert rows == (
        ("Q3 2026", "One-on-one", "0", "0", "0", "1", "0"),
        ("Q2 2026", "One-on-one", "2", "0", "0", "0", "0"),
        ("In total", "", "2", "0", "0", "1", "0"),
    )
    ahead = of(make_document(outcomes=[interview, {**interview, "status": "open"}])).built()
    assert ahead.sentences == ("In Q3 2026: 1 interview and 1 open interview.",)
    assert ahead.table[0][5:7] == ("Interviews", "Open interviews")
    assert ahead.table[1][-1] == ("In total", "", "0", "0", "0", "1", "1", "0")
    assert of(make_document(activities=[talk("2026-05-01")])).built().table == ((), ())


def test_what_one_quarter_built_is_said_of_that_quarter() -> None:
    result = of(make_document(activities=[talk("2026-08-01", new_contacts=2)]), YEAR[-1:])
    assert result.sentences == ("In Q3 2026: 2 new contacts.",)


def test_whoever_looks_for_work_sees_first_what_was_built_and_is_not_asked_to_give_back() -> None:
    favors = [favor("received", day, "c1") for day in ("2026-01-02", "2026-08-01", "2026-08-02")]
    raw = make_document(
        profile={"between_jobs": ["2026-Q4"]},
        contacts=[person("2026-01-05")],
        exchanges=favors,
        activities=[talk("2026-09-01", new_contacts=3)],
    )
    result = of(raw, YEAR)
    assert result.sentences[0] == "In these quarters: 3 new contacts."
    assert result.exchange.sentences[0].endswith("a thank-you is enough for now.")


def test_venues_have_costs_results_odds_and_advice_the_most_expensive_first() -> None:
    club = {"name": "Club", "approach": "group_events", "why": "Owners", "audience": "clients", "role": "Treasurer"}
    raw = make_document(
        venues=[{"name": "Café", "approach": "one_on_one"}, club],
        activities=[
            {**costly_activity("group_events", "60", day), "venue": "v2"} for day in ("2026-03-01", "2026-09-01")
        ],
        outcomes=[{**won_outcome("500", None), "touchpoints": [
            {"date": "2026-03-01", "approach": "group_events", "venue": "v2"}]}],
    )  # fmt: skip
    result = of(raw, YEAR).venues()
    header, (first, second) = result.table
    row = dict(zip(header, first, strict=True))
    assert row.pop("Odds").endswith("%")
    assert row == {
        "Venue": "Club", "Advice": "Keep", "Money": "$120", "Hours": "2 h", "Value of your time": "No price yet",
        "New contacts": "0", "Conversations": "0", "Won": "$500", "Open, expected": "$0", "For whom": "Clients",
        "Role": "Treasurer", "Why": "Owners",
    }  # fmt: skip
    assert second[:2] == ("Café", "")
    assert result.named[0][0] == "Club"
    assert "your role there (Treasurer)" in result.named[0][1]
    assert [row.advice for row in Situation(Ledger(Workspace(raw)), YEAR, Options(), TODAY).venues][1] == "keep"


def test_hours_without_a_venue_are_named_above_the_venues_that_they_leave_unjudged() -> None:
    club = {"name": "Club", "approach": "group_events", "dues": {"amount": "100", "per": "quarter"}}
    elsewhere = {**costly_activity("group_events", "514", "2026-05-01"), "hours": {"attending": 28}}
    at_club = {**costly_activity("group_events", "0", "2026-03-01"), "venue": "v1"}
    rest = "Assign them in the quiz, under “Where the time went”."
    for venues, which in (([club], "it"), ([club, {**club, "dues": None}], "each")):
        shown = of(make_document(venues=venues, activities=[elsewhere, at_club]), YEAR).venues()
        assert shown.sentences == (
            "28 h and $514 of your group events in Q2 2026 aren’t assigned to a venue, so it’s too early to say "
            f"whether {which} pays. {rest}",
        )
        assert shown.named[0][1].endswith("Too early to tell.")
        assert shown.table[1][0][1:3] == ("Too early to tell", "n/a")
    assert not of(make_document(venues=[club], activities=[at_club]), YEAR).venues().sentences
    unused = {"name": "LinkedIn", "approach": "social_media"}
    online = {**costly_activity("social_media", "0", "2026-03-01"), "hours": {"attending": 9}}
    assert not of(make_document(venues=[club, unused], activities=[at_club, online]), YEAR).venues().sentences


def test_the_options_decide_the_returns_of_venues_and_approaches() -> None:
    raw = load_document("sample")
    realised, invested = (of(raw, YEAR, view=view) for view in ("realised", "invested"))
    assert realised.venues().table != invested.venues().table
    assert realised.charts[LOAD]()[1].figures != invested.charts[LOAD]()[1].figures


def test_the_german_reader_finds_german_numbers() -> None:
    result = of(load_document("sample"), words=DE)
    assert "8,6" in result.sentences[0]
    assert "$" not in f"{result.venues()}{[chart.table for chart in result.charts[LOAD]()]}"


@settings(max_examples=30)
@over(workspaces())
def test_every_workspace_with_a_quarter_has_its_network(raw: Json) -> None:
    ledger = Ledger(Workspace(raw))
    if ledger.quarters:
        result = of(raw)
        load = result.load()
        everything = (
            result.headline,
            result.sentences,
            result.exchange.sentences,
            result.diversity.sentences,
            load.sentences,
            [sign.text for sign in load.signs],
        )
        assert "None" not in f"{everything}"
        assert {len(row) for row in result.venues().table[1]} <= {len(result.venues().table[0])}
        people = exchanges_by_contact(ledger, ledger.quarters)
        assert bool(result.exchange.charts) == (not people.is_empty())


def test_the_summary_names_nobody_and_leaves_out_what_is_not_known() -> None:
    alone = of(make_document(contacts=[person("2026-07-01", name="Ann Lee")]), (Quarter(2026, 3),))
    assert len(alone.summary) == 1
    assert "Ann" not in "".join(alone.summary)
    assert of(make_document(activities=[costly_activity("one_on_one", "5")])).summary == ()


def test_a_quarter_without_records_is_nothing_to_compare_with() -> None:
    raw = make_document(
        contacts=[{"name": "Ada", "closeness": 4, "relevance": 4, "met": {"date": "2026-02-01"}}],
        activities=[{"date": day, "approach": "one_on_one", "people": ["c1"], "hours": {"attending": 2}}
                    for day in ("2026-02-01", "2026-08-01")],
    )  # fmt: skip
    result = of(raw)
    named = dict(result.history(result.on).named)
    assert named["The quarter before"] == ("There are no records for Q2 2026, so there is nothing to compare with.")
    assert "compared with" not in " ".join(named.values())


def test_hours_that_a_quiz_entered_for_its_approach_are_named_beside_a_venue_of_dues_alone() -> None:
    dues = {"amount": "105", "per": "quarter"}
    venues = [{"name": name, "approach": approach, "dues": dues}
              for name, approach in (("Chamber", "group_events"), ("Premium", "social_media"))]  # fmt: skip
    total = {**costly_activity("group_events", "50", "2026-09-30"), "source": "quiz", "hours": {"attending": 24}}
    ledger = Ledger(Workspace(make_document(venues=venues, activities=[total])))
    part = network(Situation(ledger, ledger.quarters, Options(), date(2026, 10, 5)), Words()).venues()
    (note,) = part.sentences
    assert note.startswith("24 h and $50 of your group events in Q3 2026 aren’t assigned to a venue")
    assert "social media" not in note

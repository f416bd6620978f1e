"""JSON Lines, GeoJSON, and tables like those of casualty recorders; and what every form says of itself."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from drafts import draft, make_reading
from giving import ABOUT, HOSTILE, file_attacks, file_hostile, values_of, write

from according.errors import InputError, RequestError
from according.exports.exchange.acled import ACLED
from according.exports.exchange.form import SUBJECTS, Form
from according.exports.exchange.forms import FORMS, find_form
from according.exports.exchange.jsonl import JSONL
from according.exports.exchange.maps import GEOJSON
from according.exports.exchange.readme import readme_text
from according.exports.exchange.ucdp import UCDP
from according.exports.objects.events import event_object
from according.exports.objects.readings import to_object
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.records import Query
from according.services.group import group_figures
from according.services.sharing.exchanged import Wanted, find_values, for_form

pytestmark = pytest.mark.heavy

# The heads of these tables as their makers publish them.
UCDP_HEADS = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,"
    "dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,"
    "source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,"
    "priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,"
    "deaths_unknown,best,high,low,gwnoa,gwnob"
)
ACLED_HEADS = (
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)


def lines(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.decode("utf8").split("\n")[:-1]]


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf8"), newline="")))


# -- our own lines, and maps -----------------------------------------------------------------------------------------


def check_lines(ledger: SqlLedger) -> int:
    figures = lines(write(JSONL, "figures", ledger))
    for figure in figures:
        text = ledger.text(figure["report"]["id"]) or ""
        for part in (figure["number"], figure["statement"], figure["population"], figure["place"], *figure["speakers"]):
            if part is not None:
                assert part["text"] == text[part["start"] : part["end"]]
    for statement in lines(write(JSONL, "statements", ledger)):
        assert statement["text"] == (ledger.text(statement["report"]["id"]) or "")[statement["start"] : statement["end"]]
    for feature in json.loads(write(GEOJSON, "figures", ledger))["features"]:
        told = feature["properties"]
        assert told["number"] == (ledger.text(told["report"]) or "")[told["start"] : told["end"]]
    return len(figures)


def test_lines_and_features_keep_every_word_of_hostile_texts(file_ledger: SqlLedger) -> None:
    file_hostile(file_ledger)
    assert check_lines(file_ledger) == 2 * len(HOSTILE)
    # A lone surrogate comes back as it was.
    assert {figure["report"]["title"] for figure in lines(write(JSONL, "figures", file_ledger))} == set(HOSTILE)


def test_the_samples_are_read_back(samples: Path) -> None:
    with open_ledger(str(samples)) as ledger:
        assert check_lines(ledger) > 30
        for subject in SUBJECTS:
            assert len(lines(write(JSONL, subject, ledger))) == len(list(values_of(ledger, subject)))


def test_lines_are_the_objects_that_the_commands_print(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    values = list(values_of(file_ledger, "reports"))
    assert lines(write(JSONL, "reports", file_ledger)) == [json.loads(json.dumps(to_object(reading))) for _, reading in values]
    waiting = replace(ABOUT, ungrouped=3)
    events = b"".join(JSONL.writers["events"](values_of(file_ledger, "events"), waiting))
    asked = values_of(file_ledger, "events")
    assert lines(events) == [json.loads(json.dumps(event_object(event, ungrouped=3))) for event in asked]


def test_features_have_their_precision_and_reach_and_none_is_put_where_nobody_said(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    file_ledger.add(make_reading(draft(5, "people", place="Nowhere")))
    features = json.loads(write(GEOJSON, "figures", file_ledger))["features"]
    told = {(one["properties"]["precision"], one["geometry"] is None) for one in features}
    assert told == {("city", False), ("country", False), ("city", True)}
    assert all((one["properties"]["radius_km"] is None) == (one["geometry"] is None) for one in features)
    events = json.loads(write(GEOJSON, "events", file_ledger))
    assert (events["type"], events["about"]["filters"]) == ("FeatureCollection", dict(ABOUT.filters))
    assert [30.52, 50.45] in [one["geometry"]["coordinates"] for one in events["features"] if one["geometry"]]


# -- tables of recorders ---------------------------------------------------------------------------------------------


def test_recorders_tables_have_the_heads_that_their_makers_publish(file_ledger: SqlLedger) -> None:
    assert write(UCDP, "events", file_ledger).decode() == f"{UCDP_HEADS}\r\n"
    assert write(ACLED, "events", file_ledger).decode() == f"{ACLED_HEADS}\r\n"


def test_ucdp_s_numbers_are_those_of_its_rules_and_sides_are_never_guessed(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    kyiv, aleppo = sorted(rows(write(UCDP, "events", file_ledger)), key=lambda row: row["country"], reverse=True)
    assert [kyiv[name] for name in ("low", "best", "high")] == ["12", "12", "15"]
    assert [kyiv[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")] == ["", "", "12", ""]
    assert [aleppo[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best")] == ["", "", "", "3", "3"]
    assert (kyiv["date_start"], kyiv["date_end"], kyiv["year"], kyiv["country"]) == ("2025-01-26", "2025-01-26", "2025", "Ukraine")
    assert (kyiv["geom_wkt"], kyiv["where_coordinates"], kyiv["number_of_sources"]) == ("POINT (30.52 50.45)", "Kyiv", "2")
    # Semicolons of a title are none of the list.
    assert sorted(kyiv["source_headline"].split(";")) == ["Attack in Kyiv, many dead", "Kyiv"]
    assert set(kyiv["source_original"].split("; ")) == {"The army", "The mayor"}
    for row in (kyiv, aleppo):
        assert {row[name] for name in row if name.startswith(("side_", "dyad", "conflict", "gw")) or name.endswith("_prec")} == {""}


def test_what_a_user_tells_ucdp_s_rules_holds(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    parameters = replace(for_form(None, UCDP), house={"best": "high"})
    written = b"".join(UCDP.writers["events"](find_values(file_ledger, Wanted("events", Query(), parameters)), ABOUT))
    assert {row["best"] for row in rows(written)} == {"15", "3"}


def test_acled_s_number_is_the_lowest_and_blame_is_a_note(file_ledger: SqlLedger) -> None:
    file_attacks(file_ledger)
    kyiv, _ = sorted(rows(write(ACLED, "events", file_ledger)), key=lambda row: row["country"], reverse=True)
    assert (kyiv["fatalities"], kyiv["event_date"], kyiv["location"]) == ("12", "2025-01-26", "Kyiv")
    assert "Fatalities as said by the army." in kyiv["notes"].replace("The army", "the army")
    assert "reported between 12 and 15" in kyiv["notes"]
    assert "Said to have done it: gunmen." in kyiv["notes"]
    assert (kyiv["actor1"], kyiv["event_type"], kyiv["geo_precision"]) == ("", "", "")


@pytest.mark.parametrize("form", [UCDP, ACLED], ids=lambda form: form.name)
def test_only_incidents_with_dead_people_are_rows(file_ledger: SqlLedger, form: Form) -> None:
    total = draft(4000, place="Syria", counting="running", basis="as_of")
    month = draft(90, "people", counting="period", place="Aleppo")
    file_ledger.add(make_reading(total, month, draft(20, "people", measure="wounded", place="Kyiv")))
    group_figures(file_ledger)
    assert len(list(values_of(file_ledger, "events"))) > 1
    assert rows(write(form, "events", file_ledger)) == []


def test_the_samples_tables_are_read_by_their_heads(samples: Path) -> None:
    with open_ledger(str(samples)) as ledger:
        for form in (UCDP, ACLED):
            # The samples tell of totals so far: none is a row of incidents.
            assert rows(write(form, "events", ledger)) == []


# -- what a form says of itself ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_says_what_it_is(form: Form) -> None:
    assert form.suffix.startswith(".")
    assert form.writers
    assert form.lacks
    assert all(lack.endswith(".") and "\n" not in lack for lack in form.lacks)


def test_forms_have_names_of_their_own_and_one_that_is_none_names_those_there_are() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)
    assert find_form("csv", "figures").name == "csv"
    with pytest.raises(RequestError, match=r"no reports are written as 'geojson'; there is jsonl, csv"):
        find_form("geojson", "reports")


@pytest.mark.parametrize("name", ["parquet", "xlsx"])
def test_a_missing_extra_is_told_with_what_installs_it(name: str, monkeypatch: pytest.MonkeyPatch, file_ledger: SqlLedger) -> None:
    def missing(module: str) -> object:
        raise ImportError(module)

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(InputError, match=r'needs the extra "tables": pip install "according\[tables\]"'):
        write(find_form(name, "figures"), "figures", file_ledger)


def test_the_page_beside_a_file_explains_every_column_and_is_no_mark_up() -> None:
    about = replace(ABOUT, filters={"place": "<b>|\n# x"}, ungrouped=2)
    page = readme_text("a|b.csv", UCDP, "events", about)
    assert page.startswith("# a\\|b.csv\n")
    assert [row.split("`")[1] for row in page.splitlines() if row.startswith("| `")] == UCDP_HEADS.split(",")
    assert "- Filters: place = \\<b\\>\\| \\# x\n" in page
    assert "had no group yet" in page
    assert all(f"- {lack}\n" in page for lack in UCDP.lacks)
    assert "Columns" not in readme_text("a.jsonl", JSONL, "events", about)

"""Parties: names, kinds and countries of noun phrases, and what nouns name."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.lexicon import default
from according.names.countries import countries, country_names, demonyms
from according.names.nouns import entry_of, is_agent_noun, is_armed_noun, is_person_noun, is_thing_noun, is_uncounted_noun
from according.names.parties import KINDS, describe

PHRASES = [
    ("intelligence officials in South Korea", None, "intelligence", "KR"),
    ("South Korean military officials", None, "military", "KR"),
    ("North Korean soldiers", None, "military", "KP"),
    ("Ukrainian President Volodymyr Zelenskyy", "Volodymyr Zelenskyy", "government", "UA"),
    ("Seth Jones of the Center for Strategic and International Studies in Washington", "Seth Jones", "analyst", "US"),
    ("The National Intelligence Service in Seoul", "National Intelligence Service", "intelligence", "KR"),
    ("Canadian foreign minister Peter MacKay", "Peter MacKay", "government", "CA"),
    ("Lieutenant Colonel Jerry O'Hara", "Jerry O'Hara", "military", None),
    ("Ben Wallace, the British Secretary of State for Defence", "Ben Wallace", "government", "GB"),
    ("Pentagon spokesman Eric Pahon", "Eric Pahon", "military", None),
    ("the aid group Norwegian Refugee Council", "Norwegian Refugee Council", "organisation", "NO"),
    ("the British Foreign Office", "Foreign Office", "government", "GB"),
    ("The WHO", "WHO", "organisation", None),
    ("the Taliban", "Taliban", "militant", None),
    ("NATO", "NATO", "military", None),
    ("Pakistan", "Pakistan", None, "PK"),
    ("Palestinian officials", None, "official", "PS"),
    ("Indonesia's Health Ministry", "Health Ministry", "government", "ID"),
    ("Hospital officials", None, "hospital", None),
    ("an Iraqi police officer", None, "police", "IQ"),
    ("a police general", None, "police", None),
    ("U.S. military authorities", None, "military", "US"),
    ("members of ISIL", None, "militant", None),
    ("ISIL forces", None, "militant", None),
    ("Pakistani security forces", None, "military", "PK"),
    ("Belgian news reports", None, "media", "BE"),
    ("A statement", None, "document", None),
    ("witnesses", None, "witness", None),
    ("A British security firm", None, "company", "GB"),
    ("Prosecutors", None, "court", None),
    ("United Nations aid worker", None, "aid-worker", None),
    ("schoolchildren", None, "child", None),
    ("Afghan doctors", None, "medic", "AF"),
    ("local journalists", None, "journalist", None),
    ("villagers", None, "civilian", None),
    ("armed men", None, "militant", None),
    # Listed names go before the words in them, with their possessives, demonyms and titles.
    ("the Lord's Resistance Army", "Lord's Resistance Army", "militant", None),
    ("the prime minister's office", None, "government", None),
    ("Human Rights Watch", "Human Rights Watch", "organisation", None),
    ("Doctors Without Borders", "Doctors Without Borders", "organisation", None),
    ("Saudi Arabia", "Saudi Arabia", None, "SA"),
    ("the Iraqi Security Forces", "Security Forces", "military", "IQ"),
    # What says of which country it is stands before the noun; behind it, it is part of the name.
    ("the site Indian Defence News", "Indian Defence News", "media", "IN"),
    ("The newspaper Turkish Daily", "Turkish Daily", "media", "TR"),
    ("the Turkish newspaper Daily Mirror", "Daily Mirror", "media", "TR"),
    # A name that is set off behind an office, and a land in which a place lies.
    ("the interior minister, Jan Novak", "Jan Novak", "government", None),
    ("The mayor of Harran, Jan Novak", "Jan Novak", "official", None),
    ("The head of the rescue service in the region, Colonel Ana Petrova", "Ana Petrova", "organisation", None),
    ("A resident of Tulsa, New Mexico", None, "civilian", None),
    ("A farmer from Harran, North Kordofan", None, "civilian", None),
    # A region's name may hold another country's.
    ("the governor of New Mexico", None, "official", None),
    ("police in New Jersey", None, "police", None),
    ("officials in New Zealand", None, "official", "NZ"),
    ("officials in South Korea", None, "official", "KR"),
    # Names with small words inside are not cut there.
    ("Voice of America", "Voice of America", "media", None),
    ("the Republic of Korea", "Republic of Korea", None, "KR"),
    ("Democratic Republic of Congo soldiers", None, "military", "CD"),
    ("Trinidad and Tobago police", None, "police", "TT"),
    ("Secretary of State John Kerry", "John Kerry", "government", None),
    ("the Ministry of Health", "Ministry of Health", "government", None),
    ("the Ukrainian Ministry of Agriculture", "Ministry of Agriculture", "government", "UA"),
    # "And" goes on with an office's name unless somebody else stands behind it.
    ("the Ministry of Health and Welfare", "Ministry of Health and Welfare", "government", None),
    ("the Ministry of Agriculture and Fisheries", "Ministry of Agriculture and Fisheries", "government", None),
    ("the Ministry of Women and Children", "Ministry of Women and Children", "government", None),
    ("the Observatory for Human Rights and the Red Cross", "Observatory for Human Rights", "organisation", None),
    ("the Ministry of Agriculture and Hamas", "Ministry of Agriculture", "government", None),
    ("the Government of Sudan", None, "government", "SD"),
    ("Hayat Tahrir al-Sham", "Hayat Tahrir al-Sham", "militant", None),
    ("President Karim al-Bakri", "Karim al-Bakri", "government", None),
    # "States" ends a country's name here, and names no state's office.
    ("the United States", "United States", None, "US"),
    ("United States officials", None, "official", "US"),
    ("a police dog", None, None, None),
    # Of which Congo is not said, but the word is no part of a name.
    ("Congolese President Karim Bakri", "Karim Bakri", "government", None),
    ("Dominicans", None, None, None),
]
NO_ONE = [
    ("Afghan and coalition troops", "of more than one side: no one country"),
    ("U.S. and Iraqi forces", "two countries"),
    ("U.S.-led forces", "a leader is not the whole"),
    ("pro-Russian fighters", "a side is not a country"),
    ("Kurdish officials", "a people without a state"),
    ("Congolese soldiers", "of one of two countries"),
    ("a Taliban spokesman in Doha", "where one stands is not whose one is"),
    ("us", "a pronoun"),
]


@pytest.mark.parametrize(("words", "name", "kind", "country"), PHRASES)
def test_describe(words, name, kind, country):
    assert describe(words, default()) == (name, kind, country)


@pytest.mark.parametrize(("words", "why"), NO_ONE)
def test_no_country_is_guessed(words, why):
    assert describe(words, default())[2] is None, why


@pytest.mark.parametrize("word", ["rebels", "insurgents", "terrorists", "militants", "fighters", "guerrillas", "gunmen", "extremists"])
def test_the_kind_does_not_hang_on_the_word_a_report_chose(word):
    assert describe(word, default())[1] == "militant"


def test_population_without_a_kind_is_other():
    assert describe("men", default(), "population") == (None, "other", None)
    assert describe("men", default(), "speaker") == (None, None, None)


@given(st.text(max_size=60))
def test_any_phrase_is_described(words):
    name, kind, country = describe(words, default())
    assert name is None or name in words
    assert kind is None or kind in KINDS
    assert country is None or country in country_names()


@pytest.mark.parametrize(
    "noun", ["miners", "palestinians", "koreans", "harpist", "policewomen", "babies", "suicide-bombers", "others"]
)
def test_people(noun):
    assert is_person_noun(noun, default())
    assert not is_thing_noun(noun, default())


@pytest.mark.parametrize(
    "noun", ["attack", "platoons", "weather", "tanks", "camels", "days", "houses", "paper", "tower", "bombing", "companies"]
)
def test_not_people(noun):
    assert not is_person_noun(noun, default())


def test_a_noun_that_does_something_is_a_person():
    assert not is_person_noun("zork", default())
    assert is_person_noun("zork", default(), modified_by_who=True)


@pytest.mark.parametrize("noun", ["tanks", "drone", "helicopters", "rifles", "warships", "aircraft", "missiles"])
def test_things(noun):
    assert is_thing_noun(noun, default())


def test_armed_and_acting():
    assert is_armed_noun("soldiers", default())
    assert not is_armed_noun("villagers", default())
    assert is_agent_noun("airstrike", default())
    assert is_agent_noun("police", default())
    assert is_agent_noun("battalions", default())
    assert is_agent_noun("patrol", default())
    assert is_agent_noun("gangs", default())
    assert not is_agent_noun("house", default())
    assert is_uncounted_noun("brigade", default())
    assert not is_uncounted_noun("soldier", default())


def test_every_noun_is_found_by_its_entry():
    for entry in default().lists["people"]:
        assert entry.pattern in ("person", "body", "unit", "thing", "toll", "act", "document", "other")
        assert entry.kind == "none" or entry.kind in KINDS
        for form in entry.forms:
            assert entry_of(form, default()) == entry


def test_countries():
    codes = set(country_names())
    assert {code for code, _ in countries().values()} <= codes
    assert set(demonyms().values()) <= codes
    assert country_names()["KP"] == "North Korea"

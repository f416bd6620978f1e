"""The gazetteer: what it holds, how names are folded."""
from __future__ import annotations

import gzip
from importlib.resources import files

import pytest

from according.names import gazetteer
from according.names.gazetteer import GENERIC_WORDS, default, fold
from growth import least


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("United States", "US", "C"), ("U.S.", "US", "C"), ("US", "US", "C"), ("Britain", "GB", "C"), ("UK", "GB", "C"),
        ("Burma", "MM", "C"), ("Ivory Coast", "CI", "C"), ("DRC", "CD", "C"), ("Gaza Strip", "PS", "A"), ("West Bank", "PS", "A"),
        ("Kursk Oblast", "RU", "A"), ("Helmand", "AF", "A"), ("West Virginia", "US", "A"), ("Darfur", "SD", "A"), ("Anbar", "IQ", "A"),
        ("Mosul", "IQ", "P"), ("Raqqa", "SY", "P"), ("Kyiv", "UA", "P"), ("Kiev", "UA", "P"), ("Goma", "CD", "P"),
        ("Black Sea", "", "Z"), ("Şanlıurfa", "TR", "P"), ("Deir ez-Zor", "SY", "P"),
    ],
)  # fmt: skip
def test_known(name, country, kind):
    assert (country, kind) in {(entry.country, entry.kind) for entry in default().find(name)}


@pytest.mark.parametrize("name", ["Qarabaugh", "the", "", "Xyzzy"])
def test_unknown(name):
    assert default().find(name) == []


def test_fold():
    assert fold("Al-Ba’aj") == fold("al Ba'aj") == "al baaj"
    assert fold("São  Paulo") == "sao paulo"
    assert fold("U.S.") == "us"


def test_words_for_kinds_of_region_are_folded_as_names_are():
    assert {word for word in GENERIC_WORDS if fold(word) != word} == set()


def test_every_place_lies_on_the_globe_and_every_name_is_folded():
    known = default()
    for name in list(known._names)[::50]:
        assert fold(name) == name
        for entry in known.at(name):
            assert entry.latitude is None or -90 <= entry.latitude <= 90
            assert entry.longitude is None or -180 <= entry.longitude <= 180


def test_loading_takes_no_longer_than_unpacking_some_times_over():
    """Loading is lazy: the names are split when they are asked for. Unpacked and split in full it takes far longer."""
    packed = (files("according") / "data" / "places.tsv.gz").read_bytes()

    def unpack(_: int) -> None:
        gzip.decompress(packed).decode("utf8").splitlines()

    def load(_: int) -> None:
        gazetteer.default.cache_clear()
        default()

    assert least(load) < 40 * least(unpack)


def test_capitals():
    assert default().capitals(["IQ", "KE"]) == {"baghdad", "nairobi"}


@pytest.mark.parametrize(("name", "country"), [("Srebrenica", "BA"), ("Miranshah", "PK"), ("Baghuz", "SY"), ("Tal Afar", "IQ")])
def test_towns_of_reports_that_the_list_of_cities_lacks(name, country):
    (entry,) = default().find(name)
    assert (entry.country, entry.kind) == (country, "P")


def test_asking_twice_gives_the_same_and_what_is_given_can_be_changed():
    known = default()
    known.find("Mosul").clear()
    assert [entry.country for entry in known.find("Mosul")] == ["IQ"]

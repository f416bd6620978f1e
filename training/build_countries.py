"""
Build ``data/countries.tsv``, ``data/demonyms.tsv`` and ``data/fips.tsv``: names, demonyms and FIPS 10-4 codes of countries with their
ISO 3166-1 alpha-2 codes.

    python training/build_countries.py LISTS src/according/data

``LISTS`` holds ``geonames-countries.txt`` (GeoNames, CC BY 4.0) and ``demonyms.csv`` (ODbL 1.0). The names and demonyms
below are added by hand: those that newspapers write and the lists lack.
"""
from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

from according.names.countries import SHARED_DEMONYMS

# Dependent territories whose demonym is their country's: "French" is not of the French Southern Lands.
DEPENDENT = frozenset(
    {"TF", "BQ", "IO", "MP", "SJ", "UM", "AQ", "BV", "HM", "GS", "AX", "CC", "CX", "NF", "PN", "WF", "PM", "MF", "SX", "BL", "YT", "TK"}
)
# What newspapers call a country. Parts of a state are here too ("Scotland"): their people are counted as the state's.
NAMES = {
    "US": "United States of America; USA; U.S.A.; U.S.; US; America; the States",
    "GB": "Britain; Great Britain; UK; U.K.; England; Scotland; Wales; Northern Ireland",
    "RU": "Russian Federation; Soviet Union; USSR", "AE": "UAE; U.A.E.; Emirates", "CZ": "Czech Republic; Czechia",
    "CD": "Democratic Republic of the Congo; Democratic Republic of Congo; DRC; DR Congo; Congo-Kinshasa; Zaire",
    "CG": "Republic of the Congo; Congo-Brazzaville", "CI": "Côte d'Ivoire; Cote d'Ivoire; Ivory Coast", "MM": "Burma; Myanmar",
    "KP": "North Korea; DPRK; D.P.R.K.", "KR": "South Korea; Republic of Korea; ROK", "TL": "East Timor; Timor-Leste",
    "TR": "Turkey; Türkiye",
    "MK": "Macedonia; North Macedonia", "PS": "Palestine; Palestinian territories; Palestinian Authority; Gaza; Gaza Strip; West Bank",
    "CN": "People's Republic of China; PRC; mainland China", "VA": "Vatican; Holy See", "CV": "Cape Verde; Cabo Verde",
    "SZ": "Swaziland; Eswatini",
    "SY": "Syria; Syrian Arab Republic", "BA": "Bosnia; Bosnia-Herzegovina", "NL": "Holland; The Netherlands", "GM": "The Gambia",
    "BS": "The Bahamas",
    "PH": "The Philippines", "LK": "Ceylon", "VN": "Viet Nam", "SA": "Saudi", "FM": "Micronesia", "TW": "Taiwan; Republic of China",
    "XK": "Kosovo",
    "IR": "Islamic Republic of Iran; Persia", "VC": "Saint Vincent; St. Vincent", "AG": "Antigua", "TT": "Trinidad; Tobago",
    "SB": "Solomon Islands",
}  # fmt: skip
# What newspapers call a country's people, in the singular.
DEMONYMS = {
    "AE": "Emirati; Emirian", "AR": "Argentine; Argentinian; Argentinean", "BF": "Burkinabe; Burkinabè", "BA": "Bosnian; Bosniak",
    "BW": "Botswanan",
    "CZ": "Czech", "CI": "Ivorian; Ivoirian", "DK": "Danish; Dane", "EC": "Ecuadorian; Ecuadoran", "ES": "Spanish; Spaniard",
    "FI": "Finnish; Finn", "FR": "French; Frenchman; Frenchmen; Frenchwoman",
    "GB": "British; Briton; Brit; English; Englishman; Englishmen; Scottish; Scot; Welsh",
    "GR": "Greek", "HK": "Hongkonger", "IE": "Irish; Irishman; Irishmen", "IS": "Icelandic", "IL": "Israeli",
    "KG": "Kyrgyz; Kyrgyzstani; Kirgiz", "KP": "North Korean",
    "KZ": "Kazakh", "LS": "Basotho", "LU": "Luxembourgish", "MG": "Malagasy; Madagascan", "MD": "Moldovan; Moldavian",
    "MM": "Burmese; Myanmarese",
    "MV": "Maldivian", "NE": "Nigerien", "NL": "Dutch; Dutchman; Dutchmen", "NP": "Nepali; Nepalese", "NZ": "New Zealander; Kiwi",
    "PH": "Filipino; Filipina; Philippine",
    "PK": "Pakistani", "PL": "Polish; Pole", "PR": "Puerto Rican", "PS": "Palestinian; Gazan", "RO": "Romanian; Rumanian",
    "RU": "Russian; Soviet; Muscovite",
    "SA": "Saudi; Saudi Arabian", "SC": "Seychellois; Seychelloise", "SE": "Swedish; Swede", "SI": "Slovenian; Slovene",
    "SK": "Slovak; Slovakian",
    "SN": "Senegalese", "SO": "Somali; Somalian", "SR": "Surinamese", "SV": "Salvadoran; Salvadorean; Salvadorian", "TH": "Thai",
    "TJ": "Tajik; Tajikistani",
    "TL": "Timorese; East Timorese", "TM": "Turkmen; Turkmenistani", "TR": "Turkish; Turk", "TT": "Trinidadian; Tobagonian",
    "UA": "Ukrainian", "US": "American; U.S.; US",
    "UZ": "Uzbek; Uzbekistani", "VN": "Vietnamese; Viet", "YE": "Yemeni; Yemenite", "ZA": "South African", "RS": "Serbian; Serb",
    "HR": "Croatian; Croat",
    "AL": "Albanian", "BY": "Belarusian; Belarusan; Byelorussian", "BD": "Bangladeshi", "XK": "Kosovar; Kosovan",
    "AF": "Afghan; Afghani", "IQ": "Iraqi", "LY": "Libyan",
}  # fmt: skip
# Other spellings of capitals, and seats of power that stand for their state: "the Kremlin said".
EXTRA_CAPITALS = {
    "Kiev": "UA", "Kyiv": "UA", "Kremlin": "RU", "Pentagon": "US", "White House": "US", "State Department": "US", "Washington": "US",
    "Downing Street": "GB", "Whitehall": "GB", "Elysee": "FR", "Élysée": "FR", "Tel Aviv": "IL", "Sanaa": "YE", "Sana'a": "YE",
    "Peking": "CN",    "Rangoon": "MM", "Naypyidaw": "MM", "Blue House": "KR", "Capitol Hill": "US", "Knesset": "IL",
}  # fmt: skip
# Capitals that are more often something else in a report, or shared by two countries.
NOT_CAPITALS = frozenset(
    {"Victoria", "Kingston", "Georgetown", "Hamilton", "Santiago", "San Jose", "San Juan", "St. John's", "Male", "Jerusalem"}
)


def names_and_capitals(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return names to codes and capitals to codes of a GeoNames country table."""
    names, capitals = {}, {}
    for row in csv.DictReader(path.open(encoding="utf8"), delimiter="\t"):
        # GeoNames has a name with a blank behind it.
        country = row["Country"].strip()
        names[country] = row["ISO"]
        capital = row["Capital"].strip()
        if capital and row["ISO"] not in DEPENDENT and capital not in NOT_CAPITALS and capital != country:
            # Two countries may call a capital by one name: the first in the table keeps it.
            capitals.setdefault(capital, row["ISO"])
    return names, capitals


def demonyms(path: Path) -> dict[str, set[str]]:
    """Return casefolded demonyms to the codes that bear them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in csv.DictReader(path.open(encoding="utf8")):
        if row["iso2"] not in DEPENDENT:
            for word in (row["demonym_f"], row["demonym_m"]):
                # Some cells hold several demonyms in a sentence: those are written down by hand where reports have them.
                if word and "," not in word and " or " not in word:
                    found[word.casefold()].add(row["iso2"])
    for code, words in DEMONYMS.items():
        for word in words.split("; "):
            # What is written down by hand goes before the list, which may give the same word to two countries.
            found[word.casefold()] = {code}
    return found


def fips_codes(path: Path) -> set[tuple[str, ...]]:
    """Return the country codes that have a FIPS 10-4 code, each with it."""
    rows = csv.DictReader(path.open(encoding="utf8"), delimiter="\t")
    # GeoNames gives Palestine the code of the West Bank; FIPS has another one for the Gaza Strip.
    return {(row["ISO"], row["fips"]) for row in rows if row["fips"] and row["ISO"] != "PS"}


def write(path: Path, heading: str, rows: set[tuple[str, ...]]) -> None:
    """Write sorted rows under a heading."""
    path.write_text(heading + "\n" + "".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf8")


def main(lists: Path, target: Path) -> None:
    """Build the files."""
    countries, capitals = names_and_capitals(lists / "geonames-countries.txt")
    rows = {(name, code, "country") for name, code in countries.items()}
    # Countries go before aliases and these before capitals: one name has one row.
    known = {name.casefold() for name in countries}
    aliases = {name: code for code, names in NAMES.items() for name in names.split("; ")}
    for kind, names in (("alias", aliases), ("capital", capitals | EXTRA_CAPITALS)):
        rows |= {(name, code, kind) for name, code in names.items() if name.casefold() not in known}
        known |= {name.casefold() for name in names}
    write(target / "countries.tsv", "name\tcountry\tkind", rows)
    write(target / "fips.tsv", "country\tfips", fips_codes(lists / "geonames-countries.txt"))
    found = demonyms(lists / "demonyms.csv")
    single = {(word, *codes) for word, codes in found.items() if len(codes) == 1 and word not in SHARED_DEMONYMS}
    write(target / "demonyms.tsv", "demonym\tcountry", single)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

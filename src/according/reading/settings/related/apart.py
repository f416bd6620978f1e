"""
Tell places where things did not happen: that lie beside, or that people come from, work in, speak in or are listened to in.
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.names.countries import countries
from according.reading.grammar.phrases import base
from according.reading.settings.places.place_words import PlaceMention
from according.reading.settings.survey import Scene

# People whose "of" tells where they come from, not where they were.
ORIGIN = frozenset({"national", "citizen", "native", "expatriate"})
# What people do who are from a country, and words for how many of them are.
COMING = frozenset({"come", "hail", "originate"})
_SHARES = frozenset({"most", "all", "many", "some", "half", "several", "mostly", "mainly"})
# How many steps are climbed from one of a list to its first, by whose label the list hangs in the sentence.
LIST_MOST = 40
# Who listens to somebody that speaks.
LISTENERS = frozenset({"reporters", "journalists", "correspondents", "summit", "conference", "briefing", "forum"})


def lies_beside(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place only lies beside that where things happened: "the region bordering Chad"."""
    token = sentence[mention.head]
    beside = sentence[token.head].lemma in ("border", "adjoin", "neighbor", "neighbour")
    return beside and not mention.case and base(token.dep) in ("obj", "obl")


def of_people(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place only tells where people come from, work, speak or are listened to."""
    sentence = scene.sentences[number]
    if _of_scholars(sentence, mention.head) or _heard_abroad(scene, number, mention) or _of_ministry(sentence, mention.head):
        return True
    return _of_origin(sentence, mention.head) or _by_account(sentence, mention.head)


def _of_origin(sentence: Sentence, index: int) -> bool:
    """Say whether a place, or the list it stands in, only tells where people come from: "nationals of Lebanon, Syria and Egypt"."""
    token = sentence[index]
    for _ in range(LIST_MOST):
        if token.dep != "conj":
            break
        token = sentence[token.head]
    above = sentence[token.head]
    # "27 of the dead came from Mexico", "most of them from Egypt": of a town they may have been at home.
    if sentence.has_case(token.index, "from") and countries().get(token.lower, ("", ""))[1] not in ("", "capital"):
        return above.lemma in COMING or any(part.lower in _SHARES for part in (above, sentence[above.head]))
    return token.dep.startswith("nmod") and above.lemma in ORIGIN


def _of_scholars(sentence: Sentence, index: int) -> bool:
    """Say whether a place is where those work who only tell of others: "researchers at the Adran Institute in Beled say"."""
    scholars = sentence.lexicon.forms("scenes", "scholar")
    while base(sentence[index].dep) == "nmod" and sentence[index].head != index:
        index = sentence[index].head
        # "Two scientists at the institute were killed": who is counted is there.
        if sentence[index].lemma in scholars:
            return sentence.child(index, "nummod") is None
    return False


def _of_ministry(sentence: Sentence, index: int) -> bool:
    """Say whether a capital is only the seat of a ministry or embassy that is named by it: "the ministry in Jakarta said"."""
    up = sentence[sentence[index].head]
    seat = base(sentence[index].dep) == "nmod" and up.lemma in ("ministry", "embassy", "parliament") and up.index < index
    return seat and countries().get(sentence[index].lower, ("", ""))[1] == "capital" and sentence.has_case(index, "in")


def _heard_abroad(scene: Scene, number: int, mention: PlaceMention) -> bool:
    """Say whether a place is where somebody is listened to, and what was told before happened abroad: "told reporters in Geneva"."""
    sentence = scene.sentences[number]
    if sentence[sentence[mention.head].head].lower not in LISTENERS:
        return False
    placing, own = scene.lexicon.forms("scenes", "placing"), {entry.country for entry in mention.entries}
    before = (other for places in scene.places[:number] for other in places if other.case in placing and other.entries)
    return bool(own) and any(own.isdisjoint(entry.country for entry in other.entries) for other in before)


def _by_account(sentence: Sentence, index: int) -> bool:
    """Say whether a place stands in the name of a source: "according to the commissioner for refugees in Ukraine"."""
    for token in sentence.ancestors(index):
        if token.pos in ("VERB", "AUX"):
            return False
        if sentence.has_case(token.index, "according"):
            return True
    return False


def tells_of_share(sentence: Sentence) -> bool:
    """Say whether a sentence tells where most of those counted were, or which place was hit worst: not where all of them were."""
    if not sentence.forms.isdisjoint(("worst", "hardest")) and not sentence.forms.isdisjoint(("hit", "affect", "affected", "strike")):
        return True
    shares = (token.index for token in sentence.tokens[:6] if token.lower in _SHARES or token.lower in ("majority", "bulk"))
    return any(index + 1 < len(sentence) and sentence[index + 1].lower == "of" for index in shares)

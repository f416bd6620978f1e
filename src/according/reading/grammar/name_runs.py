"""
Runs of naming words, read word by word: they serve where the tree has lost a name.
"""

from __future__ import annotations

from itertools import takewhile

from according.language.sentence import Sentence
from according.names.nouns import is_group_noun, is_person_noun, pattern_of
from according.reading.grammar.phrases import DAY_WORDS, is_plural

# What joins two parts of a body's name, and names nobody by itself.
NAME_JOINTS = frozenset({"to", "Without", "without", "Against", "against", "&"})
# Words that join the parts of a long name: "the Office for Risk and Disaster Management".
SMALL_WORDS = frozenset({"and", "for", "of", "on", "the"})


def run_before(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """
    Return the first and last word of the run of naming words that ends right before the word ``at``, or ``None``.

    A day, an adverb and an aside between commas may stand between the run and ``at``. The run is read word by word, without the tree: it
    serves where the tree has lost a speaker.
    """
    last = at - 1
    # "Police on Monday said": the day is of the saying.
    while last >= 0 and (sentence[last].lower in DAY_WORDS or sentence[last].pos == "ADV"):
        last -= 1
    if last > 1 and sentence[last].text == ",":
        # "Jan Novak, head of the agency, told": an aside of more words than these is a clause, and the comma another's.
        opening = next((i for i in range(last - 1, 0, -1) if sentence[i].text == ","), None)
        if opening is None or last - opening > 14:
            return None
        last = opening - 1
    first = last + 1
    while first > 0 and _in_run(sentence, first - 1):
        first -= 1
        # An article opens the name; what stands before it is another phrase, or what it is: "activist group the Harim Committee".
        if sentence[first].pos == "DET" and not (first > 1 and _is_kind(sentence, first - 1)):
            break
    while first <= last and sentence[first].lower in ("of", "'s", "-"):
        first += 1
    return whole_name(sentence, first, last) if first <= last and sentence[last].pos in ("NOUN", "PROPN", "ADJ") else None


def whole_name(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """
    Return the first and last word of a body's name of which the tree has seen only a part, because it is a phrase or a clause.

    "Doctors Without Harm", "the League to Protect Nurses", "Feed the Children": capitals show that the words belong together.
    """
    behind = last + 2 < len(sentence) and sentence[last + 1].text in NAME_JOINTS and _is_capital(sentence, last)
    if behind and _is_capital(sentence, last + 2):
        # Up to the end of the capitals, but for a cue: "Doctors Without Harm Says".
        last = next((t.index for t in sentence.tokens[last + 2 :] if not _is_capital(sentence, t.index)), len(sentence)) - 1
    opens = first > 0 and sentence[first].text == "the" and _is_capital(sentence, first + 1) and _is_capital(sentence, first - 1)
    # A plain form with a capital, which opens no question: "Feed the Children".
    plain = opens and sentence[first - 1].pos == "VERB" and sentence[first - 1].lower == sentence[first - 1].lemma
    return (first - 1 if plain else first), last


def without_place(sentence: Sentence, head: int, first: int, last: int) -> tuple[int, int]:
    """
    Return a speaker's words without the place in front and without where he says it, which the tree has hung on him.

    "In Norland, [the ambulance service] confirmed"; "said [the commissioner for refugees] in a statement".
    """
    comma = next((at for at in range(head - 1, first, -1) if sentence[at].text == ","), None)
    if comma is not None and first and sentence[first - 1].pos == "ADP" and sentence[comma + 1].pos == "DET":
        first = comma + 1
    places = sentence.lexicon.word_class("said-in")
    for child in sentence.children(head, "nmod", "obl"):
        opens = sentence.subtree(child.index)[0]
        if child.lemma in places and sentence.has_case(child.index, "in", "on", "at") and head < opens <= last:
            last = opens - 1
    return first, last


def _is_capital(sentence: Sentence, index: int) -> bool:
    return index < len(sentence) and sentence[index].text[:1].isupper() and sentence[index].text[:1].isalpha()


def _is_kind(sentence: Sentence, index: int) -> bool:
    """Say whether a word says what kind of body the name behind it is, with no article of its own: "news agency the Harim Herald"."""
    kind, article = sentence[index], sentence[index + 1]
    named = article.lower == "the" and sentence[index + 2].text[:1].isupper() and kind.pos == "NOUN" and not is_plural(kind)
    return named and (pattern_of(kind.lemma, sentence.lexicon) == "body" or is_group_noun(kind.lemma, sentence.lexicon))


def _in_run(sentence: Sentence, index: int) -> bool:
    """Say whether a word can stand in a run of naming words: "the head of Velmar's British-based news agency"."""
    token = sentence[index]
    named = token.pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM") or token.lower in ("'s", "’s", "of", "-")
    return named or _is_modifier(sentence, index) or _joins_peoples(sentence, index)


def _is_modifier(sentence: Sentence, index: int) -> bool:
    """Say whether a word is a participle between the words of a name: "a British-based agency"."""
    token = sentence[index]
    # "Harim-run": the tree may not know the form.
    hung = index > 1 and sentence[index - 1].text == "-" and sentence[index - 1].end == token.start
    return token.pos == "VERB" and (token.has("VerbForm=Part") or hung) and sentence[index + 1].pos in ("NOUN", "PROPN", "ADJ")


def _joins_peoples(sentence: Sentence, index: int) -> bool:
    """Say whether a word is an "and" between two capitalised adjectives: "Ukrainian and American officials"."""
    around = sentence.tokens[index - 1 : index + 2]
    return (
        len(around) == 3
        and around[1].lower == "and"
        and all(t.pos in ("ADJ", "PROPN") and t.text[:1].isupper() for t in (around[0], around[2]))
    )


def with_seat(sentence: Sentence, run: tuple[int, int]) -> tuple[int, int]:
    """
    Return the words of the body that opens a sentence where a run is only where it sits, else the run.

    "The health ministry in rebel-run Velmar, which counts all dead, said": the last word of what is returned is the body's.
    """
    if run[0] < 2 or sentence[run[0] - 1].lower not in ("in", "of", "for", "at"):
        return run
    body = run_before(sentence, run[0] - 1)
    return body if body is not None and body[0] == 0 and body[1] == run[0] - 2 else run


def with_first(sentence: Sentence, run: tuple[int, int]) -> tuple[int, int]:
    """Return a run with who speaks together with it taken in: ", residents and a resistance group told the BBC"."""
    if run[0] < 2 or sentence[run[0] - 1].lower != "and":
        return run
    before = run_before(sentence, run[0] - 1)
    # Only behind a mark or first: in "fired on residents and a group said" the residents are another verb's.
    first = before is not None and (before[0] == 0 or sentence[before[0] - 1].text in (",", ";"))
    opens = before is not None and first and before[1] == run[0] - 2
    return (before[0], run[1]) if before is not None and opens else run


def abbreviated(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the first and last word of a name whose letters stand in brackets before a word: "the Office for Relief (OR) said"."""
    if at < 5 or [sentence[at - 3].text, sentence[at - 1].text] != ["(", ")"] or not sentence[at - 2].text.isupper():
        return None
    run = run_before(sentence, at - 3)
    # "the Office for Risk and Disaster Management": small words join the parts of a name.
    while run is not None and run[0] > 1 and sentence[run[0] - 1].lower in SMALL_WORDS and _is_capital(sentence, run[0]):
        before = run_before(sentence, run[0] - 1)
        if before is None or before[1] != run[0] - 2 or not _is_capital(sentence, before[1]):
            break
        run = (before[0], run[1])
    return run if run is not None and (run[0] == 0 or sentence[run[0] - 1].text in (",", ";")) else None


def closing_name(sentence: Sentence, head: int, first: int) -> int | None:
    """Return the last word of the name that closes a sentence behind one person's title: "according to the minister, Jan Novak."."""
    words = [token for token in sentence.tokens[first:] if token.pos != "PUNCT"]
    named = 2 <= len(words) <= 4 and all(token.pos == "PROPN" for token in words) and words[-1].index == first + len(words) - 1
    one = is_person_noun(sentence[head].lemma, sentence.lexicon) and not is_plural(sentence[head])
    return words[-1].index if named and one else None


def with_office(sentence: Sentence, index: int, last: int) -> int:
    """Return the last word of what somebody is over, where the tree has lost it: "the head of the rescue agency, Jan Novak, said"."""
    lost = last == index and index + 2 < len(sentence) and sentence[index + 1].lower in ("of", "for")
    if not lost or not is_person_noun(sentence[index].lemma, sentence.lexicon):
        return last
    behind = sentence.tokens[index + 2 :]
    words = list(takewhile(lambda token: token.pos in ("NOUN", "PROPN", "ADJ", "DET"), behind))
    ended = len(words) < len(behind) and behind[len(words)].text == ","
    return words[-1].index if words and ended and words[-1].pos != "DET" else last

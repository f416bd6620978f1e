"""
Noun phrases: which words name somebody, cut where the naming ends.

A mention runs from the first word that modifies its head to the last that names it: "the Polish defense ministry", "intelligence
officials in South Korea", "members of the security forces". Clauses, appositions and asides are left out.
"""

from __future__ import annotations

from according.language.sentence import BASES, Sentence, Token, kept
from according.names.countries import is_demonym

# Dependents that belong to a name wherever they stand (Universal Dependencies labels, subtypes included).
PHRASE_LINKS = frozenset({"det", "amod", "compound", "nmod", "nummod", "flat", "case", "advmod", "goeswith", "fixed"})
# Prepositions whose phrase names the same people more closely; "on Sunday", "for months" do not.
NAMING_CASES = frozenset({"of", "in", "from", "for", "at", "with", "on", "inside", "near"})
# Words of time that stand where a name may stand, with no preposition: "Police on Monday said", "killed Sunday".
DAY_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight overnight "
    "morning afternoon evening night".split()
)
# So many words may stand before a noun and say which one it is.
ROW_MOST = 5
# The hyphen, the one that does not break a line, and the dash that some write for it.
HYPHENS = frozenset({"-", "‑", "–"})
QUOTE_TOKENS = frozenset("\"“”„«»'‘’`''")


def base(dep: str) -> str:
    """Return a label without its subtype: ``"nsubj:pass"`` is ``"nsubj"``."""
    return BASES[dep]


def is_plural(token: Token) -> bool:
    """Say whether a noun is plural, in form or because it has no singular ("troops", "people")."""
    return token.has("Number=Plur") or token.has("Number=Ptan")


def is_of_date(sentence: Sentence, token: Token) -> bool:
    """Say whether a number is the day or the year of a date: "March 2", "2 March 2026", "March 2, 2026"."""
    # A day has up to two digits and stands beside its month; a year has four, and a day and a comma may stand between: "in May 300 men".
    length, reach = len(token.text), {1: 1, 2: 1, 4: 3}
    if token.pos != "NUM" or not token.text.isdigit() or length not in reach:
        return False
    near = sentence.tokens[max(0, token.index - reach[length]) : token.index + 2]
    return any(t.text[:1].isupper() and t.lower in sentence.lexicon.forms("number_context", "month") for t in near)


def is_dash(sentence: Sentence, at: int) -> bool:
    """Say whether a word is a dash that parts phrases, and no hyphen within a word: "people - six officers"."""
    return sentence[at].text in ("—", "–") or (sentence[at].text == "-" and at > 0 and sentence[at].start > sentence[at - 1].end)


def is_noun(token: Token) -> bool:
    """Say whether a word can head a noun phrase."""
    # Foreign names come as "X", and what is counted may be a sum or a share, whose sign is the head.
    return token.pos in ("NOUN", "PROPN", "PRON", "NUM", "SYM", "X")


@kept
def phrase(sentence: Sentence, head: int, *, tail: bool = True) -> tuple[int, int]:
    """
    Return the first and last word (both included) of the phrase that the word ``head`` heads.

    ``tail`` says whether prepositional phrases behind the head are part of it.
    """
    first = last = head
    # From the head outwards, so that whatever lies between a modifier and the head is known when the modifier is judged.
    for child in reversed(sentence.children(head)):
        if child.index < head and _names_before(sentence, child, first):
            first = min(first, sentence.subtree(child.index)[0])
    for child in sentence.children(head):
        if child.index == last + 1 or (child.index > head and tail):
            end = _end_behind(sentence, child, last, tail)
            # The first dependent that names nobody ends the phrase: "officials [who fled] in the north".
            if end is None and child.index > last:
                break
            last = end or last
    first, last = _trim(sentence, first, last, head)
    # What the tree has cut off is put back last, at the edges that are sure by then.
    return _peoples_start(sentence, _name_start(sentence, first), head), hyphened(sentence, last)


def hyphened(sentence: Sentence, last: int) -> int:
    """Return the end of a name that goes on behind a hyphen without a space: "Lee Seong-kweun", "commander-in-chief"."""
    head = sentence[last].pos in ("PROPN", "NOUN")
    while head and last + 2 < len(sentence) and sentence[last + 1].text in HYPHENS:
        hyphen, after = sentence[last + 1], sentence[last + 2]
        # A space on either side makes a dash of it: "12 killed - police".
        if hyphen.start != sentence[last].end or after.start != hyphen.end:
            break
        last += 2
    return last


def _name_start(sentence: Sentence, first: int) -> int:
    """Return the start of a name that begins before a hyphen or in a word it hangs on: "al-Abadi", "Sri Lankans"."""
    while first > 1 and sentence[first - 1].text in HYPHENS and sentence[first - 2].end == sentence[first - 1].start:
        if sentence[first - 1].end != sentence[first].start or sentence[first - 2].pos not in ("PROPN", "NOUN", "ADJ", "X"):
            break
        first -= 2
    token = sentence[first]
    # Parsers hang the later words of a name on its first. No more than three words back, so that a wrong link joins no two names.
    if base(token.dep) == "flat" and token.head < first and token.head >= first - 3:
        return _name_start(sentence, token.head)
    return first


def _peoples_start(sentence: Sentence, first: int, head: int) -> int:
    """Return the first word of a list of peoples before one noun, which the tree may have cut: "Ukrainian and American officials"."""
    while first > 1 and first < head and _is_people(sentence[first]) and sentence[first - 1].lower in ("and", "or", ","):
        before = first - 2 if sentence[first - 2].text != "," else first - 3
        if before < 0 or not _is_people(sentence[before]):
            break
        first = before
    return first


def _is_people(token: Token) -> bool:
    """Say whether a word is the adjective of a people: "Ukrainian", "U.S."."""
    return token.pos in ("ADJ", "PROPN") and not is_plural(token) and token.text[:1].isupper() and is_demonym(token.lower)


def _names_before(sentence: Sentence, child: Token, first: int) -> bool:
    """Say whether a modifier in front belongs to the name: nothing but naming words may lie between it and ``first``."""
    # A preposition or an adverb in front is of the sentence: "in Velmar", "only officials".
    if base(child.dep) not in PHRASE_LINKS or (child.dep in ("case", "advmod") and child.pos != "ADV"):
        return False
    if base(child.dep) == "case" or base(child.dep) == "advmod" or child.lower in ("including",):
        return False
    end = sentence.subtree(child.index)[-1]
    if child.pos not in ("ADJ", "VERB") and any(t.text in (",", ";") for t in sentence.tokens[end + 1 : first]):
        # "Elsewhere in the north, security officials": behind a comma the name begins anew.
        return False
    between = (sentence[i] for i in range(child.index + 1, first))
    return end >= first - 1 or all(base(token.dep) in PHRASE_LINKS or token.pos == "PUNCT" for token in between)


def _end_behind(sentence: Sentence, child: Token, last: int, tail: bool) -> int | None:
    """Return the last word of a dependent behind the head that still names, or ``None`` where it does not."""
    label = base(child.dep)
    if label in ("flat", "fixed", "goeswith", "compound", "nummod") and child.index == last + 1:
        return sentence.subtree(child.index)[-1] if label == "flat" else child.index
    if child.dep == "case" and child.index == last + 1 and child.lower in ("'s", "’s", "'", "’"):
        return None
    if label != "nmod" or not tail or child.lower in DAY_WORDS:
        return None
    # The preposition must follow at once: what stands further on belongs to another word.
    case = sentence.child(child.index, "case")
    if case is None or case.lower not in NAMING_CASES or case.index != last + 1:
        return None
    return phrase(sentence, child.index)[1]


def _trim(sentence: Sentence, first: int, last: int, head: int) -> tuple[int, int]:
    """Return a phrase without the marks, joints and prepositions at its edges, which the tree hangs on the words inside."""
    while first < head and (sentence[first].pos in ("PUNCT", "CCONJ", "SCONJ", "ADP") or sentence[first].text in QUOTE_TOKENS):
        first += 1
    while last > head and sentence[last].pos in ("PUNCT", "CCONJ", "SCONJ", "ADP", "DET"):
        last -= 1
    return first, last


def names_two(sentence: Sentence, run: tuple[int, int], last: int) -> bool:
    """Say whether a run that opens a clause names somebody before ``last`` too: "adviser Jan Novak and governor Ivan Sokol said"."""
    opens = run[0] == 0 or sentence[run[0] - 1].text in (",", ";")
    return opens and any(token.lower == "and" for token in sentence.tokens[run[0] : last])


def noun_after(sentence: Sentence, start: int) -> int | None:
    """Return the last noun of the run of naming words that begins at ``start``, where the tree has lost the phrase; or ``None``."""
    head = None
    joined = False
    # Before the first noun a preposition may stand ("to the ministry"); behind it one begins another phrase ("officials in the north").
    for token in sentence.tokens[start : start + 12]:
        # "says Harim-run health ministry": a word that hangs on a name by a hyphen goes on with it.
        hung, joined = joined, token.text == "-" and head == token.index - 1
        if token.pos in ("NOUN", "PROPN"):
            head = token.index
        elif joined or hung or (token.pos == "VERB" and token.dep == "amod"):
            # "an informed source".
            continue
        elif token.pos not in ("ADJ", "DET", "NUM", "ADP" if head is None else "ADJ", "PART"):
            break
    return head


def phrase_end(sentence: Sentence, head: int) -> int:
    """Return the last word of a speaker's phrase, up to the mark that ends it, or the first word that does not hang below its head."""
    last = head
    for index in sentence.subtree(head):
        if index == last + 1 and sentence[index].pos != "PUNCT" and not _opens_told(sentence, head, index):
            last = index
    return hyphened(sentence, last)


def _opens_told(sentence: Sentence, head: int, index: int) -> bool:
    """Say whether a number set beside a name opens what is told: "according to the agency 22 were hurt"."""
    after = sentence[index + 1] if index + 1 < len(sentence) else sentence[index]
    return sentence[index].pos == "NUM" and index > head and after.pos in ("VERB", "AUX", "NOUN")


def row_noun(sentence: Sentence, at: int) -> Token | None:
    """Return the last noun of the row of nouns and adjectives that begins at a word: what the row is about; ``None`` where none ends it."""
    words = sentence.tokens[at : at + ROW_MOST]
    for token, behind in zip(words, (*words[1:], None), strict=False):
        if token.pos not in ("NOUN", "ADJ", "PART", "PROPN"):
            return None
        if token.pos == "NOUN" and (behind is None or behind.pos not in ("NOUN", "PROPN")):
            return token
    return None

"""
A count joined to another: behind or before it in one list, behind "including", or "along with" whom something befell.

Which counts are parts of one before them is told here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.parties import is_armed_noun, is_person_noun
from according.reading.figures.candidates import Candidate, build
from according.reading.figures.heads import counted_heads, is_set_among, of_group, of_whom, word_behind
from according.reading.figures.triggers import Trigger
from according.reading.grammar.phrases import is_dash, is_plural, phrase
from according.reading.numbers.expressions import Number
from according.reading.speakers.kinds.compared import compares_with

# What brings in others to whom the same befell, and the words that may stand between it and their number.
COMPANY = (("along", "with"), ("together", "with"), ("as", "well", "as"), ("alongside",))
COMPANY_REACH = 6
# Words between a count and the next one of its list, and between one and "including".
LIST_GAP, INCLUDING_REACH = 5, 24
# What opens some of those counted, or all of them.
INCLUDING = frozenset({"including", "comprising"})
# Verbs by which what is counted raises a tally, and words from one to the tally's value: "bringing to 15 the number of dead".
TALLY_RAISERS = frozenset({"raise", "bring", "take", "push", "lift"})
RAISED_REACH = 20
# What opens a clause that tells how it happened: "were killed when a shell hit the market".
HAPPENING_OPENERS = frozenset({"when", "as", "after", "while", "since", "where", "that", "which"})
# What opens a list of who the counted are.
LIST_OPENERS = frozenset({":", "—", "–", "-", ","})
# The rules of counts that are parts of another.
PARTS_TOLD = frozenset({"figures.including", "figures.listed-behind", "figures.of-them"})
# What sets a number against another for the same thing.
CONTRAST = frozenset({"than", "not", "against", "twice", "half", "double", "times", "versus", "from", "with", "to", "exceeds", "unlike"})
# Patterns of measure words that tell what befell somebody; a toll or counted noun has no company.
BEFALLING = frozenset({"object", "subject", "either", "light", "state"})


def joined(sentence: Sentence, number: Number, heads: Sequence[int], found: list[Candidate]) -> list[Candidate]:
    """
    Join a count that stands beside another: "two soldiers and 16 gunmen were killed", "including 12 children".

    It takes the measure of the last of ``found``, the figures before it. The list has one candidate or none.
    """
    # "12 soldiers and a truck": "a" is joined only before a noun for people.
    if not found or (number.form == "article" and not is_person_noun(sentence[heads[0]].lemma, sentence.lexicon)):
        return []
    previous = found[-1]
    if is_compared(sentence, number, previous):
        built = build(sentence, number, heads[0], heads, previous.trigger, previous.trigger.entry, "figures.compared")
        # "lost 340 men, fewer than the 1,900 claimed by Norra": the verb asks who is lost, and the number has no noun.
        same = replace(previous, number=number, head=heads[0], rule="figures.compared", implied=False)
        return [replace(built, measure=previous.measure) if built else same]
    gap = sentence.tokens[max(previous.number.last, previous.head) + 1 : number.first]
    # "were killed, including three children", "among them three": the verb of the whole may stand in between; the gap begins behind it.
    if any(token.lower in INCLUDING for token in gap) or [token.lower for token in gap[-2:]] == ["among", "them"]:
        told_at = previous.trigger.index if previous.trigger.index < number.first else 0
        gap = sentence.tokens[max(previous.number.last, previous.head, told_at) + 1 : number.first]
    words = [token.lower for token in gap]
    including = any(word in INCLUDING or word == "among" for word in words) or is_set_among(sentence, number)
    along = any(tuple(words[-len(phrase) :]) == phrase for phrase in COMPANY)
    # A list goes on within a few words; "including" may stand behind a place and a time.
    if len(gap) > (INCLUDING_REACH if including or along else LIST_GAP) or not (
        including or along or (words and words[-1] in ("and", ",", "or", "with", "—", "–", "plus"))
    ):
        return []
    # A verb between has told of the first count and not of this one. A number alone is joined behind "including" only.
    told = any(token.pos in ("VERB", "AUX") and token.lower not in INCLUDING for token in gap)
    if (told and not along and not _is_bridged(sentence, gap)) or (heads[0] == number.core and not including):
        return []
    # "18 deaths and 30 houses": what a counted noun says is not said of its neighbour; "including three children and one woman" goes on.
    listed = previous.rule in ("figures.including", "figures.listed-behind") and is_person_noun(sentence[heads[0]].lemma, sentence.lexicon)
    # "the bodies of four officers and three civilians": both are theirs.
    bodies = previous.trigger.entry.id == "body" and previous.head != previous.trigger.index and words == ["and"]
    if previous.trigger.entry.pattern in ("count", "toll") and not (including or listed or bodies):
        return []
    rule = "figures.including" if including else "figures.joined"
    # "2,700 wounded, a lawmaker said"; behind a comma "a" opens another clause more often than it goes on with a list.
    if _speaks(sentence, heads[0]) or (
        number.form == "article" and words[-1:] == [","] and not including and not _listed(sentence, heads[0])
    ):
        return []
    built = build(sentence, number, heads[0], heads, previous.trigger, previous.trigger.entry, rule)
    if built is None and including and heads[0] == number.core and previous.unit == "people":
        # "lost 1,200 troops, including 40 over the past day": the verb asks who is lost, and the number has no noun.
        return [replace(previous, number=number, head=number.core, rule=rule, implied=False, subset_of=None)]
    # "lost 95 men, three tanks": what befalls people and things has two measures.
    return [built if built.unit != previous.unit == "people" else replace(built, measure=previous.measure)] if built else []


def _is_bridged(sentence: Sentence, gap: Sequence[Token]) -> bool:
    """
    Say whether the clause before "including" or "among them" names nobody whom it could include.

    "51 were killed when a fire swept through the town, including 14 women": all that the clause has are things. Who did it, armed and the
    subject, includes no victims: "when gunmen opened fire on a bus, including two children".
    """
    words = [token.lower for token in gap]
    verb = next((token.index for token in gap if token.pos in ("VERB", "AUX") and token.lower not in INCLUDING), None)
    opening = next((token.index for token in gap if token.lower in HAPPENING_OPENERS), None)
    if not INCLUDING.issuperset(words[-1:]) and words[-2:] != ["among", "them"]:
        return False
    if verb is None or opening is None or opening > verb:
        return False
    return not any(_may_be_included(sentence, token) for token in gap[:-2] if token.index > opening)


def _may_be_included(sentence: Sentence, token: Token) -> bool:
    """Say whether a word of the clause stands for several people of whom some could be told next."""
    if token.pos == "PRON":
        return token.lower in ("they", "them", "others")
    if token.pos not in ("NOUN", "PROPN") or not is_person_noun(token.lemma, sentence.lexicon):
        return token.pos == "NUM" and token.index + 1 < len(sentence) and is_person_noun(sentence[token.index + 1].lemma, sentence.lexicon)
    return is_plural(token) and not (token.dep == "nsubj" and is_armed_noun(token.lemma, sentence.lexicon))


def listed_behind(
    sentence: Sentence, number: Number, heads: Sequence[int], found: Sequence[Candidate], numbers: Sequence[Number]
) -> list[Candidate]:
    """
    Join the first of a list of who the counted are: "were killed on Monday: five soldiers, four policemen and three guards".

    Behind a colon or a dash, and behind a verb that has told of all, the list tells who they are, whatever it comes to. Behind another
    comma it must come to just their number. The next of the list are joined to the first. What is returned has one candidate or none.
    """
    wholes = [candidate for candidate in found if candidate.unit == "people" and candidate.rule not in PARTS_TOLD]
    if not wholes or number.first < 2 or wholes[-1] is not found[-1] or wholes[-1].number.percent:
        return []
    whole, opened = wholes[-1], sentence[number.first - 1].text
    size, listed = whole.number.quantity.low, list(_list_of_people(sentence, number, numbers))
    if opened not in LIST_OPENERS or size is None or len(listed) < 2:
        return []
    total = sum(one.quantity.low or 0 for one in listed)
    # "killed ten people, six women and two men" may go on with others; "ten people were killed, six women and two men" does not.
    told = whole.head < whole.trigger.index < number.first
    # Of several numbers before it a list is of the one that it comes to.
    if total != size and ((opened == "," and not told) or len(wholes) > 1):
        return []
    built = build(sentence, number, heads[0], heads, whole.trigger, whole.trigger.entry, "figures.listed-behind")
    return [replace(built, measure=whole.measure)] if built is not None and built.unit == "people" else []


def _list_of_people(sentence: Sentence, first: Number, numbers: Sequence[Number]) -> Iterator[Number]:
    """Yield the numbers of a list from one on, each with a noun for people behind it; none where the list is not closed by a mark."""
    listed: list[Number] = []
    end = first.first
    for number in numbers[numbers.index(first) :]:
        joint = {token.lower for token in sentence.tokens[end:number.first]}
        noun = counted_heads(sentence, number)[0]
        if joint - {",", "and", "plus", "as", "well"} or noun <= number.last or not is_person_noun(sentence[noun].lemma, sentence.lexicon):
            break
        listed.append(number)
        end = max(phrase(sentence, noun)[1], noun) + 1
    if end >= len(sentence) or sentence[end].pos == "PUNCT":
        yield from listed


def is_compared(sentence: Sentence, number: Number, previous: Candidate) -> bool:
    """
    Say whether a number is another source's for what was counted right before it.

    "31,000, far fewer than the 180,000 claimed by Russia", "210 killed, more than the ministry's 195", "twice the 45 that X concedes".
    """
    words = [token.lower for token in sentence.tokens[previous.number.last + 1 : number.first]]
    # Without a word that compares, "the 180,000" is another count.
    after = word_behind(sentence, number)
    if not CONTRAST & set(words) or after is None:
        return False
    sourced = after.lower in ("that", "which") or (after.pos == "VERB" and sentence.lexicon.find("cues", after.lemma) is not None)
    # "compared with 48 reported by the police": a bare number is known by the word that compares right before it.
    return words[-1] in ("'s", "’s") or (sourced and (words[-1] in ("the", "those") or compares_with(sentence, number.first)))


def joined_ahead(sentence: Sentence, numbers: Sequence[Number], found: list[Candidate], lexicon: Lexicon) -> list[Candidate]:
    """Join a count to the one behind it: in "61 militants, 41 troops and seven civilians were killed" the verb is the last one's."""
    counted = {candidate.number.first for candidate in found}
    # From the last to the first, so that each finds the next one joined already.
    for number, following in zip(reversed(numbers[:-1]), reversed(numbers[1:]), strict=True):
        model = next((c for c in found if c.number.first == following.first and c.trigger.index > c.head), None)
        # "Twenty pilgrims, eight of whom the mayor said had died, were found": that is told of the part alone.
        if number.first in counted or model is None or model.rule == "figures.of-them" or of_whom(sentence, following):
            continue
        heads = counted_heads(sentence, number)
        gap = [t.lower for t in sentence.tokens[max(number.last, heads[0]) + 1 : following.first] if not t.has("Poss=Yes")]
        goes_on = gap == ["and"] or (gap == [","] and following.form == "article" and _listed(sentence, model.head))
        if number.form == "article" and not (goes_on and is_person_noun(sentence[heads[0]].lemma, lexicon)):
            # "left a doctor and his six colleagues dead": "a" only where nothing but "and" lies between, or a comma in a list of such.
            continue
        # "A mother and two sons were among 12 people killed": what befell the 12 befell those among them.
        within = gap[-1:] == ["among"] and set(gap[:-1]) <= sentence.lexicon.word_class("be") | {"also", "reportedly"}
        if _by_places(sentence, number, following):
            built = build(sentence, number, number.core, [number.core], model.trigger, model.trigger.entry, "figures.list-by-place")
            found = sorted([*found, *([built] if built is not None else [])], key=lambda c: c.number.first)
            counted.add(number.first)
            continue
        named = heads[0] > number.last or (within and of_group(sentence, number))
        if named and gap and (within or (len(gap) <= 2 and set(gap) <= {",", "and"})):
            built = build(sentence, number, heads[0], heads, model.trigger, model.trigger.entry, "figures.joined-ahead")
            if built is not None:
                found = sorted([*found, built], key=lambda c: c.number.first)
                counted.add(number.first)
    return found


def _by_places(sentence: Sentence, number: Number, following: Number) -> bool:
    """Say whether two bare numbers each have a place behind them and their verb comes last: "one in Homs, nine in Hama have died"."""
    placed = (word_behind(sentence, number), word_behind(sentence, following))
    between = sentence.tokens[number.last + 2 : following.first]
    bare = number.form == "word" or number.form == "digits"
    names = all(t.text[:1].isupper() or t.pos in ("ADJ", "PUNCT", "CCONJ") for t in between)
    listed = names and bool(between) and between[-1].lower in (",", "and")
    return bare and listed and all(word is not None and word.lower in ("in", "at", "from") for word in placed)


def accompanied(sentence: Sentence, number: Number, heads: Sequence[int], triggers: Sequence[Trigger]) -> list[Candidate]:
    """Join a count to somebody without one: "killed the mayor along with two guards", "arrested together with a colleague"."""
    opening = _company(sentence, number.first)
    if opening is None or heads[0] <= number.last:
        return []
    # The nearest verb before the company is the one it shared.
    for trigger in sorted(triggers, key=lambda t: -t.index):
        told = trigger.index < opening and trigger.entry.pattern in BEFALLING
        if told and any(index < opening and _is_somebody(sentence, index) for index in trigger.direct):
            between = sentence.tokens[trigger.index + 1 : opening]
            # Another clause lies between, and the company is its own: "was killed as he walked with two guards".
            if any((t.pos in ("VERB", "AUX", "SCONJ") and t.dep != "amod") or t.text == ";" for t in between):
                return []
            built = build(sentence, number, heads[0], heads, trigger, trigger.entry, "figures.along-with")
            return [built] if built else []
    return []


def _company(sentence: Sentence, start: int) -> int | None:
    """
    Return where "along with" opens before the word ``start``, or ``None``.

    At most the first of a list stands between: "along with his driver and two guards".
    """
    words = [token.lower for token in sentence.tokens[:start]]
    for at in range(start, max(start - COMPANY_REACH, 0), -1):
        between = sentence.tokens[at:start]
        # "along with his three children", "along with three others": an owner is part of their phrase.
        owned = all(t.has("Poss=Yes") or t.lower in ("the", "other") for t in between)
        if any(t.pos in ("VERB", "AUX", "ADP", "SCONJ") for t in between) or not (owned or between[-1].lower in ("and", ",")):
            if between and between[0].pos in ("VERB", "AUX", "ADP", "SCONJ"):
                return None
            continue
        opening = next((at - len(phrase) for phrase in COMPANY if tuple(words[max(at - len(phrase), 0) : at]) == phrase), None)
        if opening is not None:
            return opening
    return None


def _is_somebody(sentence: Sentence, index: int) -> bool:
    """Say whether a word stands for people: a name, a pronoun or a noun for people."""
    return sentence[index].pos in ("PROPN", "PRON") or is_person_noun(sentence[index].lemma, sentence.lexicon)


def _listed(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun stands in the middle of a list of victims: "one soldier, a grandmother and her grandchild"."""
    return noun + 1 < len(sentence) and sentence[noun + 1].lower == "and"


def _speaks(sentence: Sentence, noun: int) -> bool:
    """Say whether a noun is the subject of a verb right behind it, and no further victim: "2,700 wounded, a lawmaker said"."""
    after = sentence[noun + 1] if noun + 1 < len(sentence) else None
    return after is not None and after.pos == "VERB" and after.has("VerbForm=Fin")


def mark_subsets(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """
    Say which counts are parts of a count before them, or of one behind them that they are "among".

    Those behind "including" or "among them" are, and those that follow a count of the same measure and add up to it
    ("three civilians - a woman and two children").
    """
    marked: list[Candidate] = found[:1]
    whole: int | None = None
    for position, candidate in enumerate(found[1:], start=1):
        previous = marked[-1]
        gap = [t.lower for t in sentence.tokens[previous.number.last + 1 : candidate.number.first]]
        among = gap[-1:] == ["among"] or (gap[-2:] in (["among", "the"], ["among", "those"]) and _is_less(previous, candidate))
        if among and _holds_part(candidate.measure, previous.measure):
            # "Two civilians were among four people killed", "among the four killed": the whole stands behind its part.
            marked[-1], whole = replace(previous, subset_of=position), None
        else:
            whole = _whole_of(sentence, found, marked, gap, whole)
        parent = whole if whole is not None and _holds_part(marked[whole].measure, candidate.measure) else None
        marked.append(replace(candidate, subset_of=parent))
    return _mark_added(sentence, marked)


def _is_less(part: Candidate, whole: Candidate) -> bool:
    """Say whether a count's floor lies below that of another, both being known."""
    low, most = part.number.quantity.low, whole.number.quantity.low
    return low is not None and most is not None and low < most


def _mark_added(sentence: Sentence, marked: list[Candidate]) -> list[Candidate]:
    """
    Make what a tally grew by a part of it: "Five more died on Tuesday, taking the toll to 15", "raised the toll to 52, after nine died".

    Whoever was added stands before the verb that raises the tally, or behind it in a clause with "after".
    """
    for at, total in enumerate(marked):
        if total.trigger.rule not in ("measures.tally", "measures.toll") or total.subset_of is not None:
            continue
        before_it = reversed(sentence.tokens[: total.number.first])
        verb = next((t.index for t in before_it if t.lemma in TALLY_RAISERS and t.pos == "VERB"), None)
        if verb is None or verb < total.number.first - RAISED_REACH:
            continue
        for number, added in enumerate(marked):
            before = added.number.last < verb
            after = any(t.lower == "after" for t in sentence.tokens[total.number.last + 1 : added.number.first])
            smaller = (added.number.quantity.low or 0) < (total.number.quantity.low or 0)
            if (before or after) and smaller and added.measure == total.measure and added.subset_of is None and added is not total:
                marked[number] = replace(added, subset_of=at)
    return marked


def _whole_of(sentence: Sentence, found: list[Candidate], marked: list[Candidate], gap: list[str], whole: int | None) -> int | None:
    """Return the position of the count that the next one behind ``marked`` may be a part of; ``whole`` is that of the one before it."""
    last, candidate = len(marked) - 1, found[len(marked)]
    # "40 injured, five critically and six slightly": the six are of the 40 too.
    # "12 were killed in Homs (4), Hama (3) and Idlib (5)": of the parts in brackets none is a whole.
    listed = found[last].rule == "figures.list-by-place"
    if listed or (candidate.rule == found[last].rule and candidate.rule in ("figures.gravely", "figures.in-brackets")):
        return whole
    # "40 of them in Harim and ten of them in Salqin": both are of the whole.
    if candidate.rule == found[last].rule == "figures.of-them" and gap[-1:] == ["and"] and whole is not None:
        return whole
    share = candidate.rule == "figures.gravely" or _is_share(sentence, found[last], candidate)
    share = share or candidate.rule == "figures.listed-behind" or is_set_among(sentence, candidate.number)
    share = share or _is_opened(sentence, found[last], candidate)
    if not INCLUDING.isdisjoint(gap) or "among" in gap or share or _adds_up(sentence, found, last):
        return last
    # "including 12 children and four nurses": the list of parts goes on over "and" and commas, and over nothing else.
    goes_on = whole is not None and gap and gap[-1] in ("and", ",") and _goes_with(marked[whole], marked[last], candidate)
    return whole if goes_on else None


def _is_share(sentence: Sentence, whole: Candidate, part: Candidate) -> bool:
    """Say whether a count is of those counted before it: "nine of them", "Of the 63 dead, 27", "Among the 63 dead were 27"."""
    after = [t.lower for t in sentence.tokens[part.number.last + 1 : part.number.last + 3]]
    before = [t.lower for t in sentence.tokens[max(0, whole.number.first - 2) : whole.number.first]]
    # "the 12 of whom the army spoke": a definite number is no share of another.
    definite = part.number.first > 0 and sentence[part.number.first - 1].lower in ("the", "those", "these")
    of_them = after[:1] == ["of"] and after[1:2] in (["them"], ["whom"], ["those"]) and not definite
    of_whom = [t.lower for t in sentence.tokens[max(0, part.number.first - 2) : part.number.first]] in (["of", "whom"], ["of", "which"])
    if of_whom and whole.unit == part.unit:
        return True
    return of_them or (part.rule in ("figures.of-the-counted", "figures.among-the-dead") and before in (["of", "the"], ["among", "the"]))


def _is_opened(sentence: Sentence, whole: Candidate, part: Candidate) -> bool:
    """Say whether a dash alone parts a count from the list of who they are: "Fifteen people - six officers and nine others - died"."""
    between = sentence.tokens[max(whole.head, whole.number.last) + 1 : part.number.first]
    return len(between) == 1 and is_dash(sentence, between[0].index) and part.measure == whole.measure


def _adds_up(sentence: Sentence, found: list[Candidate], position: int) -> bool:
    """Say whether two or more of the five counts right behind one can be its parts and add up to it: "38 casualties: 12 dead, 26 hurt"."""
    total = found[position].number.quantity.low
    parts = 0.0
    for at, candidate in enumerate(found[position + 1 : position + 6]):
        held = _holds_part(found[position].measure, candidate.measure)
        if not held or candidate.number.quantity.low is None or total is None:
            return False
        parts += candidate.number.quantity.low
        if parts >= total:
            # One part that is as large as the whole is the same count told again.
            return parts == total and at > 0 and not _goes_on(sentence, found[position], candidate)
    return False


def _goes_on(sentence: Sentence, whole: Candidate, last: Candidate) -> bool:
    """
    Say whether a list only goes on: "two children, one adult and a soldier were wounded" tells of four.

    Parts are closed off as they are opened: "two civilians, a man and a woman, were wounded".
    """
    opened = sentence[max(whole.head, whole.number.last) + 1].text
    after = max(last.head, last.number.last) + 1
    return opened == "," and after < len(sentence) and sentence[after].pos != "PUNCT"


def _goes_with(whole: Candidate, previous: Candidate, candidate: Candidate) -> bool:
    """Say whether a list of parts goes on with a count: it has the measure of the part before it, or both are held by the whole."""
    return candidate.measure == previous.measure or _holds_part(whole.measure, candidate.measure)


def _holds_part(whole: str, part: str) -> bool:
    """Say whether a whole has parts of a measure: the dead and the wounded are of the casualties; else both have one measure."""
    return whole == part or (whole == "casualties" and part in ("killed", "wounded"))

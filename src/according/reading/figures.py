"""
Figures: join each number to what happened to those it counts.

The tree is asked first; where it has lost the thread, what stands right beside the number decides, and where that
is silent there is no figure.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from according.language.sentence import Sentence
from according.lexicon import Entry, Lexicon
from according.reading.measures import Trigger, find_triggers, subject, verb_entry
from according.reading.mentions import DAYS, base, is_noun
from according.reading.numbers import Number
from according.reading.parties import is_armed_noun, is_person_noun, is_thing_noun, is_uncounted_noun

PEOPLE = frozenset("killed wounded casualties captured detained abducted released missing surrendered displaced deployed withdrawn".split())
THINGS = frozenset("destroyed intercepted launched seized deployed withdrawn".split())
MISSILES = frozenset("missile rocket drone projectile uav shell mortar".split())
OTHERS = frozenset({"other", "others", "more", "another"})
# Words that may stand between the noun and what happened to it: "12 people have also been killed".
BE = frozenset("be is are was were been being am 's ’s get got".split())
# Verbs that send people without arms to a post too: monitors, security force members.
SENDING = frozenset({"deploy", "station", "dispatch", "redeploy"})
BETWEEN = frozenset("was were is are has have had been being be also reportedly already later then now still feared believed reported left found confirmed either both people".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number with its measure, before population, place and time are looked for."""

    number: Number
    measure: str
    unit: str
    head: int  # the counted noun, or the number's own word where it stands alone
    trigger: Trigger
    rule: str
    subset_of: int | None = None  # position in the same list


def find_figures(sentence: Sentence, numbers: Sequence[Number], lexicon: Lexicon) -> list[Candidate]:
    """Return the figures of a sentence in the order of their numbers; one number may give two (kidnapped, then killed)."""
    usable = [number for number in numbers if number.trap is None]
    if not usable:
        return []
    triggers = find_triggers(sentence, lexicon)
    found: list[Candidate] = []
    for number in usable:
        heads = counted_heads(sentence, number)
        near, linked = beside(sentence, number, heads, lexicon), _linked(sentence, number, heads, triggers)
        found.extend(_settle(sentence, [*near, *linked]) or _joined(sentence, number, heads, found) or _present(sentence, number, heads, lexicon))
    return _mark_subsets(sentence, found)


def counted_heads(sentence: Sentence, number: Number) -> list[int]:
    """Return the words that a number may count, likeliest first: its head in the tree, the noun behind it, itself."""
    heads: list[int] = []
    token = sentence[number.core]
    while number.first <= token.head <= number.last and token.head != token.index:
        token = sentence[token.head]
    if base(token.dep) in ("nummod", "det", "amod", "compound", "advmod", "quantmod", "nmod") and token.head > number.last and is_noun(sentence[token.head]):
        heads.append(token.head)
    surface = noun_behind(sentence, number.last + 1)
    if surface is not None and surface not in heads:
        heads.append(surface)
    of = _of_phrase(sentence, number)
    if of is not None:
        heads.append(of)
    heads += [index for index in (token.index, number.core) if index not in heads]
    if base(token.dep) == "nummod" and token.head not in heads:
        heads.append(token.head)
    return heads


def _of_phrase(sentence: Sentence, number: Number) -> int | None:
    """In "dozens of people" and "two of its employees" the noun behind "of" is counted."""
    after = number.last + 1
    if after < len(sentence) and sentence[after].lower == "of":
        return noun_behind(sentence, after + 1)
    return None


def noun_behind(sentence: Sentence, start: int) -> int | None:
    """Return the last noun of the run of naming words at ``start``, or ``None``."""
    head = None
    for token in sentence.tokens[start : start + 9]:
        if token.pos in ("NOUN", "PROPN") or token.lower in OTHERS:
            head = token.index
        elif token.pos in ("ADJ", "DET") or token.lower in ("'s", "’s", "-", "and") and head is None or (token.pos == "VERB" and head is None and token.has("VerbForm=Part")):
            if head is not None:
                break
        elif not (token.pos == "PUNCT" and token.text == "-") and token.lower not in ("'s", "’s"):
            break
    return head


# -- joining -----------------------------------------------------------------------------------------------------------


def _linked(sentence: Sentence, number: Number, heads: list[int], triggers: list[Trigger]) -> list[Candidate]:
    """Join by the tree: the triggers that count one of the number's heads."""
    found: dict[str, Candidate] = {}
    for trigger in triggers:
        head = next((index for index in heads if index in trigger.counted), None)
        if head is None or number.first <= trigger.index <= number.last:
            continue
        candidate = build(sentence, number, head, heads, trigger, trigger.entry, trigger.rule)
        if candidate and _better(candidate, found.get(candidate.measure)):
            found[candidate.measure] = candidate
    return list(found.values())


def _better(new: Candidate, old: Candidate | None) -> bool:
    return old is None or (old.trigger.agent is None and new.trigger.agent is not None)


def _settle(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """
    Of several measures on one number keep those that can stand together.

    Killed or wounded are casualties; a word right beside the number outweighs a far one; a noun such as "hostages" and
    a force at work give way to what happened to them.
    """
    by_measure: dict[str, Candidate] = {}
    for candidate in found:
        old = by_measure.get(candidate.measure)
        if old is None or (old.trigger.agent is None and candidate.trigger.agent is not None):
            by_measure[candidate.measure] = candidate
    if "killed" in by_measure and "wounded" in by_measure:
        killed, wounded = by_measure["killed"], by_measure["wounded"]
        if _is_pair(sentence, killed, wounded):
            return [replace(killed, measure="casualties", rule="figures.killed-or-wounded")]
        del by_measure[_farther(killed, wounded).measure]
    for weak in ("toll", "force", "count"):
        kept = {measure: c for measure, c in by_measure.items() if c.trigger.entry.pattern != weak}
        by_measure = kept or by_measure
    return list(by_measure.values())[:2]


def _is_pair(sentence: Sentence, killed: Candidate, wounded: Candidate) -> bool:
    """"killed or wounded 40", "40 were killed or wounded": the two words stand together, on one side of the number."""
    low, high = sorted((killed.trigger.index, wounded.trigger.index))
    between = [t.lower for t in sentence.tokens[low + 1 : high]]
    number = killed.number
    return high - low <= 4 and any(w in ("or", "and", "/") for w in between) and not low <= number.first <= high and not any(
        t.pos == "NUM" for t in sentence.tokens[low:high])


def _farther(one: Candidate, other: Candidate) -> Candidate:
    """Return the looser of two readings: not governed directly, or the farther word."""
    return max(one, other, key=lambda c: (not c.rule.startswith("figures."), c.head not in c.trigger.direct, abs(c.trigger.index - c.number.core)))


def build(sentence: Sentence, number: Number, head: int, heads: list[int], trigger: Trigger, entry: Entry, rule: str) -> Candidate | None:
    """Make a candidate where what is counted and what happened fit each other; else ``None``."""
    noun = sentence[_named(sentence, head, heads, number)]
    measure, thing = _measure_of(sentence, noun.index, entry, number, trigger)
    if measure is None:
        return None
    if noun.pos in ("NOUN", "PROPN") and noun.index != trigger.index and is_uncounted_noun(noun.lemma):
        return None
    if number.form not in ("digits", "word") and sentence[number.core].lower == "both" and entry.pattern == "count":
        return None
    if number.form in ("article", "another", "ordinal") and not _one_person(sentence, noun.index, number, entry):
        return None
    unit = "percent" if number.percent else "things" if thing else "people"
    return Candidate(number, measure, unit, noun.index, trigger, rule)


def _named(sentence: Sentence, head: int, heads: list[int], number: Number) -> int:
    """Prefer a noun over the number's own word as what is counted."""
    if number.first <= head <= number.last:
        of = _of_phrase(sentence, number)
        return of if of is not None else head
    return head


def _one_person(sentence: Sentence, noun: int, number: Number, entry: Entry) -> bool:
    """"a" counts only where it brings in one person: a singular noun for a person, never a unit or a vehicle."""
    token = sentence[noun]
    if number.form == "another" and number.first <= noun <= number.last:
        return entry.pattern in ("object", "state", "subject")
    if number.form != "article" and token.lower in OTHERS:
        return True
    if token.dep == "appos" and sentence[token.head].pos == "PROPN":
        return False
    return token.pos in ("NOUN", "PROPN", "ADJ") and not token.has("Number=Plur") and is_person_noun(token.lemma) and token.index > number.last


def _measure_of(sentence: Sentence, noun: int, entry: Entry, number: Number, trigger: Trigger) -> tuple[str | None, bool]:
    """Choose between the measure for people and that for things by the noun counted."""
    token = sentence[noun]
    people, _, things = entry.kind.partition("/")
    counts_itself = entry.pattern in ("count", "toll") or noun == trigger.index
    thing = token.pos in ("NOUN", "PROPN") and is_thing_noun(token.lemma) and not counts_itself
    person = token.pos in ("NOUN", "PROPN", "ADJ") and is_person_noun(token.lemma)
    bare = number.first <= noun <= number.last or token.lower in OTHERS or token.pos in ("NUM", "PRON")
    if entry.pattern == "force":
        return ("deployed", False) if is_armed_noun(token.lemma) and token.has("Number=Plur") and number.form not in ("article", "none") else (None, False)
    if thing:
        measure = things or (people if people in THINGS else None)
        if entry.id == "shoot-down" and token.lemma in MISSILES:
            measure = "intercepted"
        return measure, True
    if people not in PEOPLE:
        return (people, True) if bare and not person and people in THINGS and False else (None, False)
    if entry.id in ("lose", "hold", "release", "hand-over", "capture", "evacuate", "force-flee", "either") and not (person or bare):
        return None, False
    if people in ("deployed", "withdrawn") and not (is_armed_noun(token.lemma) or bare and people == "withdrawn" or person and trigger_lemma(sentence, trigger) in SENDING):
        return None, False
    if entry.id == "flee" and is_armed_noun(token.lemma):
        return None, False
    if entry.id == "hold" and not _held(sentence, trigger):
        return None, False
    return people, False


def _held(sentence: Sentence, trigger: Trigger) -> bool:
    """"are being held", "were held by police": the passive alone detains."""
    return any(child.dep == "aux:pass" for child in sentence.children(trigger.index)) or sentence[trigger.index].dep == "acl"


def trigger_lemma(sentence: Sentence, trigger: Trigger) -> str:
    """Return the lemma of the word that tells of the measure."""
    return sentence[trigger.index].lemma


def beside(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> list[Candidate]:
    """Join by neighbourhood: "killing at least 10", "21 others wounded", "another wounded", whatever the tree says."""
    found = _verb_before(sentence, number, heads, lexicon) or _verb_behind(sentence, number, heads, lexicon)
    return [found] if found else []


def _verb_before(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> Candidate | None:
    at = number.first - 1
    while at >= 0 and sentence[at].pos == "ADV" and at > number.first - 3 and sentence[at].lower not in ("up", "down", "over"):
        at -= 1
    entry = None
    if at >= 1 and sentence[at].lower in ("up", "down", "over", "out") and sentence[at - 1].pos == "VERB":
        entry = verb_entry(lexicon, f"{sentence[at - 1].lemma} {sentence[at].lower}", "object", "either")
        at -= 1
    elif at >= 0 and sentence[at].pos == "VERB":
        entry = verb_entry(lexicon, sentence[at].lemma, "object", "either")
    if entry is None or (at and sentence[at - 1].lower in BE) or sentence[at].dep == "amod" and at and sentence[at - 1].pos in ("DET", "ADJ"):
        return None
    if at and sentence[at - 1].lower in ("also", "have", "has", "had", "reportedly") and at > 1 and sentence[at - 2].lower in BE:
        return None
    trigger = Trigger(at, entry, "figures.verb-before", (heads[0],), subject_of(sentence, at))
    return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)


def _verb_behind(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> Candidate | None:
    """A participle or state right behind the counted noun, with at most a form of "be" and an adverb between."""
    start = max(number.last, number.core, *(h for h in heads[:1] if h <= number.last + 8))
    helped = False
    for token in sentence.tokens[start + 1 : start + 7]:
        entry = verb_entry(lexicon, token.lower, "state") or verb_entry(lexicon, token.lemma, "object", "subject", "either")
        if entry and token.pos in ("VERB", "ADJ", "NOUN", "ADV") and _suffers(sentence, token.index, entry, helped):
            trigger = Trigger(token.index, entry, "figures.verb-behind", (heads[0],), by_agent(sentence, token.index))
            return build(sentence, number, heads[0], heads, trigger, entry, trigger.rule)
        if token.lower not in BETWEEN and token.pos != "ADV":
            return None
        helped = helped or token.lower in BE
    return None


def _suffers(sentence: Sentence, at: int, entry: Entry, helped: bool) -> bool:
    """Say whether the noun before a verb suffers it: "12 wounded in", "12 were killed"; not "12 killed five"."""
    token = sentence[at]
    if entry.pattern in ("state", "object", "either"):
        participle = entry.pattern == "state" or token.has("VerbForm=Part") and not token.lower.endswith("ing") or token.lower.endswith("ed")
        after = sentence[at + 1] if at + 1 < len(sentence) else None
        acts = after is not None and after.pos in ("NUM", "DET", "NOUN", "PROPN", "PRON", "ADJ") and after.lower not in DAYS and not helped
        return participle and not acts
    return entry.pattern == "subject"


def subject_of(sentence: Sentence, at: int) -> int | None:
    """Return the actor of an active verb."""
    return subject(sentence, sentence[at])


def by_agent(sentence: Sentence, at: int) -> int | None:
    """Return the head of a "by" phrase of a verb."""
    for child in sentence.children(at, "obl", "nmod"):
        if any(case.lower == "by" for case in sentence.children(child.index, "case")):
            return child.index
    return None


def _present(sentence: Sentence, number: Number, heads: list[int], lexicon: Lexicon) -> list[Candidate]:
    """Armed people who do something, or are somewhere, are there: "some 400 troops entered the area"."""
    head = heads[0]
    token = sentence[head]
    if number.form in ("article", "none", "ordinal", "another") or number.percent or not is_armed_noun(token.lemma) or not token.has("Number=Plur"):
        return []
    verb = sentence[token.head]
    of = verb if verb.lemma in ("hundred", "thousand", "dozen", "group", "total", "force") or number.first <= verb.index <= number.last else None
    acting = of or token
    governor = sentence[acting.head]
    if acting.dep != "nsubj" or lexicon.find("cues", governor.lemma) or governor.index == acting.index:
        return []
    entry = lexicon.find("measures", "deploy")
    if entry is None:
        return []
    trigger = Trigger(governor.index, entry, "figures.force-at-work", (head,))
    return [Candidate(number, "deployed", "people", head, trigger, trigger.rule)]


def _joined(sentence: Sentence, number: Number, heads: list[int], found: list[Candidate]) -> list[Candidate]:
    """Join a count that stands beside another: "two soldiers and 16 gunmen were killed", "including 12 children"."""
    if not found or number.form == "article" and not is_person_noun(sentence[heads[0]].lemma):
        return []
    previous = found[-1]
    gap = sentence.tokens[max(previous.number.last, previous.head) + 1 : number.first]
    words = [token.lower for token in gap]
    including = any(word in ("including", "among") for word in words)
    if len(gap) > (16 if including else 3) or not (including or words and words[-1] in ("and", ",", "or", "with", "—", "–", "plus")):
        return []
    if any(token.pos in ("VERB", "AUX") and token.lower != "including" for token in gap) or heads[0] == number.core and not including:
        return []
    if previous.trigger.entry.pattern in ("count", "toll") and not including:
        return []
    rule = "figures.including" if including else "figures.joined"
    entry = replace(previous.trigger.entry, kind=previous.trigger.entry.kind) if previous.measure in previous.trigger.entry.kind else previous.trigger.entry
    built = build(sentence, number, heads[0], heads, previous.trigger, entry, rule)
    return [replace(built, measure=previous.measure)] if built else []


def _mark_subsets(sentence: Sentence, found: list[Candidate]) -> list[Candidate]:
    """A count behind "including" or "among them" is part of the count before it with the same measure."""
    marked: list[Candidate] = []
    whole: int | None = None
    for position, candidate in enumerate(found):
        if position:
            previous = marked[position - 1]
            gap = [t.lower for t in sentence.tokens[previous.number.last + 1 : candidate.number.first]]
            if "including" in gap or "among" in gap:
                whole = position - 1
            elif not (whole is not None and gap and gap[-1] in ("and", ",") and candidate.measure == previous.measure):
                whole = None
        parent = whole if whole is not None and marked[whole].measure == candidate.measure else None
        marked.append(replace(candidate, subset_of=parent))
    return marked

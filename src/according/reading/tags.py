"""
What a report is about: countries, places, people, organisations, weapons and what happened, most salient first.

Tags are for finding reports again. No figure and no speaker hangs on them, so they may guess where the rest of the reading may not.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.countries import countries, country_names, demonyms, is_demonym
from according.names.nouns import entry_of
from according.names.parties import untitled
from according.statement import Measure

TAGS_MOST = 15  # tags of a report
# Of them names of people and organisations, so that these leave room for what happened.
NAMES_MOST = 5
# A word in the headline or the first sentence weighs three, in the second or third two, elsewhere one: newspapers put the
# matter first. Only the order of tags hangs on it.
HEADLINE, FIRST, EARLY = 3, 3, 2
# Words that are a topic as a noun and mean another thing as a verb: troops "stormed" a house, police "fired" at a crowd.
VERBS_APART = frozenset({"storm", "drill", "border", "rally", "flood", "fire", "ship", "poll", "tank"})
# Whatever opens a sentence has a capital; words of these kinds there begin no name: "In Geneva", "The Red Cross".
SENTENCE_OPENERS = frozenset({"ADP", "DET", "PRON", "ADV", "SCONJ", "CCONJ", "AUX", "VERB", "NUM"})
# What joins the words of a body's name: "Center for Strategic and International Studies".
TAG_JOINTS = frozenset({"of", "for", "and", "the"})


def find_tags(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    *,
    headline: str = "",
    measures: Iterable[Measure] = (),
    places: Iterable[str] = (),
) -> tuple[str, ...]:
    """
    Return at most fifteen tags (``TAGS_MOST``) of a report, most salient first.

    ``measures`` are those of its figures and ``places`` the names of the places found, each as often as it was found.
    """
    topics = _topics(sentences, lexicon, headline, measures)
    lands, named = _countries(sentences, headline), _names([sentence for sentence in sentences if not _in_title_case(sentence)], lexicon)
    # A country is a tag of its own already. A place found for a figure weighs more than a name that is only met.
    for place in places:
        if place.casefold() not in countries():
            topics[place] += 2
    _add_names(topics, named)
    return _choose(lands + topics)


def _add_names(scores: Counter[str], named: Counter[str]) -> None:
    """Add names to the scored tags, the weightiest first: to a tag that has it as whole words (Kursk to Kursk Oblast), else as a tag."""
    # The tags by each of their words, so that a long report's names are not compared with all of its places.
    holding: dict[str, list[str]] = {}
    for known in scores:
        _hold(holding, known)
    new = sum(name in scores for name in named)
    for name, weight in named.most_common():
        wanted = name.casefold()
        tags = holding.get(wanted.partition(" ")[0], ())
        tag = next((known for known in tags if f" {wanted} " in f" {known.casefold()} "), None)
        if tag is not None:
            scores[tag] += weight
        elif new < NAMES_MOST:
            scores[name] += weight
            _hold(holding, name)
            new += 1


def _hold(holding: dict[str, list[str]], tag: str) -> None:
    """Enter a tag under each of its words."""
    for word in set(tag.casefold().split(" ")):
        holding.setdefault(word, []).append(tag)


def _in_title_case(sentence: Sentence) -> bool:
    """Say whether a sentence capitalises its words as headlines do, so that its capitals name nobody."""
    # Short words ("of", "in") stay small even in headlines, and now and then a longer one does ("after").
    large = sum(len(token.text) > 3 and token.text[:1].isalpha() for token in sentence.capitals)
    # Mostly names are few, and the other words need not be counted.
    words = len([token for token in sentence.tokens if len(token.text) > 3 and token.text[:1].isalpha()]) if large >= 3 else 0
    return words >= 3 and large >= 0.85 * words


def _choose(scores: Counter[str]) -> tuple[str, ...]:
    """Return the tags with the highest scores in their order, without those whose words stand in a tag chosen before them."""
    chosen: list[str] = []
    # Of equals the first met comes first: `Counter` keeps the order of the text.
    for tag, _ in scores.most_common():
        if len(chosen) == TAGS_MOST:
            break
        # Whole words: Niger stands beside Nigeria, Oman beside Romania.
        if not any(f" {tag.casefold()} " in f" {other.casefold()} " for other in chosen):
            chosen.append(tag)
    return tuple(chosen)


def _weighed(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, int]]:
    """Yield the sentences, each with the weight of a word in it."""
    for position, sentence in enumerate(sentences):
        yield sentence, FIRST if position == 0 else EARLY if position < 3 else 1


def _topics(sentences: Sequence[Sentence], lexicon: Lexicon, headline: str, measures: Iterable[Measure]) -> Counter[str]:
    """Score the topics of the list by their words in sentences and headline, and those that the measures of the figures name."""
    scores: Counter[str] = Counter()
    longest = lexicon.keep(_longest)
    for sentence, weight in _weighed(sentences):
        openings = [token.index for token in sentence.tokens if token.lower in longest or token.lemma in longest]
        for topic in _topics_of(sentence.tokens, openings, lexicon, longest):
            scores[topic] += weight
    # The headline is given as words without a parse, so it has no lemmas.
    words = [Token(at, 0, 0, word, word.lower(), "", "", at, "", word.lower()) for at, word in enumerate(headline.split())]
    for topic in _topics_of(words, range(len(words)), lexicon, longest):
        scores[topic] += HEADLINE
    by_measure = {entry.kind: entry.id for entry in lexicon.lists["topics"] if entry.kind != "topic"}
    for measure in measures:
        if measure in by_measure:
            scores[by_measure[measure]] += 2
    return scores


def _forms(token: Token) -> tuple[str, ...]:
    """
    Return the forms of a word that may show a topic: the word as written and its lemma.

    A verb of ``VERBS_APART`` shows one only as written: its lemma would make a storm of "stormed".
    """
    apart = token.pos == "VERB" and token.lemma in VERBS_APART
    return (token.lower,) if apart or token.lower == token.lemma else (token.lower, token.lemma)


def _topics_of(
    words: Sequence[Token], openings: Iterable[int], lexicon: Lexicon, longest: Mapping[str, int]
) -> Iterator[str]:
    """Yield the topics among the words, at each of the openings that of the longest phrase."""
    behind = 0
    for at in openings:
        # The words of a topic are not looked at again.
        reach = 0 if at < behind else max([longest.get(form, 0) for form in _forms(words[at])])
        for stop in range(min(at + reach, len(words)), at, -1):
            entry = next((found for phrase in _phrases(words[at:stop]) if (found := lexicon.find("topics", phrase))), None)
            if entry is not None:
                yield entry.id
                behind = stop
                break


def _longest(lexicon: Lexicon) -> dict[str, int]:
    """Return how many words the longest topic has that begins with a word, by that word."""
    return _longest_by_opener(lexicon.forms("topics"))


def _longest_by_opener(names: Iterable[str]) -> dict[str, int]:
    """Return how many words the longest of some names has, by the first word of each: nothing longer need be tried where it stands."""
    longest: dict[str, int] = {}
    for name in names:
        first, *others = name.split()
        longest[first] = max(longest.get(first, 0), 1 + len(others))
    return longest


def _phrases(words: Sequence[Token]) -> list[str]:
    """Return the ways to write a phrase. In a long one only the last word takes its lemma."""
    # "prisoners of war" as a form of the list stands with its own plural; only a last word changes freely: "air strikes".
    head = [word.lower for word in words[:-1]]
    return [" ".join([*head, last]) for last in _forms(words[-1])]


def _countries(sentences: Sequence[Sentence], headline: str) -> Counter[str]:
    """Score the countries by their names and by those of their people."""
    scores: Counter[str] = Counter()
    for sentence, weight in _weighed(sentences):
        if openings := [token.index for token in sentence.capitals if _country_reach(token.text)]:
            _score_codes(scores, _codes([token.text for token in sentence.tokens], openings), weight)
    words = headline.split()
    openings = [at for at, word in enumerate(words) if word[:1].isupper() and _country_reach(word)]
    _score_codes(scores, _codes(words, openings), HEADLINE)
    return scores


def _score_codes(scores: Counter[str], codes: Iterable[str], weight: int) -> None:
    for code in codes:
        if code in country_names():
            scores[country_names()[code]] += weight


def _codes(words: list[str], openings: list[int]) -> Iterator[str]:
    """Yield the codes of the countries and peoples that the words name, the longest name at each of the places where one may begin."""
    behind = 0
    for at in openings:
        # The words of a name are not looked at again.
        if at < behind:
            continue
        # The longest first: "Republic of the Congo" is another than the Democratic one.
        for stop in range(min(at + _country_reach(words[at]), len(words)), at, -1):
            if code := _code(" ".join(words[at:stop])):
                yield code
                behind = stop
                break


@lru_cache(maxsize=1 << 12)
def _country_reach(word: str) -> int:
    """Return how many words the longest country's name or demonym that begins with a word has; 0 where none does."""
    low = word.casefold()
    bare = low.removesuffix("'s").removesuffix("’s")
    return max(_country_openers().get(form, 0) for form in (low, bare, bare.removesuffix("s")))


@cache
def _country_openers() -> dict[str, int]:
    return _longest_by_opener((*countries(), *demonyms()))


def _code(phrase: str) -> str | None:
    """Return the code of the country that a phrase names, by its own name or its people's, or ``None``."""
    # "US" and "U.S." are the country; "Us" is a pronoun that opens a sentence.
    if not phrase[:1].isupper() or phrase == "Us":
        return None
    return _code_of(phrase)


@lru_cache(maxsize=1 << 12)
def _code_of(phrase: str) -> str | None:
    low = phrase.casefold().removesuffix("'s").removesuffix("’s")
    named = countries().get(low)
    # A capital is a place, or a government by another name: the country is not what the report calls it here.
    if named is not None and named[1] != "capital":
        return named[0]
    return demonyms().get(low) or demonyms().get(low.removesuffix("s"))


def _names(sentences: Sequence[Sentence], lexicon: Lexicon) -> Counter[str]:
    """Score the proper names of people and organisations. A surname alone counts for the full name that was met before it."""
    scores: Counter[str] = Counter()
    # The names of several words by their last, in the order in which they were met.
    ending: dict[str, list[str]] = {}
    for sentence, weight in _weighed(sentences):
        for run in _runs(sentence, lexicon):
            name = " ".join(run).removesuffix("'s").removesuffix("’s")
            last = name.rpartition(" ")[2]
            known = next((full for full in ending.get(last, ()) if full.endswith(" " + name)), name)
            if known not in scores and last != known:
                ending.setdefault(last, []).append(known)
            scores[known] += weight
    return scores


def _runs(sentence: Sentence, lexicon: Lexicon) -> Iterator[list[str]]:
    """Yield the names among a sentence's runs of capitalised words, as their words without titles."""
    tokens, behind = sentence.tokens, 0
    for opening in sentence.capitals:
        if opening.index < behind:
            continue
        run, behind = [opening], opening.index + 1
        while behind < len(tokens) and (tokens[behind].text[:1].isupper() or _joins(sentence, tokens[behind], run, lexicon)):
            run.append(tokens[behind])
            behind += 1
        # A joint belongs to the name only where a capital follows it.
        while run and run[-1].lower in TAG_JOINTS:
            run.pop()
        if run and (name := _proper(run, lexicon)):
            yield name


def _joins(sentence: Sentence, token: Token, run: list[Token], lexicon: Lexicon) -> bool:
    """Say whether a joint goes on with the name of a body: "Center for Strategic and International Studies"."""
    # Only a body's name goes on so: in "Ali and Omar" stand two people.
    if token.lower not in TAG_JOINTS:
        return False
    body = any((entry := entry_of(word.lower, lexicon)) is not None and entry.pattern == "body" for word in run)
    behind = next((word for word in sentence.tokens[token.index + 1 : token.index + 3] if word.lower not in TAG_JOINTS), None)
    return body and behind is not None and behind.text[:1].isupper()


def _is_time(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a word is a day, a month or another word of time, which begins with a capital and names nobody."""
    entry = entry_of(token.lower, lexicon)
    return entry is not None and entry.id == "times"


def _proper(run: list[Token], lexicon: Lexicon) -> list[str] | None:
    """Return the words of the name in a run of capitals, or ``None``: days, titles, peoples and countries are no names."""
    while run and (run[0].pos in SENTENCE_OPENERS or _is_time(run[0], lexicon)):
        run = run[1:]
    while run and _is_time(run[-1], lexicon):
        run = run[:-1]
    # A word alone at the head of a sentence has its capital from there.
    if not run or (len(run) == 1 and (run[0].index == 0 or run[0].pos not in ("PROPN", ""))):
        return None
    # "President Jan Novak" and "Jan Novak" are one tag.
    words = untitled([token.text for token in run], lexicon)
    name = " ".join(words)
    # A word alone must not be a common noun, nor a mere initial or abbreviation of two letters.
    if len(words) == 1 and (entry_of(name.casefold(), lexicon) is not None or len(name) < 3 or name.casefold() in countries()):
        return None
    return None if not words or is_demonym(name) or _code(name) or not any(word[0].isalpha() for word in words) else words

"""Read written-down parses (CoNLL-U) as sentences, and write sentences down."""
from __future__ import annotations

from according.errors import ParseError
from according.language.sentence import Sentence, Token, is_tabbed


def parse_conllu(parse: str, text: str, start: int = 0) -> list[Sentence]:
    """
    Read the sentences of a CoNLL-U text and find each word in ``text`` from ``start`` on.

    Rows are split at any white space, so that cases can be written by hand. A row has ten columns, or the eight up to the label.
    Raises :class:`~according.errors.ParseError` where a row is short, a word is not in the text or the heads make no tree.
    """
    sentences, rows = [], []
    # The empty line added at the end closes the last sentence, which no line may follow.
    for line in [*parse.splitlines(), ""]:
        columns = line.split()
        # Rows of a range ("1-2") and of a word left out ("1.1") are no words of the tree: their first column is no plain number.
        if columns and not line.startswith("#") and columns[0].isdigit():
            if len(columns) < 8:
                columns_wanted = "id, form, lemma, upos, xpos, feats, head, deprel"
                raise ParseError(f"CoNLL-U row {line!r}: {len(columns)} columns; give at least {columns_wanted}")
            rows.append(columns)
        elif not columns and rows:
            sentence, start = _build(rows, text, start)
            sentences.append(sentence)
            rows = []
    return sentences


def _build(rows: list[list[str]], text: str, start: int) -> tuple[Sentence, int]:
    """Build a sentence of its rows; return it with the offset behind its last word, from which the next sentence is sought."""
    tokens = []
    for index, (_, form, lemma, pos, _xpos, feats, head, dep, *_rest) in enumerate(rows):
        at = _find(form, text, start)
        if at < 0:
            raise ParseError(f"CoNLL-U word {form!r}: not in the text after character {start}; parse and text differ")
        start, tabbed = at + len(form), is_tabbed(text, at)
        # CoNLL-U counts words from 1 and gives a root the head 0; here words count from 0 and a root is its own head.
        parent = int(head) - 1 if head != "0" else index
        known = "" if feats == "_" else feats
        tokens.append(Token(index, at, start, form, lemma.casefold(), pos, known, parent, dep.casefold(), tabbed=tabbed))
    _check_tree(tokens)
    return Sentence(tuple(tokens)), start


def _find(form: str, text: str, start: int) -> int:
    """Return where a word stands in a text behind the word before, or -1; what the text has in capitals may be in normal print."""
    at = next((at for at in range(start, len(text)) if not text[at].isspace()), start)
    if text[at : at + len(form)].casefold() == form.casefold():
        return at
    found = text.find(form, start)
    return found if found >= 0 else text.lower().find(form.lower(), start)


def _check_tree(tokens: list[Token]) -> None:
    """Refuse heads outside the sentence, and circles. Rules that climb to the root would never come back."""
    for token in tokens:
        at, steps = token, 0
        while at.head != at.index:
            # A climb of more steps than there are words goes round in a circle.
            if not 0 <= at.head < len(tokens) or steps > len(tokens):
                raise ParseError(f"CoNLL-U word {token.text!r}: its heads do not lead to a root; mend the head column")
            at, steps = tokens[at.head], steps + 1


def format_conllu(sentence: Sentence) -> str:
    """Write a sentence down in the ten tab-separated columns of CoNLL-U, those that it has no value for as "_"."""
    rows = []
    for token in sentence:
        head = 0 if token.head == token.index else token.head + 1
        cells = (token.index + 1, token.text, token.lemma, token.pos, "_", token.feats or "_", head, token.dep, "_", "_")
        rows.append("\t".join(map(str, cells)))
    return "\n".join(rows) + "\n"

"""The word lists that no reading looks at tell reports apart: every form of them is looked up when figures are compared."""
from __future__ import annotations

import pytest
from made import figure

from according.comparing.profile import WORD_SHORTEST, make_profile
from according.lexicon import COMPARING, default


@pytest.mark.parametrize("entry", default().lists["events"], ids=lambda entry: entry.id)
def test_every_word_for_an_event_says_what_kind_it_was(entry):
    for form in entry.forms:
        found = make_profile(figure("killed", 12, said=f"the {form} killed 12")).events
        assert found == (frozenset() if entry.kind == "any" else {entry.kind}), form


@pytest.mark.parametrize("entry", default().lists["function_words"], ids=lambda entry: entry.id)
def test_no_function_word_is_a_word_in_common(entry):
    for form in entry.forms:
        if len(form) >= WORD_SHORTEST:
            assert make_profile(figure("killed", 12, said=f"{form} xylophones")).words == {"xylophone"}, form


def test_these_are_the_lists_that_users_cannot_add_to():
    assert {"events", "function_words"} == COMPARING

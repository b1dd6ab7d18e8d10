import itertools
import re

from desktop.exchange.sealed.words import fingerprint, word_list


def apart(first: str, second: str) -> int:
    """How many letters have to be changed, added or left out to make one word of the other."""
    row = list(range(len(second) + 1))
    for above, letter in enumerate(first, 1):
        before, row[0] = row[0], above
        for column, other in enumerate(second, 1):
            changed = before + (letter != other)
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, changed)
    return row[-1]


def test_there_is_a_word_for_each_byte() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 256
    assert list(words) == sorted(words)
    assert all(re.fullmatch("[a-z]{3,7}", word) for word in words)


def test_no_word_is_taken_for_another_over_the_telephone() -> None:
    pairs = list(itertools.combinations(word_list(), 2))
    assert [pair for pair in pairs if apart(*pair) < 3] == []
    assert [pair for pair in pairs if pair[0][:4] == pair[1][:4]] == []


def test_the_words_of_a_key_are_the_same_in_every_version() -> None:
    # People compare them between a laptop of today and an office of next year.
    assert (
        " ".join(fingerprint(bytes(32)))
        == "monsoon village mammoth recipe pyjamas window carrot rainbow"
    )


def test_keys_that_differ_in_one_bit_have_other_words() -> None:
    found = {fingerprint((1 << bit).to_bytes(32, "big")) for bit in range(256)}
    assert len(found) == 256
    assert all(len(words) == 8 for words in found)

import pytest

from desktop.ui.passphrase import strength


@pytest.mark.parametrize(
    ("passphrase", "step"),
    [
        ("", "none"),
        ("   ", "none"),
        ("lamp", "short"),
        ("1234567", "short"),
        ("12345678", "weak"),
        ("aaaaaaaaaaaa", "weak"),
        ("password1", "weak"),
        ("Password123", "weak"),
        ("qwertyuiop", "weak"),
        ("lamp river", "weak"),
        ("lamp lamp lamp lamp", "weak"),
        ("lamp river stone", "fair"),
        ("lamp river stone cup", "good"),
        ("lamp river stone cup window", "strong"),
        ("Tr0ub4dor&3x!kQ", "good"),
    ],
)
def test_what_is_hard_to_guess_is_said_to_be(passphrase: str, step: str) -> None:
    assert strength(passphrase).step == step


def test_ones_own_name_makes_a_passphrase_no_harder_to_guess() -> None:
    assert strength("Anne Okafor stone").step == "fair"
    assert strength("Anne Okafor stone", "Anne Okafor").step == "weak"


def test_only_what_is_too_short_is_refused() -> None:
    assert not strength("lamp").enough
    assert strength("aaaaaaaa").enough  # weak is said, and may be used


def test_every_step_says_what_to_do_or_that_all_is_well() -> None:
    sentences = {strength(p).sentence for p in ("", "lamp", "aaaaaaaa", "lamp river stone")}
    assert len(sentences) == 4
    assert all(s.endswith(".") for s in sentences)

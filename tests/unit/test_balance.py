from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import Known, NotKnown, words
from desktop.returns.balance import (
    Case,
    Membership,
    Opening,
    PeopleLedger,
    open_balance,
    people_ledger,
    status_on,
)
from desktop.returns.periods import previous, quarter

Q4 = quarter("2024-25-Q4")
START = Q4.start


def forty_and_thirty_five() -> list[Case]:
    return [
        Case(str(n), START + timedelta(days=n), date(2025, 3, 20) if n < 35 else None)
        for n in range(40)
    ]


def test_forty_in_and_thirty_five_out_without_an_opening_never_leave_five() -> None:
    balance = open_balance(Q4, forty_and_thirty_five(), complete=False)
    assert len(balance.received) == 40
    assert len(balance.left) == 35
    assert balance.opening == NotKnown("opening balance not stated")
    assert balance.open_at_end == NotKnown("opening balance not stated")
    assert words(balance.open_at_end, ("review", "reviews")) == "not known"


def test_an_opening_that_the_office_does_not_know_keeps_its_reason() -> None:
    unknown = Opening(NotKnown("the old file was lost"), START)
    balance = open_balance(Q4, forty_and_thirty_five(), unknown, complete=False)
    assert balance.open_at_end == NotKnown("the old file was lost")


def test_a_stated_opening_is_carried_to_the_end() -> None:
    balance = open_balance(Q4, forty_and_thirty_five(), Opening(Known(12), START), complete=False)
    assert balance.opening == Known(12)
    assert balance.open_at_end == Known(17)


def test_an_opening_stated_earlier_is_carried_to_the_start_by_the_records_between() -> None:
    cases = [
        Case("old", date(2024, 6, 1), date(2024, 11, 5)),
        Case("new", date(2024, 11, 1)),
        Case("in the quarter", date(2025, 1, 1), date(2025, 3, 31)),
    ]
    balance = open_balance(Q4, cases, Opening(Known(3), date(2024, 10, 1)), complete=False)
    assert balance.opening == Known(3)
    assert balance.open_at_end == Known(3)


def test_an_opening_stated_within_the_quarter_gives_the_end_but_not_the_start() -> None:
    cases = [Case("a", date(2025, 2, 10)), Case("b", date(2025, 1, 5), date(2025, 2, 20))]
    balance = open_balance(Q4, cases, Opening(Known(8), date(2025, 2, 1)), complete=False)
    assert balance.opening == NotKnown("stated only from 1 February 2025")
    assert balance.open_at_end == Known(8)


def test_an_opening_stated_within_the_quarter_is_carried_over_its_last_day() -> None:
    cases = [Case("a", date(2025, 3, 30)), Case("b", Q4.end), Case("c", date(2025, 4, 1))]
    balance = open_balance(Q4, cases, Opening(Known(8), date(2025, 2, 1)), complete=False)
    assert balance.open_at_end == Known(10)


def test_an_opening_stated_after_the_quarter_says_nothing_about_it() -> None:
    balance = open_balance(Q4, [], Opening(Known(8), date(2025, 5, 1)), complete=False)
    assert balance.open_at_end == NotKnown("stated only from 1 May 2025")


def test_more_leaving_than_were_open_is_not_a_negative_balance() -> None:
    cases = [Case("a", date(2024, 6, 1), date(2025, 2, 1))]
    balance = open_balance(Q4, cases, Opening(Known(0), START), complete=False)
    assert balance.open_at_end == NotKnown("more left than were stated to be open")


def test_complete_records_are_counted_themselves() -> None:
    cases = [
        Case("waiting since autumn", date(2024, 10, 3)),
        Case("done before", date(2024, 10, 3), date(2024, 12, 31)),
        Case("carried over", date(2024, 12, 20), START),
        Case("within", date(2025, 1, 10), date(2025, 2, 1)),
        Case("still open", date(2025, 3, 31)),
    ]
    balance = open_balance(Q4, cases, complete=True)
    assert balance.opening == Known(2)
    assert balance.received == ("within", "still open")
    assert balance.left == ("carried over", "within")
    assert balance.open_at_end == Known(2)
    assert balance.disagreement == ""


def test_complete_records_that_differ_from_the_stated_opening_say_so() -> None:
    cases = [Case("one", date(2024, 12, 1))]
    same = open_balance(Q4, cases, Opening(Known(1), START), complete=True)
    differs = open_balance(Q4, cases, Opening(Known(4), START), complete=True)
    unknown = open_balance(Q4, cases, Opening(NotKnown("not stated"), START), complete=True)
    assert same.disagreement == ""
    assert unknown.disagreement == ""
    assert differs.opening == Known(1)
    assert differs.disagreement == ("The opening balance was stated as 4 and the records give 1.")


def test_a_review_received_in_march_and_decided_in_april_counts_once_in_each_quarter() -> None:
    case = [Case("a", date(2025, 3, 20), date(2025, 4, 8))]
    first = open_balance(Q4, case, complete=True)
    second = open_balance(quarter("2025-26-Q1"), case, complete=True)
    assert (first.received, first.left) == (("a",), ())
    assert (second.received, second.left) == ((), ("a",))


def test_a_case_given_twice_counts_once() -> None:
    case = Case("a", date(2025, 1, 20), date(2025, 2, 8))
    balance = open_balance(Q4, [case, case], complete=True)
    assert (balance.received, balance.left) == (("a",), ("a",))


moments = st.dates(date(2024, 7, 1), date(2025, 6, 30))
cases_strategy = st.lists(
    st.builds(
        lambda name, opened, length: Case(
            name, opened, None if length is None else opened + timedelta(days=length)
        ),
        st.uuids().map(str),
        moments,
        st.none() | st.integers(0, 200),
    ),
    max_size=15,
)


@given(cases_strategy)
def test_the_end_of_one_quarter_is_the_opening_of_the_next(cases: list[Case]) -> None:
    before = open_balance(previous(Q4), cases, complete=True)
    after = open_balance(Q4, cases, complete=True)
    assert before.open_at_end == after.opening
    open_then = sum(
        case.opened <= Q4.end and (case.closed is None or case.closed > Q4.end) for case in cases
    )
    assert after.open_at_end == Known(open_then)


@given(cases_strategy, moments, st.integers(200, 300))
def test_a_stated_opening_and_complete_records_give_the_same_when_they_agree(
    cases: list[Case], as_at: date, length: int
) -> None:
    opened = as_at - timedelta(days=length)
    older = [Case("older", opened), *cases]
    open_then = sum(
        case.opened < as_at and (case.closed is None or case.closed >= as_at) for case in older
    )
    opening = Opening(Known(open_then), as_at)
    counted = open_balance(Q4, older, opening, complete=True)
    carried = open_balance(Q4, older, opening, complete=False)
    assert counted.disagreement == ""
    assert carried.open_at_end == counted.open_at_end or as_at > Q4.end


WELFARE = "animal_welfare"
CUSTODY = "custody_visiting"


def active(person: str, scheme: str = WELFARE) -> Membership:
    return Membership(f"{person}-{scheme}", person, scheme, "active")


INTEREST = Membership("seven", None, WELFARE, "interest", date(2025, 2, 3), count=7)


def test_seven_who_express_an_interest_bring_a_list_of_four_to_eleven() -> None:
    ledger = people_ledger(Q4, [*(active(name) for name in "abcd"), INTEREST])
    assert ledger == PeopleLedger(
        opening=4, joiners=7, leavers=0, closing=11, active=4, to_be_trained=7
    )
    assert ledger.otherwise == 0


def test_a_person_in_two_schemes_counts_once_in_the_total() -> None:
    both = [active("a", WELFARE), active("a", CUSTODY), active("b", CUSTODY)]
    assert people_ledger(Q4, both).closing == 2
    assert people_ledger(Q4, both).active == 2
    assert people_ledger(Q4, [m for m in both if m.scheme == WELFARE]).closing == 1


def test_somebody_active_in_one_scheme_and_training_in_another_is_active() -> None:
    both = [active("a", CUSTODY), Membership("m", "a", WELFARE, "training", date(2025, 1, 5))]
    ledger = people_ledger(Q4, both)
    assert (ledger.closing, ledger.active, ledger.to_be_trained) == (1, 1, 0)
    assert ledger.joiners == 0


def test_leaving_one_of_two_schemes_is_not_leaving() -> None:
    both = [
        active("a", CUSTODY),
        Membership("m", "a", WELFARE, "active", date(2024, 5, 1), date(2025, 2, 1)),
    ]
    assert people_ledger(Q4, both).leavers == 0


def test_a_change_of_status_is_neither_joining_nor_leaving() -> None:
    spells = [
        Membership("1", "a", WELFARE, "interest", date(2024, 12, 1), date(2025, 1, 31)),
        Membership("2", "a", WELFARE, "training", date(2025, 2, 1), date(2025, 3, 9)),
        Membership("3", "a", WELFARE, "paused", date(2025, 3, 10)),
    ]
    ledger = people_ledger(Q4, spells)
    assert ledger == PeopleLedger(
        opening=1, joiners=0, leavers=0, closing=1, active=0, to_be_trained=0
    )
    assert ledger.otherwise == 1


def test_leaving_is_by_a_status_or_by_an_end() -> None:
    spells = [
        active("a"),
        Membership("left", "a", WELFARE, "left", date(2025, 2, 14)),
        Membership("b", "b", WELFARE, "active", date(2024, 1, 1), date(2025, 3, 30)),
    ]
    ledger = people_ledger(Q4, spells)
    assert (ledger.opening, ledger.leavers, ledger.closing) == (2, 2, 0)


def test_a_last_day_on_the_list_that_is_the_quarters_last_is_a_leaver_of_the_next() -> None:
    spell = [Membership("a", "a", WELFARE, "active", date(2024, 1, 1), Q4.end)]
    assert people_ledger(Q4, spell).closing == 1
    assert people_ledger(quarter("2025-26-Q1"), spell).leavers == 1


def test_who_joins_and_leaves_in_one_quarter_is_both() -> None:
    spell = [Membership("a", "a", WELFARE, "interest", date(2025, 1, 6), date(2025, 3, 3))]
    ledger = people_ledger(Q4, spell)
    assert (ledger.opening, ledger.joiners, ledger.leavers, ledger.closing) == (0, 1, 1, 0)


def test_an_entry_that_gets_names_is_nobody_joining_or_leaving() -> None:
    seven = Membership("7", None, WELFARE, "interest", date(2024, 11, 1), date(2025, 2, 28), 7)
    five = Membership("5", None, WELFARE, "interest", date(2025, 3, 1), None, 5)
    named = [Membership(n, n, WELFARE, "training", date(2025, 3, 1)) for n in "ab"]
    ledger = people_ledger(Q4, [seven, five, *named])
    assert ledger == PeopleLedger(
        opening=7, joiners=0, leavers=0, closing=7, active=0, to_be_trained=7
    )


def test_names_that_are_taken_out_are_nobody_joining_or_leaving() -> None:
    named = Membership("a", "a", WELFARE, "active", date(2024, 5, 1), date(2025, 2, 28))
    unnamed = Membership("1", None, WELFARE, "active", date(2025, 3, 1))
    ledger = people_ledger(Q4, [named, unnamed])
    assert (ledger.opening, ledger.joiners, ledger.leavers, ledger.closing) == (1, 0, 0, 1)


def test_of_two_statuses_from_one_day_the_later_entry_holds() -> None:
    spells = [
        Membership("1", "a", WELFARE, "vetting", date(2025, 2, 1)),
        Membership("2", "a", WELFARE, "training", date(2025, 2, 1)),
    ]
    assert status_on(spells, date(2025, 2, 1)) == {"a": "training"}


def test_an_entry_without_names_that_moves_on_is_nobody_leaving() -> None:
    before = Membership("7", None, WELFARE, "interest", date(2024, 11, 1), date(2025, 2, 28), 7)
    after = Membership("8", None, WELFARE, "active", date(2025, 3, 1), None, 6)
    ledger = people_ledger(Q4, [before, after])
    assert (ledger.leavers, ledger.active, ledger.to_be_trained) == (1, 6, 0)


def test_the_status_on_a_date_is_the_one_that_began_last() -> None:
    spells = [
        Membership("1", "a", WELFARE, "active"),
        Membership("2", "a", WELFARE, "paused", date(2025, 2, 1), date(2025, 2, 28)),
        INTEREST,
    ]
    assert status_on(spells, date(2025, 1, 31)) == {"a": "active"}
    assert status_on(spells, date(2025, 2, 28)) == {"a": "paused"}
    assert status_on(reversed(spells), date(2025, 3, 1)) == {"a": "active"}
    assert status_on([spells[1]], date(2025, 3, 1)) == {}


memberships = st.lists(
    st.builds(
        lambda name, person, scheme, status, start, length, count: Membership(
            name,
            person,
            scheme,
            status,
            start,
            None if length is None else (start or date(2024, 7, 1)) + timedelta(days=length),
            count,
        ),
        st.uuids().map(str),
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from([WELFARE, CUSTODY]),
        st.sampled_from(["interest", "vetting", "training", "active", "paused", "left"]),
        st.none() | moments,
        st.none() | st.integers(0, 150),
        st.integers(1, 8),
    ),
    max_size=8,
)


@given(memberships)
def test_opening_and_joiners_less_leavers_always_make_the_closing(held: list[Membership]) -> None:
    before, now = people_ledger(previous(Q4), held), people_ledger(Q4, held)
    assert now.opening + now.joiners - now.leavers == now.closing
    assert before.closing == now.opening
    assert min(now.joiners, now.leavers, now.otherwise) >= 0


@given(memberships)
def test_the_total_is_never_more_than_the_schemes_together(held: list[Membership]) -> None:
    apart = sum(
        people_ledger(Q4, [m for m in held if m.scheme == scheme]).closing
        for scheme in (WELFARE, CUSTODY)
    )
    assert people_ledger(Q4, held).closing <= apart

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from desktop import clock
from desktop.store.ids import new_id

MOMENT = datetime(2099, 5, 6, 7, 8, 9, 123000, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_as_text() -> None:
    found = uuid.UUID(new_id())

    assert found.version == 7
    assert found.variant == uuid.RFC_4122
    assert len(new_id()) == 36


def test_ids_of_one_thread_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(5000)]

    assert made == sorted(made)


def test_ids_of_several_threads_are_all_different() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: new_id(), range(8000)))

    assert len(set(made)) == 8000


def test_an_id_begins_with_the_millisecond_it_was_made_in() -> None:
    # Later than any other test's clock, because ids never go back.
    moment = datetime(3000, 1, 1, 12, 0, 0, 125000, tzinfo=UTC)
    with clock.fixed(moment):
        found = uuid.UUID(new_id())

    assert found.int >> 80 == int(moment.timestamp() * 1000)


def test_ids_still_grow_when_the_clock_goes_back() -> None:
    with clock.fixed(MOMENT + timedelta(days=1)):
        before = new_id()
    with clock.fixed(MOMENT):
        after = [new_id() for _ in range(100)]

    assert [before, *after] == sorted([before, *after])
    assert uuid.UUID(after[-1]).version == 7

import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from desktop import clock, log, paths
from desktop.errors import UserError

CHECKOUT = Path(__file__).parents[2]


def test_user_error_reads_as_one_text() -> None:
    error = UserError("The disk is full.", "Free some space and save again.")
    assert str(error) == "The disk is full. Free some space and save again."
    assert error.sentence == "The disk is full."
    assert error.next_step == "Free some space and save again."


def test_user_error_without_a_next_step_ends_with_its_sentence() -> None:
    assert str(UserError("The file is empty.")) == "The file is empty."


@pytest.fixture
def in_leicester(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/London")
        time.tzset()
        yield
    time.tzset()


def test_now_is_utc_and_moves() -> None:
    first = clock.now()
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(minutes=1)
    assert clock.now() >= first


def test_today_is_the_day_on_the_wall_and_not_in_utc(in_leicester: None) -> None:
    with clock.fixed(datetime(2025, 6, 30, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2025, 7, 1)
        assert clock.local_now().strftime("%H:%M %z") == "00:30 +0100"
    with clock.fixed(datetime(2025, 1, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2025, 1, 31)


def test_fixed_clock_stands_still_and_gives_utc() -> None:
    noon_in_paris = datetime(2025, 1, 31, 12, 0, tzinfo=timezone(timedelta(hours=1)))
    with clock.fixed(noon_in_paris):
        assert clock.now().isoformat() == "2025-01-31T11:00:00+00:00"
        assert clock.now() == clock.now()


def test_fixed_clock_goes_on_afterwards_even_after_an_error() -> None:
    def fail_long_ago() -> None:
        with clock.fixed(datetime(2001, 1, 1, tzinfo=UTC)):
            with clock.fixed(datetime(2002, 1, 1, tzinfo=UTC)):
                assert clock.now().year == 2002
            assert clock.now().year == 2001
            raise UserError("Stop.")

    with pytest.raises(UserError):
        fail_long_ago()
    assert clock.now().year > 2002


def test_checkout_has_its_forms_and_resources_beside_the_package() -> None:
    assert paths.forms() == CHECKOUT / "forms"
    assert paths.resource("fonts").is_dir()


def test_frozen_program_has_them_in_its_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.forms() == tmp_path / "forms"
    assert paths.resource("style.qss") == tmp_path / "resources" / "style.qss"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's convention")
def test_data_are_kept_in_the_users_own_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert paths.default_data() == tmp_path / "scrutiny-desk"
    assert not paths.default_data().exists()


@pytest.fixture
def log_folder(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    yield tmp_path / "new" / "log"
    log.stop()
    logging.getLogger().setLevel(level)


def test_log_says_when_how_bad_where_and_what(log_folder: Path) -> None:
    path = log.start(log_folder)
    logging.getLogger("desktop.store").info("opened after %d ms", 12)
    logging.getLogger("desktop.store").debug("too much detail")
    assert path == log_folder / "log.txt"
    [line] = path.read_text("utf-8").splitlines()
    assert line.endswith(" INFO desktop.store: opened after 12 ms")
    assert line.startswith("20")


def test_log_started_again_elsewhere_leaves_the_first_file_alone(log_folder: Path) -> None:
    first = log.start(log_folder / "one")
    second = log.start(log_folder / "two")
    logging.getLogger("desktop").warning("once")
    assert first.read_text("utf-8") == ""
    assert second.read_text("utf-8").count("once") == 1


def test_log_never_passes_three_files_of_half_a_megabyte(log_folder: Path) -> None:
    log.start(log_folder)
    for _ in range(20):
        logging.getLogger("desktop").info("x" * 100_000)
    sizes = {path.name: path.stat().st_size for path in log_folder.glob("log.txt*")}
    assert sorted(sizes) == ["log.txt", "log.txt.1", "log.txt.2"]
    assert max(sizes.values()) <= 500_000


def test_crash_below_python_leaves_its_stack(log_folder: Path) -> None:
    program = (
        "import faulthandler, pathlib, sys\n"
        "from desktop import log\n"
        "log.start(pathlib.Path(sys.argv[1]))\n"
        "faulthandler._sigsegv()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(log_folder)], cwd=CHECKOUT, check=False
    )
    assert ended.returncode != 0
    stack = (log_folder / "crash.txt").read_text("utf-8")
    assert stack.startswith("Fatal Python error: Segmentation fault")
    assert 'File "<string>", line 4' in stack

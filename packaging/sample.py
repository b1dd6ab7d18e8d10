"""Writes resources/sample/quarter.jsonl: the quarter January to March 2025 as it was published.

Totals are those of the commissioner's report to the Police and Crime Panel of 9 June 2025. What
the report does not give is left out or entered as not stated; details that a record cannot do
without (times, who visited) are invented and every page made from the sample says so.
Run `python packaging/sample.py` after a form changed; the test of the sample shows when.
"""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "resources" / "sample" / "quarter.jsonl"
PUBLISHED = "Commissioner's report to the Police and Crime Panel, 9 June 2025, section 3"
INVENTED = "Invented for the sample"
STRIP = "Sample data: totals as published; details invented"
SUITES = ("Keyham Lane", "Second suite (name not published)")
KENNELS = "Dog Unit kennels, Police Headquarters"
PUBLISHED_FIGURES = (
    "custody_visit.visits",
    "custody_visit.scheduled_met",
    "animal_welfare_visit.visits",
    "animal_welfare_visit.months_covered",
    "complaint_review.received",
    "complaint_review.closed",
    "complaint_review.learning_sent",
)
"""What is published of records whose details are invented."""
QUARTERS = (
    ("2023-01-01", "2023-03-31"),
    ("2023-04-01", "2023-06-30"),
    ("2023-07-01", "2023-09-30"),
    ("2023-10-01", "2023-12-31"),
    ("2024-01-01", "2024-03-31"),
    ("2024-04-01", "2024-06-30"),
    ("2024-07-01", "2024-09-30"),
    ("2024-10-01", "2024-12-31"),
)
Line = dict[str, object]


def lines() -> Iterator[Line]:
    """Give every line of the sample, in the order in which a person would read it."""
    yield from _office()
    yield from _people()
    yield from _places()
    yield from _custody_visits()
    yield from _kennel_visits()
    yield from _custody_panel()
    yield from _resolutions_panel()
    yield from _complaint_reviews()
    yield from _past()
    yield from _words()


def _office() -> Iterator[Line]:
    for key, value in (
        ("office", "Office of the Police and Crime Commissioner"),
        ("force", "Leicestershire Police"),
        ("area", "Leicester, Leicestershire and Rutland"),
        ("panel", "Ethics and Transparency Panel"),
        ("author_role", "Scheme coordinator"),
        ("marking", "OFFICIAL"),
        ("sample_strip", STRIP),
        ("sample_source", INVENTED),
        ("sample_mark", "sample detail"),
        ("sample_published", list(PUBLISHED_FIGURES)),
        ("first_paragraph", 51),
        ("data_as_at", "2025-06-09"),
        ("report_on", "2025-06-09"),
        ("immigration_pilot", True),
    ):
        line: Line = {"type": "setting", "key": key, "value": value, "source": "Sample"}
        if key == "immigration_pilot":
            line |= {"valid_from": "2025-04-01", "source": PUBLISHED}
        yield line
    for scheme, name in (
        ("custody_visiting", "Independent custody visiting"),
        ("animal_welfare", "Animal welfare scheme"),
        ("custody_record_review", "Custody Detention Scrutiny Panel"),
        ("out_of_court_resolutions", "Out-of-Court Resolutions Scrutiny Panel"),
        ("complaint_reviews", "Complaint reviews"),
    ):
        yield {"type": "scheme", "id": scheme, "name": name}


def _people() -> Iterator[Line]:
    for number in range(1, 9):
        yield {
            "type": "person",
            "name": f"Sample visitor {number}",
            "kind": "volunteer",
            "memberships": [
                {
                    "scheme": "custody_visiting",
                    "status": "active",
                    "start": "2023-04-01",
                    "source": INVENTED,
                }
            ],
        }
    scheme = {"type": "membership", "scheme": "animal_welfare", "source": PUBLISHED}
    yield {**scheme, "status": "active", "start": "2023-04-01", "count": 4}
    yield {**scheme, "status": "interest", "start": "2025-03-01", "count": 7}
    yield {"type": "person", "name": "Sample dog visitor A", "kind": "volunteer"}
    yield {"type": "person", "name": "Sample dog visitor B", "kind": "volunteer"}


def _places() -> Iterator[Line]:
    for name in SUITES:
        yield {
            "type": "place",
            "scheme": "custody_visiting",
            "name": name,
            "kind": "custody suite",
            "periods": [{"start": "2023-01-01", "status": "operational"}],
        }
    yield {
        "type": "place",
        "scheme": "animal_welfare",
        "name": KENNELS,
        "kind": "kennels",
        "periods": [{"start": "2023-01-01", "status": "operational"}],
    }
    target = {"type": "target", "count": 1, "start": "2023-01-01", "national_or_local": "local"}
    agreed = {"agreed_by": "Locally agreed"}
    yield {**target, **agreed, "scheme": "custody_visiting", "every": "week"}
    yield {**target, **agreed, "scheme": "animal_welfare", "every": "month"}


def _custody_visits() -> Iterator[Line]:
    chance = random.Random("sample")  # noqa: S311  # details of a sample guard nothing
    first = date(2024, 12, 30)
    for week in range(13):
        monday = first + timedelta(weeks=week)
        for number, suite in enumerate(SUITES):
            one, two = (week + 3 * number) % 8 + 1, (week + 3 * number + 4) % 8 + 1
            pair = [f"Sample visitor {one}", f"Sample visitor {two}"]
            yield {
                "type": "slot",
                "id": f"sample-slot-{week + 1:02}-{number + 1}",
                "scheme": "custody_visiting",
                "place": suite,
                "week_start": monday.isoformat(),
            }
            day = monday + timedelta(days=chance.randrange(2 if week == 0 else 0, 7))
            yield _custody_visit(
                chance, f"sample-slot-{week + 1:02}-{number + 1}", suite, day, pair
            )


def _custody_visit(
    chance: random.Random, slot: str, suite: str, day: date, pair: list[str]
) -> Line:
    arrived = chance.randrange(9 * 60, 20 * 60, 5)
    let_in = arrived + chance.randrange(2, 10)
    held = chance.randrange(4, 13)
    asleep, busy = chance.randrange(0, 2), chance.randrange(0, 3)
    asked = held - asleep - busy
    said_no = min(chance.randrange(0, 2), asked - 1)
    seen = asked - said_no
    women = min(chance.randrange(0, 2), held)
    bright = suite == SUITES[0] and slot.startswith("sample-slot-06")
    answers: dict[str, object] = {
        "suite": suite,
        "visit_on": day.isoformat(),
        "visitors": pair,
        "arrived": _time(arrived),
        "let_in": _time(let_in),
        "went_ahead": "yes",
        "briefed_by": "custody_sergeant",
        "in_custody": held,
        "children": 0,
        "women": women,
        "spoke_to": seen,
        "said_no": said_no,
        "asleep": asleep,
        "busy": busy,
        "unsafe": 0,
        "out": 0,
        "no_time": 0,
        "refused": "no",
        "private": "yes",
        "rights": [],
        "health": [],
        "care": [],
        "looked_at": ["cells"],
        "building": ["light"] if bright else [],
        "safety": "no",
        "staff": "helpful",
        "told_role": "inspector" if bright else "custody_sergeant",
        "left": _time(let_in + chance.randrange(35, 80)),
    }
    if women:
        answers["spoke_women"] = min(women, seen)
    if bright:
        answers["to_put_right"] = [
            {
                "id": "sample-issue-light",
                "topic": "light",
                "what": "Cell light very bright",
                "where": "A cell",
                "told_role": "inspector",
                "sorted": {"unknown": "not_known"},
            }
        ]
    return {
        "type": "record",
        "form": "custody_visit",
        "slot": slot,
        "source": INVENTED,
        "answers": answers,
    }


def _time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _kennel_visits() -> Iterator[Line]:
    for day in ("2025-01-15", "2025-02-12", "2025-03-12"):
        yield {
            "type": "record",
            "form": "animal_welfare_visit",
            "source": INVENTED,
            "answers": {
                "site": KENNELS,
                "visit_on": day,
                "visitors": ["Sample dog visitor A", "Sample dog visitor B"],
                "arrived": "10:00",
                "let_in": "10:05",
                "left": "11:00",
            },
        }
    # The report says nothing of what was found, so neither may silence.
    for figure in (
        "issues",
        "serious",
        "serious_visits",
        "open_issues",
        "carried_over_issues",
        "repeat_issues",
        "retired",
        "rehomed",
        "left",
    ):
        yield _total("animal_welfare_visit", figure, None, period=("2025-01-01", "2025-03-31"))
    yield {
        "type": "event",
        "scheme": "animal_welfare",
        "on_date": "2025-06-10",
        "title": "Training for the new animal welfare visitors",
    }


def _custody_panel() -> Iterator[Line]:
    scheme = "custody_record_review"
    yield {
        "type": "meeting",
        "scheme": scheme,
        "on_date": "2025-02-18",
        "name": "Custody Detention Scrutiny Panel",
        "status": "held",
    }
    yield _total(scheme, "reviewed", 20, meeting="2025-02-18")
    for figure in ("judgements", "not_recorded", "urgent"):
        yield _total(scheme, figure, None, meeting="2025-02-18")
    for figure in ("replies", "completed", "reported", "carried_over", "repeated"):
        yield _total(scheme, figure, None, period=("2025-01-01", "2025-03-31"))
    yield {
        "type": "recommendation",
        "scheme": scheme,
        "meeting": "2025-02-18",
        "kind": "recommendation",
        "count": 7,
        "made_to": "Custody Inspector",
        "made_on": "2025-02-18",
    }
    for number in range(1, 4):
        yield {
            "type": "record",
            "form": scheme,
            "meeting": "2025-02-18",
            "status": "open",
            "source": INVENTED,
            "answers": {"record_ref": f"R-2025-{number:03}"},
        }


def _resolutions_panel() -> Iterator[Line]:
    scheme = "out_of_court_resolutions"
    yield {
        "type": "meeting",
        "scheme": scheme,
        "on_date": "2025-03-13",
        "name": "Out-of-Court Resolutions Scrutiny Panel",
        "status": "held",
        "complete": True,
    }
    yield _total(
        "out_of_court_resolution_review",
        "carried_in",
        None,
        period=("2025-01-01", "2025-03-31"),
    )
    verdicts = ["with_observations"] * 6 + ["inappropriate"] * 4 + [""] * 5
    for number, verdict in enumerate(verdicts, 1):
        yield {
            "type": "record",
            "form": "out_of_court_resolution_review",
            "meeting": "2025-03-13",
            "source": PUBLISHED,
            "answers": {
                "case_ref": f"OOCR-2025-{number:03}",
                "cohort": "youth",
                "verdict": verdict or {"unknown": "not_recorded"},
            },
        }


def _complaint_reviews() -> Iterator[Line]:
    yield {
        "type": "opening",
        "scheme": "complaint_reviews",
        "what": "open",
        "on_date": "2025-01-01",
        "source": PUBLISHED,
    }
    first = date(2025, 1, 2)
    for number in range(1, 41):
        received = first + timedelta(days=(number - 1) * 2)
        answers: dict[str, object] = {
            "review_ref": f"CR-2025-{number:03}",
            "received_on": received.isoformat(),
            "told_on": {"unknown": "not_known"},
            "review_body": "commissioner",
            "valid": "valid",
            "handled": {"unknown": "not_known"},
        }
        closed = number <= 35
        if closed:
            sent = min(received + timedelta(days=18), date(2025, 3, 31))
            answers |= {"decided_on": sent.isoformat(), "sent_on": sent.isoformat()}
        if number in (5, 21):
            answers["learned"] = [
                {
                    "id": f"sample-learning-{number}",
                    "text": "The published report does not give the text.",
                }
            ]
            yield {
                "type": "recommendation",
                "id": f"sample-learning-{number}",
                "scheme": "complaint_reviews",
                "kind": "learning",
                "made_to": "The force",
                "made_on": str(answers["sent_on"]),
            }
        yield {
            "type": "record",
            "form": "complaint_review",
            "status": "filed" if closed else "open",
            "source": INVENTED,
            "answers": answers,
        }
    # The dates are invented, so nothing may be said from them about how long reviews took.
    # Nor does the report say whether the 35 are all of the 40, nor how any of them was closed.
    for figure in (
        "closed_how",
        "decided",
        "upheld",
        "closed_of_received",
        "valid_received",
        "days_taken",
        "days_mean",
        "oldest_open",
        "recommended",
        "repeated",
        "overdue",
    ):
        yield _total("complaint_review", figure, None, period=("2025-01-01", "2025-03-31"))


def _total(
    form: str,
    figure: str,
    value: int | None,
    of: int | None = None,
    *,
    meeting: str = "",
    period: tuple[str, str] | None = None,
    source: str = PUBLISHED,
) -> Line:
    line: Line = {"type": "entered_total", "form": form, "figure": figure, "source": source}
    if meeting:
        line["meeting"] = meeting
    if period:
        line |= {"start": period[0], "end": period[1]}
    if value is not None:
        line["numerator"] = value
    if of is not None:
        line["denominator"] = of
    return line


def _past() -> Iterator[Line]:
    """Eight quarters before, so that comparison and trends have something to show."""
    made = (24, 25, 26, 26, 25, 26, 24, 26)
    kennels = (3, 2, 3, 3, 3, 3, 2, 3)
    received = (31, 35, 29, 38, 36, 33, 41, 37)
    closed = (30, 33, 31, 34, 37, 35, 36, 39)
    for n, period in enumerate(QUARTERS):
        for form, figure, value, of in (
            ("custody_visit", "visits", made[n], None),
            ("custody_visit", "scheduled_met", made[n], 26),
            ("animal_welfare_visit", "visits", kennels[n], None),
            ("complaint_review", "received", received[n], None),
            ("complaint_review", "closed", closed[n], None),
        ):
            yield _total(form, figure, value, of, period=period, source=INVENTED)


def _words() -> Iterator[Line]:
    yield _total("custody_visit", "serious", 0, period=("2025-01-01", "2025-03-31"))
    # "One issue raised was …" does not say that it was the only one, nor when it was closed.
    # How many visitors the scheme has it does not say either.
    for figure in (
        "issues",
        "closed_issues",
        "sorted_later",
        "open_issues",
        "overdue_issues",
        "carried_over_issues",
        "repeat_issues",
        "sorted_before_left",
        "days_to_close",
        "visitors_active",
        "visitors_on_list",
        "visitors_in_vetting",
        "visitors_in_training",
        "visitors_joined",
        "visitors_left",
    ):
        yield _total("custody_visit", figure, None, period=("2025-01-01", "2025-03-31"))
    yield {
        "type": "issue",
        "id": "sample-issue-light",
        "scheme": "custody_visiting",
        "place": SUITES[0],
        "topic": "light",
        "what": "Cell light very bright",
        "told_role": "inspector",
        "sorted": "not_known",
        "raised_on": "2025-02-05",
        "severity": 1,
        "class_code": "cells",
        "status": "closed",
        "closed_on": "2025-02-05",
        "public_summary": (
            "One issue raised was bright lighting at Keyham Lane. The Inspector spoke to the "
            "detainee and resolved the issue in person."
        ),
    }
    yield {
        "type": "news",
        "scheme": "custody_visiting",
        "on_date": "2025-03-31",
        "text": (
            "From April 2025 the scheme takes part in the pilot of the Independent Custody "
            "Visiting Association on people held for immigration reasons."
        ),
    }
    yield from _promises()
    yield from _paragraphs()
    yield from _ratings()


def _promises() -> Iterator[Line]:
    for asked_on, what, answer, status in (
        (
            "2024-12-11",
            "Bring the correct community-engagement table to the meeting of 5 February 2025.",
            "",
            "not_stated",
        ),
        (
            "2025-02-05",
            "Give the reason behind each red, amber or green rating.",
            "Every rating in this report has its reason.",
            "answered",
        ),
        (
            "2025-02-05",
            (
                "Keep members updated on inappropriate conduct reported by the public and raised "
                "urgently with the Chief Constable."
            ),
            "",
            "open",
        ),
    ):
        line: Line = {
            "type": "promise",
            "asked_by": "Police and Crime Panel",
            "asked_on": asked_on,
            "what": what,
            "status": status,
        }
        yield {**line, "answer": answer} if answer else line


def _paragraphs() -> Iterator[Line]:
    period = {"period_start": "2025-01-01", "period_end": "2025-03-31"}
    for slot, texts in (
        (
            "ask",
            (
                "Note this summary.",
                "Advise whether the missing five results should be reported every time.",
            ),
        ),
        (
            "story",
            (
                (
                    "Visitors raised bright lighting at Keyham Lane. An inspector spoke to the "
                    "detainee and settled it in person."
                ),
            ),
        ),
        (
            "free",
            (
                (
                    "Following a letter of January 2024, the office has a new area of work from "
                    "the New Year: police pension forfeiture."
                ),
                "Pension forfeiture meetings were held.",
                "A paper on pension forfeiture went to the Ethics and Transparency Panel.",
                (
                    "The tenure of the chair and of a member of the Joint Audit, Risk and "
                    "Assurance Panel ends in November. Their succession is being arranged."
                ),
            ),
        ),
    ):
        for number, text in enumerate(texts, 1):
            yield {
                "type": "paragraph",
                "scheme": "other",
                **period,
                "slot": slot,
                "number": number,
                "text": text,
            }


def _ratings() -> Iterator[Line]:
    period = {"start": "2025-01-01", "end": "2025-03-31"}
    for scheme, wording, reason, evidence, green in (
        (
            "custody_visiting",
            "On track",
            "All 26 scheduled visits were made and no serious issue was seen.",
            PUBLISHED,
            "It stays so while no week in any suite goes without a visit.",
        ),
        (
            "out_of_court_resolutions",
            "Not rated",
            "5 of 15 results are not published.",
            PUBLISHED,
            "Every result reported.",
        ),
        (
            "complaint_reviews",
            "Not rated",
            "The number still open is not published.",
            PUBLISHED,
            "An opening number that carries over from one quarter to the next.",
        ),
    ):
        yield {
            "type": "rating",
            "scheme": scheme,
            **period,
            "wording": wording,
            "reason": reason,
            "evidence": evidence,
            "would_be_green": green,
        }


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    with TARGET.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines():
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{TARGET.name}: {sum(1 for _ in lines())} lines")


if __name__ == "__main__":
    main()

"""Answers how a moment, a period, a number or a share is said on a page.

Everything is said in full and in one way only, so that two readers cannot differ over a deadline:

- a moment has hour, weekday, day, year and zone: "5 pm on Thursday 26 May 2022, London time";
- midnight names the two days it lies between, noon is "12 noon"; "midday" and "12 am" never occur;
- the last second of a day is "the end of" it, and no time: that is how a deadline names its day;
- in the hour that a clock shows twice, it says which of the two is meant;
- a period ("in 3 days") is said beside a moment, never instead of it.

It refuses to know what the time is: the moment that a page stands for is always an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from domain.kernel.moments import is_end_of_day

SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FRACTION_WORDS = {2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters")}
FRACTION_WORDS |= {5: ("fifth", "fifths"), 10: ("tenth", "tenths")}

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
DAYS_SAID_AS_DAYS = 60
DAYS_IN_A_MONTH = 30
MONTHS_SAID_AS_MONTHS = 24


# Moments


def moment(at: datetime, zone: ZoneInfo) -> str:
    """The whole moment: "5 pm on Thursday 26 May 2022, London time"."""
    local = at.astimezone(zone)
    if is_midnight(local):
        return f"midnight between {nights(local)}, {zone_name(zone)}{which_of_two(local)}"
    if is_end_of_day(local, zone):
        return f"the end of {day(local)}, {zone_name(zone)}"
    return f"{clock(local)} on {day(local)}, {zone_name(zone)}{which_of_two(local)}"


def short_moment(at: datetime, zone: ZoneInfo) -> str:
    """The moment for a table whose heading names the zone: "Thu 26 May 2022, 17:00"."""
    local = at.astimezone(zone)
    if is_end_of_day(local, zone):
        return f"{weekday(local)[:3]} {short_day(local)}, end of day"
    seconds = f":{local.second:02}" if local.second else ""
    on = f"{weekday(local)[:3]} {short_day(local)}"
    return f"{on}, {local.hour:02}:{local.minute:02}{seconds}"


def day(on: date) -> str:
    """The day in full: "Thursday 26 May 2022"."""
    return f"{weekday(on)} {on.day} {month(on)} {on.year}"


def short_day(on: date) -> str:
    """The day where there is little room: "26 May 2022"."""
    return f"{on.day} {month(on)[:3]} {on.year}"


def weekday(on: date) -> str:
    """The day of the week.  Not by the format of the library: a page says a thousand days."""
    return WEEKDAYS[on.weekday()]


def month(on: date) -> str:
    """The month by its name."""
    return MONTHS[on.month - 1]


def clock(local: datetime) -> str:
    """The time of day: "5 pm", "9:30 am", "12 noon", with seconds only where there are any."""
    if (local.hour, local.minute, local.second) == (12, 0, 0):
        return "12 noon"
    hour = local.hour % 12 or 12
    minutes = f":{local:%M}" if local.minute or local.second else ""
    seconds = f":{local:%S}" if local.second else ""
    return f"{hour}{minutes}{seconds} {'am' if local.hour < 12 else 'pm'}"


def is_midnight(local: datetime) -> bool:
    """True at the instant where one day ends and the next begins."""
    return (local.hour, local.minute, local.second) == (0, 0, 0)


def nights(local: datetime) -> str:
    """The two days a midnight lies between: "Wednesday 25 and Thursday 26 May 2022"."""
    before, after = local.date() - DAY, local.date()
    if before.year != after.year:
        return f"{day(before)} and {day(after)}"
    month = f" {before:%B}" if before.month != after.month else ""
    return f"{before:%A} {before.day}{month} and {day(after)}"


def which_of_two(local: datetime) -> str:
    """Says which is meant where the clocks go back and show the same hour twice."""
    first, second = offset(local.replace(fold=0)), offset(local.replace(fold=1))
    if first <= second:
        return ""
    return " (before the clocks go back)" if local.fold == 0 else " (after the clocks went back)"


def offset(local: datetime) -> timedelta:
    """How far the local clock is ahead of universal time."""
    return local.utcoffset() or timedelta(0)


def zone_name(zone: ZoneInfo) -> str:
    """The zone by its city: "London time"; universal time by its name."""
    key = zone.key or "UTC"
    if key in {"UTC", "Etc/UTC"}:
        return "universal time (UTC)"
    return f"{key.rsplit('/', 1)[-1].replace('_', ' ')} time"


def stretch(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """From one moment to another, the zone said once."""
    first = moment(start, zone).removesuffix(f", {zone_name(zone)}")
    return f"from {first} to {moment(end, zone)}"


# Periods


def period(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How far off a moment is, in days of the calendar: "in 3 days", "4 hours ago", "now"."""
    days = abs((at.astimezone(zone).date() - now.astimezone(zone).date()).days)
    length = length_in_words(abs(elapsed(now, at)), days)
    if not length:
        return "now"
    return f"in {length}" if at > now else f"{length} ago"


def late_by(due: datetime, now: datetime) -> str:
    """How late something is, in whole days gone: "3 days late"; empty where it is not."""
    gone = elapsed(due, now)
    length = length_in_words(gone, gone.days)
    return f"{length} late" if length else ""


def elapsed(start: datetime, end: datetime) -> timedelta:
    """The time that really passes; two moments of one zone would subtract as its clock shows."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def length_in_words(gone: timedelta, days: int) -> str:
    """Minutes below an hour, hours below a day, then the days given; empty below a minute."""
    if gone < MINUTE:
        return ""
    if gone < HOUR:
        return counted(gone // MINUTE, "minute")
    if gone < DAY:
        return counted(gone // HOUR, "hour")
    return days_in_words(days)


def days_in_words(days: int) -> str:
    """Days as days up to two months, then in months, then in years."""
    months = days // DAYS_IN_A_MONTH
    if days <= DAYS_SAID_AS_DAYS:
        return counted(days, "day")
    if months < MONTHS_SAID_AS_MONTHS:
        return f"about {months} months"
    return f"about {days // 365} years"


# Numbers


def number(value: int) -> str:
    """A whole number with its thousands apart: "20,000"."""
    return f"{value:,}"


def counted(value: int, thing: str, things: str | None = None) -> str:
    """A number of things: "1 vote", "2 votes", "no votes"."""
    amount = "no" if value == 0 else number(value)
    return f"{amount} {thing if value == 1 else things or thing + 's'}"


def small(value: int) -> str:
    """A number in running text: words below ten, figures from there."""
    return SMALL_NUMBERS[value] if 0 <= value < len(SMALL_NUMBERS) else number(value)


def ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    last = {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{number(value)}{'th' if value % 100 in {11, 12, 13} else last}"


def percent(part: int, whole: int, digits: int = 1) -> str:
    """A share of the whole, half a unit rounded up: "70.4%"; a dash where there is no whole."""
    if whole == 0:
        return "–"
    scale = 10**digits
    tenths = (200 * scale * part + whole) // (2 * whole)
    return f"{tenths // scale}.{tenths % scale:0{digits}d}%" if digits else f"{tenths}%"


def fraction(share: Fraction) -> str:
    """A fraction in words where there are words for it: "two thirds", otherwise "7/12"."""
    words = FRACTION_WORDS.get(share.denominator)
    if words is None:
        return f"{share.numerator}/{share.denominator}"
    if share.numerator == 1:
        return "half" if share.denominator == 2 else f"one {words[0]}"
    return f"{small(share.numerator)} {words[1]}"


def majority(share: Fraction, strict: bool) -> str:
    """A majority as a rule says it: "more than half", "at least two thirds"."""
    return f"{'more than' if strict else 'at least'} {fraction(share)}"


def least_votes(share: Fraction, strict: bool, of: int) -> int:
    """The smallest whole number of votes that reaches the share of `of`."""
    exact = share * of
    whole = -(-exact.numerator // exact.denominator)
    return whole + 1 if strict and whole == exact else whole


# Lists


def listed(things: Sequence[str], last: str = "and") -> str:
    """A list as it is spoken: "Leeds, York and Hull"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


def sentence(text: str, capital: bool = True) -> str:
    """The text with a full stop at its end and, unless it continues one, a capital at its start."""
    text = text.strip()
    if not text:
        return ""
    first = text[0].upper() if capital else text[0]
    return f"{first}{text[1:]}{'' if text[-1] in '.!?' else '.'}"


def shortened(text: str, most: int = 80) -> str:
    """The beginning of a text that may be of any length, for a sentence that names it."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"

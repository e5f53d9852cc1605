//! `xs:dateTime`, `xs:date` and `xs:time` (XML Schema 1.0 part 2, 3.2.7 to 3.2.9).

use std::time::{Duration as Span, SystemTime, UNIX_EPOCH};

use crate::append::append_start;

use super::calendar::{Fraction, Instant, Reader, WHOLE, Zone, day_from_number, days_in_month, write_pair, write_year};
use super::number::eight_digits;
use super::white_space::trim;
use super::{Lexical, Reason, ValueError};

/// A date with a time of day, and perhaps a time zone.
///
/// Years may have any number of digits that fits an `i64`, fractions of a second up to 4096 digits. There is no year 0
/// and no leap second. `24:00:00` is read as midnight of the next day.
///
/// ```
/// use castile::value::{DateTime, Zone};
/// let start = DateTime::parse("2024-02-29T23:30:00.5+01:00")?;
/// assert_eq!((start.year(), start.month(), start.day(), start.hour()), (2024, 2, 29, 23));
/// assert_eq!(start, DateTime::parse("2024-02-29T22:30:00.500Z")?);
/// assert_eq!(start.to_unix()?, (1_709_245_800, 500_000_000));
/// let unzoned = DateTime::new(2024, 2, 29, 23, 30, 0)?;
/// assert_eq!(unzoned.partial_cmp(&start), None);
/// assert_eq!(unzoned.with_zone(Zone::UTC).to_string(), "2024-02-29T23:30:00Z");
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct DateTime {
    date: Day,
    clock: Clock,
    zone: Option<Zone>,
}

/// A day, and perhaps a time zone.
///
/// ```
/// use castile::value::Date;
/// let day = Date::parse("2024-02-29")?;
/// assert_eq!(day, Date::new(2024, 2, 29)?);
/// assert!(Date::parse("2023-02-29").is_err());
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Date {
    date: Day,
    zone: Option<Zone>,
}

/// A time of day, and perhaps a time zone.
///
/// ```
/// use castile::value::Time;
/// assert_eq!(Time::parse("09:30:00.250")?.nanosecond(), 250_000_000);
/// assert_eq!(Time::parse("24:00:00")?, Time::parse("00:00:00")?);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone)]
pub struct Time {
    clock: Clock,
    zone: Option<Zone>,
}

/// Year, month and day as the values keep them: bytes, so that no padding comes between them and the rest. Messages that are
/// long are full of dates.
#[derive(Clone, Copy)]
struct Day {
    year: [u8; 8],
    month: u8,
    day: u8,
}

impl Day {
    const fn new((year, month, day): (i64, u8, u8)) -> Self {
        Self { year: year.to_ne_bytes(), month, day }
    }

    const fn get(self) -> (i64, u8, u8) {
        (i64::from_ne_bytes(self.year), self.month, self.day)
    }
}

/// A time of day.
#[derive(Clone, Default)]
struct Clock {
    hour: u8,
    minute: u8,
    second: u8,
    fraction: Fraction,
}

impl Clock {
    fn new(hour: u8, minute: u8, second: u8) -> Option<Self> {
        (hour < 24 && minute < 60 && second < 60).then_some(Self {
            hour,
            minute,
            second,
            fraction: Fraction::default(),
        })
    }

    /// `hh:mm:ss(\.s+)?`, and whether it was 24:00:00.
    fn read(reader: &mut Reader<'_>) -> Result<(Self, bool), Reason> {
        let hour = reader.pair(0, 24)?;
        reader.expect(b':')?;
        let minute = reader.pair(0, 59)?;
        reader.expect(b':')?;
        let second = reader.pair(0, 59)?;
        let fraction = reader.fraction()?;
        if hour == 24 && (minute > 0 || second > 0 || !fraction.is_zero()) {
            return Err(Reason::Range);
        }
        let clock = Self { hour: hour % 24, minute, second, fraction };
        Ok((clock, hour == 24))
    }

    fn seconds(&self) -> u32 {
        (u32::from(self.hour) * 60 + u32::from(self.minute)) * 60 + u32::from(self.second)
    }

    fn write(&self, out: &mut Vec<u8>) {
        let [hour, minute, second] = [self.hour, self.minute, self.second].map(u32::from);
        let digits = eight_digits((hour * 100 + minute) * 100 + second);
        let [hour, minute, second] = [digits >> 16, digits >> 32, digits >> 48].map(|pair| pair & 0xFFFF);
        let colons = u64::from_le_bytes(*b"\0\0:\0\0:\0\0");
        out.extend_from_slice(&(hour | (minute << 24) | (second << 48) | colons).to_le_bytes());
        self.fraction.write(out);
    }
}

fn write_date(out: &mut Vec<u8>, (year, month, day): (i64, u8, u8)) {
    let Ok(short @ ..=9999) = u32::try_from(year) else {
        write_year(out, year);
        write_pair(out, b'-', month);
        return write_pair(out, b'-', day);
    };
    let digits = eight_digits((short * 100 + u32::from(month)) * 100 + u32::from(day));
    let [year, month, day] = [digits & 0xFFFF_FFFF, (digits >> 32) & 0xFFFF, digits >> 48].map(u128::from);
    let hyphens = u128::from_le_bytes(*b"\0\0\0\0-\0\0-\0\0\0\0\0\0\0\0");
    append_start(out, &(year | (month << 40) | (day << 64) | hyphens).to_le_bytes(), 10);
}

fn write_zone(out: &mut Vec<u8>, zone: Option<Zone>) {
    if let Some(zone) = zone {
        zone.write(out);
    }
}

fn is_date(year: i64, month: u8, day: u8) -> bool {
    year != 0 && (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month)
}

/// The day after; there is none after the last day of the last year.
fn day_after((year, month, day): (i64, u8, u8)) -> Option<(i64, u8, u8)> {
    if day < days_in_month(year, month) {
        return Some((year, month, day + 1));
    }
    if month < 12 {
        return Some((year, month + 1, 1));
    }
    match year.checked_add(1)? {
        0 => Some((1, 1, 1)),
        year => Some((year, 1, 1)),
    }
}

/// Accessors of the types that have a date.
macro_rules! date_accessors {
    () => {
        /// The year; -1 is 1 BC, 0 does not occur.
        pub fn year(&self) -> i64 {
            self.date.get().0
        }

        /// The month, 1 to 12.
        pub fn month(&self) -> u8 {
            self.date.month
        }

        /// The day of the month, from 1.
        pub fn day(&self) -> u8 {
            self.date.day
        }
    };
}

/// Accessors of the types that have a time of day.
macro_rules! clock_accessors {
    () => {
        /// The hour, 0 to 23.
        pub fn hour(&self) -> u8 {
            self.clock.hour
        }

        /// The minute, 0 to 59.
        pub fn minute(&self) -> u8 {
            self.clock.minute
        }

        /// The second, 0 to 59.
        pub fn second(&self) -> u8 {
            self.clock.second
        }

        /// The fraction of the second in whole nanoseconds; further digits are kept, but not shown here.
        pub fn nanosecond(&self) -> u32 {
            self.clock.fraction.nanoseconds()
        }

        /// The same with this fraction of a second; whole seconds in the argument are left out.
        #[must_use]
        pub fn with_nanosecond(mut self, nanosecond: u32) -> Self {
            self.clock.fraction = Fraction::from_nanoseconds(nanosecond);
            self
        }
    };
}

impl DateTime {
    /// A date and time without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] when there is no such day or time.
    pub fn new(year: i64, month: u8, day: u8, hour: u8, minute: u8, second: u8) -> Result<Self, ValueError> {
        match Clock::new(hour, minute, second) {
            Some(clock) if is_date(year, month, day) => {
                Ok(Self { date: Day::new((year, month, day)), clock, zone: None })
            }
            _ => {
                let found = format!("{year}-{month}-{day}T{hour}:{minute}:{second}");
                Err(ValueError::range("dateTime", &found))
            }
        }
    }

    /// The instant this many seconds and nanoseconds after 1970-01-01T00:00:00Z, in UTC.
    pub fn from_unix(seconds: i64, nanoseconds: u32) -> Self {
        let seconds_of_day = seconds.rem_euclid(86_400);
        let part = |unit: i64, modulus: i64| u8::try_from(seconds_of_day / unit % modulus).unwrap_or(0);
        Self {
            date: Day::new(day_from_number(seconds.div_euclid(86_400))),
            clock: Clock {
                hour: part(3600, 24),
                minute: part(60, 60),
                second: part(1, 60),
                fraction: Fraction::from_nanoseconds(nanoseconds),
            },
            zone: Some(Zone::UTC),
        }
    }

    /// Seconds and nanoseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// [`Reason::NoZone`] without a zone, [`Reason::Range`] when the seconds do not fit, [`Reason::Inexact`] when the
    /// fraction is finer than a nanosecond.
    pub fn to_unix(&self) -> Result<(i64, u32), ValueError> {
        self.instant().to_unix(|| self.to_string())
    }

    date_accessors!();
    clock_accessors!();

    /// The day, in the same zone.
    pub fn date(&self) -> Date {
        Date { date: self.date, zone: self.zone }
    }

    /// The time of day, in the same zone.
    pub fn time(&self) -> Time {
        Time { clock: self.clock.clone(), zone: self.zone }
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_date(out, self.date.get());
        out.push(b'T');
        self.clock.write(out);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let year = reader.year()?;
        let (month, day) = reader.month_and_day(year)?;
        reader.expect(b'T')?;
        let (clock, next_day) = Clock::read(reader)?;
        let mut date = (year, month, day);
        if next_day {
            date = day_after(date).ok_or(Reason::Range)?;
        }
        let zone = reader.zone()?;
        Ok(Self { date: Day::new(date), clock, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new(self.date.get(), self.clock.seconds(), &self.clock.fraction, self.zone)
    }
}

calendar_type!(
    DateTime,
    "dateTime",
    "`2004-10-31T13:05:00.25`, with or without `Z` or `+01:00` at the end.",
    DateTime { date: Day::new((1970, 1, 1)), clock: Clock::default(), zone: None }
);

impl TryFrom<SystemTime> for DateTime {
    type Error = ValueError;

    /// The same instant in UTC.
    fn try_from(time: SystemTime) -> Result<Self, ValueError> {
        let refuse = || ValueError::range("dateTime", &format!("{time:?}"));
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => {
                let seconds = i64::try_from(after.as_secs()).map_err(|_| refuse())?;
                Ok(Self::from_unix(seconds, after.subsec_nanos()))
            }
            Err(error) => {
                let before = error.duration();
                let seconds = i64::try_from(before.as_secs()).map_err(|_| refuse())?;
                Ok(match before.subsec_nanos() {
                    0 => Self::from_unix(-seconds, 0),
                    nanoseconds => Self::from_unix(-seconds - 1, 1_000_000_000 - nanoseconds),
                })
            }
        }
    }
}

impl TryFrom<&DateTime> for SystemTime {
    type Error = ValueError;

    /// The same instant; refused as by [`DateTime::to_unix`], or when the platform's clock cannot hold it.
    fn try_from(value: &DateTime) -> Result<Self, ValueError> {
        let (seconds, nanoseconds) = value.to_unix()?;
        let magnitude = Span::from_secs(seconds.unsigned_abs());
        let whole = if seconds < 0 { UNIX_EPOCH.checked_sub(magnitude) } else { UNIX_EPOCH.checked_add(magnitude) };
        whole
            .and_then(|time| time.checked_add(Span::from_nanos(nanoseconds.into())))
            .ok_or_else(|| ValueError::range("an instant", &value.to_string()))
    }
}

impl Date {
    /// A day without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] when there is no such day.
    pub fn new(year: i64, month: u8, day: u8) -> Result<Self, ValueError> {
        if is_date(year, month, day) {
            Ok(Self { date: Day::new((year, month, day)), zone: None })
        } else {
            Err(ValueError::range("date", &format!("{year}-{month}-{day}")))
        }
    }

    date_accessors!();

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_date(out, self.date.get());
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let year = reader.year()?;
        let (month, day) = reader.month_and_day(year)?;
        let zone = reader.zone()?;
        Ok(Self { date: Day::new((year, month, day)), zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new(self.date.get(), 0, &WHOLE, self.zone)
    }
}

calendar_type!(
    Date,
    "date",
    "`2004-10-31`, with or without `Z` or `+01:00` at the end.",
    Date { date: Day::new((1970, 1, 1)), zone: None }
);

impl Time {
    /// A time of day without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] when there is no such time.
    pub fn new(hour: u8, minute: u8, second: u8) -> Result<Self, ValueError> {
        match Clock::new(hour, minute, second) {
            Some(clock) => Ok(Self { clock, zone: None }),
            None => Err(ValueError::range("time", &format!("{hour}:{minute}:{second}"))),
        }
    }

    clock_accessors!();

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.clock.write(out);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let (clock, _) = Clock::read(reader)?;
        let zone = reader.zone()?;
        Ok(Self { clock, zone })
    }

    /// On an arbitrary day (3.2.8).
    fn instant(&self) -> Instant<'_> {
        Instant::new((1972, 12, 31), self.clock.seconds(), &self.clock.fraction, self.zone)
    }
}

calendar_type!(
    Time,
    "time",
    "`13:05:00.25`, with or without `Z` or `+01:00` at the end.",
    Time { clock: Clock::default(), zone: None }
);

#[cfg(test)]
#[path = "date_time_tests.rs"]
mod tests;

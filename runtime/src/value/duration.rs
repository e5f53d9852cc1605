//! `xs:duration` (XML Schema 1.0 part 2, 3.2.6).

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::time::Duration as Span;

use super::calendar::{Fraction, Reader, day_number, decimal};
use super::number::write_unsigned;
use super::white_space::trim;
use super::{Lexical, Reason, ValueError};

/// A length of time in years, months, days, hours, minutes and seconds.
///
/// The components are kept as they were written, and comparisons are by the specification's order: `PT60S == PT1M`, but
/// `P1M` and `P30D` have no order.
///
/// ```
/// use castile::value::Duration;
/// let timeout = Duration::parse("PT1M30.5S")?;
/// assert_eq!(std::time::Duration::try_from(&timeout)?.as_millis(), 90_500);
/// assert_eq!(Duration::parse("PT60S")?, Duration::parse("PT1M")?);
/// assert_eq!(Duration::parse("P30D")?.partial_cmp(&Duration::parse("P1M")?), None);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Default)]
pub struct Duration {
    negative: bool,
    years: u64,
    months: u64,
    days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
    fraction: Fraction,
}

impl Duration {
    /// Reads an `xs:duration`: `-?P(nY)?(nM)?(nD)?(T(nH)?(nM)?(n(\.n)?S)?)?` with at least one component, and one after a `T`.
    ///
    /// # Errors
    /// Any other text; a component that does not fit a `u64`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::read(&mut Reader::new(trim(text))).map_err(|reason| ValueError::new("duration", text, reason))
    }

    /// A duration of years, months and days.
    pub fn from_date(years: u64, months: u64, days: u64) -> Self {
        Self { years, months, days, ..Self::default() }
    }

    /// A duration of hours, minutes and seconds.
    pub fn from_time(hours: u64, minutes: u64, seconds: u64) -> Self {
        Self { hours, minutes, seconds, ..Self::default() }
    }

    /// The same length backwards.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.negative = !self.negative;
        self
    }

    /// Whether a minus sign stands before the components.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Years, months and days, as written.
    pub fn date_components(&self) -> (u64, u64, u64) {
        (self.years, self.months, self.days)
    }

    /// Hours, minutes, seconds and the fraction of a second in whole nanoseconds, as written.
    pub fn time_components(&self) -> (u64, u64, u64, u32) {
        (self.hours, self.minutes, self.seconds, self.fraction.nanoseconds())
    }

    /// The same with this fraction of a second; whole seconds in the argument are left out.
    #[must_use]
    pub fn with_nanosecond(mut self, nanosecond: u32) -> Self {
        self.fraction = Fraction::from_nanoseconds(nanosecond);
        self
    }

    /// Appends the literal, without components that are zero.
    pub fn write(&self, out: &mut Vec<u8>) {
        if self.negative {
            out.push(b'-');
        }
        out.push(b'P');
        let start = out.len();
        let component = |out: &mut Vec<u8>, value: u64, designator: u8| {
            if value > 0 {
                write_unsigned(out, value);
                out.push(designator);
            }
        };
        component(out, self.years, b'Y');
        component(out, self.months, b'M');
        component(out, self.days, b'D');
        let no_date = out.len() == start;
        out.push(b'T');
        let start = out.len();
        component(out, self.hours, b'H');
        component(out, self.minutes, b'M');
        let no_time = out.len() == start;
        if self.seconds > 0 || !self.fraction.is_zero() || (no_date && no_time) {
            write_unsigned(out, self.seconds);
            self.fraction.write(out);
            out.push(b'S');
        } else if no_time {
            out.pop();
        }
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let mut value = Self { negative: reader.eat(b'-'), ..Self::default() };
        reader.expect(b'P')?;
        value.read_date(reader)?;
        if reader.eat(b'T') {
            value.read_time(reader)?;
        }
        if reader.is_empty() { Ok(value) } else { Err(Reason::Lexical) }
    }

    fn read_date(&mut self, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let mut present = false;
        let mut digits = reader.digits();
        for (designator, component) in [(b'Y', &mut self.years), (b'M', &mut self.months), (b'D', &mut self.days)] {
            if !digits.is_empty() && reader.eat(designator) {
                *component = decimal(digits).ok_or(Reason::Range)?;
                digits = reader.digits();
                present = true;
            }
        }
        // Digits without a designator, or nothing at all: only a `T` could still make it a duration.
        if !digits.is_empty() || (!present && reader.is_empty()) {
            return Err(Reason::Lexical);
        }
        Ok(())
    }

    fn read_time(&mut self, reader: &mut Reader<'_>) -> Result<(), Reason> {
        let mut digits = reader.digits();
        if digits.is_empty() {
            return Err(Reason::Lexical);
        }
        for (designator, component) in [(b'H', &mut self.hours), (b'M', &mut self.minutes)] {
            if !digits.is_empty() && reader.eat(designator) {
                *component = decimal(digits).ok_or(Reason::Range)?;
                digits = reader.digits();
            }
        }
        if digits.is_empty() {
            return Ok(());
        }
        self.fraction = reader.fraction()?;
        reader.expect(b'S')?;
        self.seconds = decimal(digits).ok_or(Reason::Range)?;
        Ok(())
    }

    fn months_in_all(&self) -> i128 {
        i128::from(self.years) * 12 + i128::from(self.months)
    }

    fn whole_seconds(&self) -> i128 {
        let hours = i128::from(self.days) * 24 + i128::from(self.hours);
        (hours * 60 + i128::from(self.minutes)) * 60 + i128::from(self.seconds)
    }

    /// The four reference instants of 3.2.6.2 with the duration added, fraction left out, in seconds.
    fn sums(&self) -> [i128; 4] {
        [(1696, 9), (1697, 2), (1903, 3), (1903, 7)].map(|(year, month)| {
            let sign = if self.negative { -1 } else { 1 };
            let months: i128 = year * 12 + (month - 1) + sign * self.months_in_all();
            let month = u8::try_from(months.rem_euclid(12) + 1).unwrap_or(1);
            day_number(months.div_euclid(12), month, 1) * 86_400 + sign * self.whole_seconds()
        })
    }

    /// The order of two sums of the same reference instant.
    fn cmp_sum(&self, sum: i128, other: &Self, other_sum: i128) -> Ordering {
        sum.cmp(&other_sum).then_with(|| match (self.negative, other.negative) {
            (false, false) => self.fraction.key().cmp(&other.fraction.key()),
            (true, true) => other.fraction.key().cmp(&self.fraction.key()),
            _ if self.fraction.is_zero() && other.fraction.is_zero() => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        })
    }
}

lexical!(Duration, "duration");

impl PartialOrd for Duration {
    /// The order relation of 3.2.6.2: whichever of four reference instants the durations are added to, the result is the same.
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        let mut orders =
            self.sums().into_iter().zip(other.sums()).map(|(sum, other_sum)| self.cmp_sum(sum, other, other_sum));
        let first = orders.next()?;
        orders.all(|order| order == first).then_some(first)
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl Eq for Duration {}

impl Hash for Duration {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let [first, ..] = self.sums();
        first.hash(state);
        self.fraction.key().hash(state);
    }
}

impl From<Span> for Duration {
    /// Seconds and their fraction.
    fn from(span: Span) -> Self {
        Self::from_time(0, 0, span.as_secs()).with_nanosecond(span.subsec_nanos())
    }
}

impl TryFrom<&Duration> for Span {
    type Error = ValueError;

    /// Exact: years and months have no fixed length, and are refused as [`Reason::Inexact`], as is a fraction finer than a
    /// nanosecond; a negative duration is [`Reason::Range`].
    fn try_from(value: &Duration) -> Result<Self, ValueError> {
        let refuse = |reason| ValueError::new("a span of time", &value.to_string(), reason);
        if value.months_in_all() != 0 || !value.fraction.is_exact() {
            return Err(refuse(Reason::Inexact));
        }
        let seconds = value.whole_seconds();
        if value.negative && (seconds != 0 || !value.fraction.is_zero()) {
            return Err(refuse(Reason::Range));
        }
        let seconds = u64::try_from(seconds).map_err(|_| refuse(Reason::Range))?;
        Ok(Self::new(seconds, value.fraction.nanoseconds()))
    }
}

#[cfg(test)]
mod tests {
    use std::hash::DefaultHasher;

    use super::*;

    fn duration(text: &str) -> Duration {
        Duration::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    fn hash(value: &Duration) -> u64 {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn components_are_given_one_by_one() {
        let value = duration("-P1Y2M3DT10H30M12.50S");
        assert!(value.is_negative());
        assert_eq!(value.date_components(), (1, 2, 3));
        assert_eq!(value.time_components(), (10, 30, 12, 500_000_000));
    }

    #[test]
    fn components_are_kept() {
        for (text, written) in [
            ("P1Y2M3DT10H30M12.50S", "P1Y2M3DT10H30M12.50S"),
            (" -P120D\n", "-P120D"),
            ("PT60S", "PT60S"),
            ("P0Y", "PT0S"),
            ("P001Y0M", "P1Y"),
            ("PT0.001S", "PT0.001S"),
            ("P1M", "P1M"),
            ("PT1M", "PT1M"),
            ("P18446744073709551615Y", "P18446744073709551615Y"),
        ] {
            assert_eq!(duration(text).to_string(), written);
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "P", "-P", "PT", "P1YT", "1Y", "P1", "P1S", "P1H", "PT1D", "P1M1Y", "P1D1M", "PT1M1H", "PT1S1M",
            "P-1Y", "+P1Y", "--P1Y", "P1.5Y", "PT1.S", "PT.5S", "PT1.5M", "P1Y1Y", "P 1Y", "p1y", "P1YT1", "PY",
        ] {
            assert_eq!(Duration::parse(text).unwrap_err().reason, Reason::Lexical, "{text:?}");
        }
        assert_eq!(Duration::parse("P18446744073709551616Y").unwrap_err().reason, Reason::Range);
    }

    /// The table of XML Schema 1.0 part 2, 3.2.6.2.
    #[test]
    fn order_of_the_specification() {
        for (base, less, unordered, greater) in [
            ("P1Y", "P364D", &["P365D", "P366D"][..], "P367D"),
            ("P1M", "P27D", &["P28D", "P29D", "P30D", "P31D"], "P32D"),
            // Not in the table, and by its rule: February and March have 59 days, July and August 62.
            ("P2M", "P58D", &["P59D", "P60D", "P61D", "P62D"], "P63D"),
            ("P5M", "P149D", &["P150D", "P151D", "P152D", "P153D"], "P154D"),
        ] {
            assert!(duration(less) < duration(base));
            assert!(duration(greater) > duration(base));
            for other in unordered {
                assert_eq!(duration(base).partial_cmp(&duration(other)), None, "{base} {other}");
            }
        }
        assert!(duration("-PT0.5S") < duration("PT0S"));
        assert!(duration("-PT0.5S") < duration("-PT0.25S"));
        assert!(duration("-P1Y") < duration("P1M"));
        assert!(duration("P18446744073709551615Y") > duration("P18446744073709551614Y"));
    }

    #[test]
    fn equality_and_hash_are_by_value() {
        assert_ne!(hash(&duration("PT1S")), hash(&duration("PT2S")));
        for (a, b) in [("PT60S", "PT1M"), ("P1Y", "P12M"), ("P1D", "PT24H"), ("P0Y", "-P0Y"), ("PT1.50S", "PT1.5S")] {
            assert_eq!(duration(a), duration(b));
            assert_eq!(hash(&duration(a)), hash(&duration(b)));
        }
        assert_ne!(duration("PT1S"), duration("-PT1S"));
        assert_ne!(duration("PT0.5S"), duration("-PT0.5S"));
    }

    #[test]
    fn spans_convert_exactly_or_not_at_all() {
        let span = Span::new(90_061, 500);
        assert_eq!(Duration::from(span), duration("P1DT1H1M1.0000005S"));
        assert_eq!(Span::try_from(&Duration::from(span)), Ok(span));
        for (text, reason) in [
            ("P1M", Reason::Inexact),
            ("PT0.0000000001S", Reason::Inexact),
            ("-PT1S", Reason::Range),
            ("-PT0.5S", Reason::Range),
            ("P18446744073709551615D", Reason::Range),
        ] {
            assert_eq!(Span::try_from(&duration(text)).unwrap_err().reason, reason);
        }
        assert_eq!(Span::try_from(&duration("-PT0S")), Ok(Span::ZERO));
    }
}

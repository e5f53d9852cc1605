//! `xs:gYear`, `xs:gYearMonth`, `xs:gMonth`, `xs:gMonthDay` and `xs:gDay` (XML Schema 1.0 part 2, 3.2.10 to 3.2.14).

use super::calendar::{Instant, Reader, WHOLE, Zone, days_in_month, write_pair, write_year};
use super::white_space::trim;
use super::{Lexical, Reason, ValueError};

/// A leap year, with which the types without a year are compared.
const REFERENCE_YEAR: i64 = 1972;

/// A year of the calendar.
///
/// ```
/// use castile::value::GYear;
/// assert_eq!(GYear::parse("-0044")?.year(), -44);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GYear {
    year: i64,
    zone: Option<Zone>,
}

/// A month of a certain year.
///
/// ```
/// use castile::value::GYearMonth;
/// assert_eq!(GYearMonth::new(2024, 2)?.to_string(), "2024-02");
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GYearMonth {
    year: i64,
    month: u8,
    zone: Option<Zone>,
}

/// A month of every year.
///
/// ```
/// use castile::value::GMonth;
/// assert_eq!(GMonth::parse("--05")?.month(), 5);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GMonth {
    month: u8,
    zone: Option<Zone>,
}

/// A day of every year.
///
/// ```
/// use castile::value::GMonthDay;
/// assert_eq!(GMonthDay::new(2, 29)?.to_string(), "--02-29");
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GMonthDay {
    month: u8,
    day: u8,
    zone: Option<Zone>,
}

/// A day of every month.
///
/// ```
/// use castile::value::GDay;
/// assert_eq!(GDay::parse("---15Z")?.day(), 15);
/// # Ok::<(), castile::value::ValueError>(())
/// ```
#[derive(Clone, Copy)]
pub struct GDay {
    day: u8,
    zone: Option<Zone>,
}

impl GYear {
    /// A year without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] for 0.
    pub fn new(year: i64) -> Result<Self, ValueError> {
        if year == 0 {
            return Err(ValueError::range("gYear", "0"));
        }
        Ok(Self { year, zone: None })
    }

    /// The year; -1 is 1 BC.
    pub fn year(&self) -> i64 {
        self.year
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_year(out, self.year);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let year = reader.year()?;
        let zone = reader.zone()?;
        Ok(Self { year, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new((self.year, 1, 1), 0, &WHOLE, self.zone)
    }
}

impl GYearMonth {
    /// A month without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] for year 0 or a month outside 1 to 12.
    pub fn new(year: i64, month: u8) -> Result<Self, ValueError> {
        if year == 0 || !(1..=12).contains(&month) {
            return Err(ValueError::range("gYearMonth", &format!("{year}-{month}")));
        }
        Ok(Self { year, month, zone: None })
    }

    /// The year; -1 is 1 BC.
    pub fn year(&self) -> i64 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        write_year(out, self.year);
        write_pair(out, b'-', self.month);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        let year = reader.year()?;
        reader.expect(b'-')?;
        let month = reader.pair(1, 12)?;
        let zone = reader.zone()?;
        Ok(Self { year, month, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new((self.year, self.month, 1), 0, &WHOLE, self.zone)
    }
}

impl GMonth {
    /// A month without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] outside 1 to 12.
    pub fn new(month: u8) -> Result<Self, ValueError> {
        if !(1..=12).contains(&month) {
            return Err(ValueError::range("gMonth", &month.to_string()));
        }
        Ok(Self { month, zone: None })
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(b'-');
        write_pair(out, b'-', self.month);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        reader.expect(b'-')?;
        reader.expect(b'-')?;
        let month = reader.pair(1, 12)?;
        // The first edition wrote `--MM--`; producers of that time still do.
        let mut old = Reader::clone(reader);
        if old.eat(b'-') && old.eat(b'-') {
            *reader = old;
        }
        let zone = reader.zone()?;
        Ok(Self { month, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new((REFERENCE_YEAR, self.month, 1), 0, &WHOLE, self.zone)
    }
}

impl GMonthDay {
    /// A day without zone; 29 February is one.
    ///
    /// # Errors
    /// [`Reason::Range`] when no year has such a day.
    pub fn new(month: u8, day: u8) -> Result<Self, ValueError> {
        let exists = (1..=12).contains(&month) && (1..=days_in_month(REFERENCE_YEAR, month)).contains(&day);
        if !exists {
            return Err(ValueError::range("gMonthDay", &format!("{month}-{day}")));
        }
        Ok(Self { month, day, zone: None })
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.push(b'-');
        write_pair(out, b'-', self.month);
        write_pair(out, b'-', self.day);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        reader.expect(b'-')?;
        let (month, day) = reader.month_and_day(REFERENCE_YEAR)?;
        let zone = reader.zone()?;
        Ok(Self { month, day, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new((REFERENCE_YEAR, self.month, self.day), 0, &WHOLE, self.zone)
    }
}

impl GDay {
    /// A day without zone.
    ///
    /// # Errors
    /// [`Reason::Range`] outside 1 to 31.
    pub fn new(day: u8) -> Result<Self, ValueError> {
        if !(1..=31).contains(&day) {
            return Err(ValueError::range("gDay", &day.to_string()));
        }
        Ok(Self { day, zone: None })
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }

    /// Appends the literal.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"--");
        write_pair(out, b'-', self.day);
        write_zone(out, self.zone);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, Reason> {
        for _ in 0..3 {
            reader.expect(b'-')?;
        }
        let day = reader.pair(1, 31)?;
        let zone = reader.zone()?;
        Ok(Self { day, zone })
    }

    fn instant(&self) -> Instant<'_> {
        Instant::new((REFERENCE_YEAR, 12, self.day), 0, &WHOLE, self.zone)
    }
}

fn write_zone(out: &mut Vec<u8>, zone: Option<Zone>) {
    if let Some(zone) = zone {
        zone.write(out);
    }
}

calendar_type!(GYear, "gYear", "`2004`, perhaps with a zone.", GYear { year: 1970, zone: None });
calendar_type!(
    GYearMonth,
    "gYearMonth",
    "`2004-10`, perhaps with a zone.",
    GYearMonth { year: 1970, month: 1, zone: None }
);
calendar_type!(
    GMonth,
    "gMonth",
    "`--10`, perhaps with a zone; the first edition's `--10--` is accepted.",
    GMonth { month: 1, zone: None }
);
calendar_type!(GMonthDay, "gMonthDay", "`--10-31`, perhaps with a zone.", GMonthDay { month: 1, day: 1, zone: None });
calendar_type!(GDay, "gDay", "`---31`, perhaps with a zone.", GDay { day: 1, zone: None });

#[cfg(test)]
mod tests {
    use super::*;

    fn reads_back<T: Lexical + std::fmt::Display>(literals: &[&str]) {
        for literal in literals {
            let value = T::parse(literal).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(value.to_string(), *literal);
        }
    }

    fn refuses<T: Lexical>(literals: &[&str]) {
        for literal in literals {
            assert!(T::parse(literal).is_err(), "{literal}");
        }
    }

    #[test]
    fn literals_of_each_type() {
        reads_back::<GYear>(&["2004", "-0044", "12004", "2004Z", "2004-05:00"]);
        refuses::<GYear>(&["0000", "204", "02004", "2004-05", "+2004", ""]);
        reads_back::<GYearMonth>(&["2004-10", "-0044-03+14:00"]);
        refuses::<GYearMonth>(&["2004", "2004-00", "2004-13", "2004-1", "2004-10-31"]);
        reads_back::<GMonth>(&["--10", "--10Z", "--10-05:00"]);
        refuses::<GMonth>(&["--13", "--1", "-10", "---10", "--10-", "--10---", "10"]);
        reads_back::<GMonthDay>(&["--02-29", "--12-31+01:00"]);
        refuses::<GMonthDay>(&["--02-30", "--04-31", "--00-01", "02-29", "--0229"]);
        reads_back::<GDay>(&["---31", "---01Z"]);
        refuses::<GDay>(&["---32", "---00", "--31", "---1"]);
    }

    #[test]
    fn the_first_editions_month_is_read() {
        for (old, new) in [("--10--", "--10"), ("--10--Z", "--10Z"), ("--10---05:00", "--10-05:00")] {
            assert_eq!(GMonth::parse(old).map(|month| month.to_string()), Ok(new.into()));
        }
    }

    #[test]
    fn order_and_equality() {
        let year = |text: &str| GYear::parse(text).unwrap_or_default();
        assert!(year("-0044") < year("1970"));
        assert_ne!(year("2000"), year("2000Z"));
        assert_eq!(year("2000").partial_cmp(&year("2000Z")), None);
        assert!(year("2000") < year("2001Z"));
        let month = |text: &str| GYearMonth::parse(text).unwrap_or_default();
        assert_eq!(month("1996-01Z"), month("1996-01-00:00"));
        assert!(GDay::parse("---01").ok() < GDay::parse("---31").ok());
        assert!(GMonthDay::parse("--02-29").ok() < GMonthDay::parse("--03-01").ok());
    }

    #[test]
    fn constructors_check() {
        assert!(GYear::new(0).is_err());
        assert!(GYearMonth::new(2024, 13).is_err());
        assert!(GMonth::new(0).is_err());
        assert!(GMonthDay::new(2, 30).is_err());
        assert!(GDay::new(32).is_err());
        assert_eq!(GMonth::new(7).map(|month| month.with_zone(Zone::UTC).to_string()), Ok("--07Z".into()));
    }
}

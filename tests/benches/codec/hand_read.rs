//! The practical limit of reading with quick-xml: a straight-line reader for this one contract over its namespace-aware
//! reader. It trusts its input as far as quick-xml does: characters, duplicate attributes and limits are not checked.

use std::borrow::Cow;
use std::str::FromStr;

use castile_tests::messages::NAMESPACE;
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use crate::model::{Address, Company, Customer, CustomerKind, CustomerStatus, Order, OrderLine, Person, SearchResult};
use crate::value::{DateTime, Decimal};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

type Result<T> = std::result::Result<T, String>;

/// Reads the envelope of a search reply.
pub fn search_reply(text: &str) -> Result<SearchResult> {
    let reader = &mut Elements { reader: NsReader::from_str(text), current: BytesStart::new(""), empty: false };
    for name in ["Envelope", "Body", "SearchCustomersResponse", "Result"] {
        if !reader.child()? || reader.name() != name {
            return Err(format!("no {name}"));
        }
    }
    let mut result = SearchResult::default();
    reader.attributes(|name, value| {
        match name {
            "requestId" => result.request_id = value.into_owned(),
            "complete" => result.complete = Some(boolean(&value)?),
            _ => {}
        }
        Ok(())
    })?;
    while reader.child()? {
        match reader.name() {
            "TotalCount" => result.total_count = number(&reader.text()?)?,
            "GeneratedAt" => result.generated_at = date_time(&reader.text()?)?,
            "NextCursor" => result.next_cursor = reader.nillable(|text| Ok(text.into_owned()))?,
            "Customer" => result.customer.push(customer(reader)?),
            _ => reader.skip()?,
        }
    }
    Ok(result)
}

fn customer(reader: &mut Elements<'_>) -> Result<Customer> {
    let mut customer = Customer::default();
    reader.attributes(|name, value| {
        match name {
            "id" => customer.id = number(&value)?,
            "status" => customer.status = Some(status(&value)?),
            _ => {}
        }
        Ok(())
    })?;
    while reader.child()? {
        match reader.name() {
            "Name" => customer.name = reader.string()?,
            "Kind" => customer.kind = kind(&reader.text()?)?,
            "Email" => customer.email = reader.nillable(|text| Ok(text.into_owned()))?,
            "CreatedAt" => customer.created_at = date_time(&reader.text()?)?,
            "ModifiedAt" => customer.modified_at = reader.nillable(|text| date_time(&text))?,
            "CreditLimit" => customer.credit_limit = Some(decimal(&reader.text()?)?),
            "Rating" => customer.rating = Some(number(&reader.text()?)?),
            "Active" => customer.active = boolean(&reader.text()?)?,
            "Person" => customer.person = Some(person(reader)?),
            "Company" => customer.company = Some(company(reader)?),
            "Address" => customer.address.push(address(reader)?),
            "Phone" => customer.phone.push(reader.string()?),
            "Order" => customer.order.push(order(reader)?),
            "Notes" => customer.notes = Some(reader.string()?),
            _ => reader.skip()?,
        }
    }
    Ok(customer)
}

fn person(reader: &mut Elements<'_>) -> Result<Person> {
    let mut person = Person::default();
    while reader.child()? {
        match reader.name() {
            "FirstName" => person.first_name = reader.string()?,
            "MiddleName" => person.middle_name = Some(reader.string()?),
            "LastName" => person.last_name = reader.string()?,
            _ => reader.skip()?,
        }
    }
    Ok(person)
}

fn company(reader: &mut Elements<'_>) -> Result<Company> {
    let mut company = Company::default();
    while reader.child()? {
        match reader.name() {
            "LegalName" => company.legal_name = reader.string()?,
            "TaxNumber" => company.tax_number = Some(reader.string()?),
            "Employees" => company.employees = Some(number(&reader.text()?)?),
            _ => reader.skip()?,
        }
    }
    Ok(company)
}

fn address(reader: &mut Elements<'_>) -> Result<Address> {
    let mut address = Address::default();
    reader.attributes(|name, value| {
        if name == "primary" {
            address.primary = Some(boolean(&value)?);
        }
        Ok(())
    })?;
    while reader.child()? {
        match reader.name() {
            "Street" => address.street = reader.string()?,
            "City" => address.city = reader.string()?,
            "PostalCode" => address.postal_code = Some(reader.string()?),
            "Country" => address.country = reader.string()?,
            _ => reader.skip()?,
        }
    }
    Ok(address)
}

fn order(reader: &mut Elements<'_>) -> Result<Order> {
    let mut order = Order::default();
    reader.attributes(|name, value| {
        match name {
            "number" => order.number = value.into_owned(),
            "currency" => order.currency = Some(value.into_owned()),
            _ => {}
        }
        Ok(())
    })?;
    while reader.child()? {
        match reader.name() {
            "Date" => order.date = date_time(&reader.text()?)?,
            "Total" => order.total = decimal(&reader.text()?)?,
            "Line" => order.line.push(line(reader)?),
            _ => reader.skip()?,
        }
    }
    Ok(order)
}

fn line(reader: &mut Elements<'_>) -> Result<OrderLine> {
    let mut line = OrderLine::default();
    reader.attributes(|name, value| {
        if name == "sku" {
            line.sku = value.into_owned();
        }
        Ok(())
    })?;
    while reader.child()? {
        match reader.name() {
            "Description" => line.description = reader.string()?,
            "Quantity" => line.quantity = number(&reader.text()?)?,
            "UnitPrice" => line.unit_price = decimal(&reader.text()?)?,
            "Discount" => line.discount = reader.nillable(|text| decimal(&text))?,
            _ => reader.skip()?,
        }
    }
    Ok(line)
}

fn number<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| "no number".to_owned())
}

fn boolean(text: &str) -> Result<bool> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err("no boolean".to_owned()),
    }
}

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::parse(text).ok_or_else(|| "no decimal".to_owned())
}

fn date_time(text: &str) -> Result<DateTime> {
    DateTime::parse(text).ok_or_else(|| "no dateTime".to_owned())
}

fn kind(text: &str) -> Result<CustomerKind> {
    match text {
        "Individual" => Ok(CustomerKind::Individual),
        "Organization" => Ok(CustomerKind::Organization),
        "Government" => Ok(CustomerKind::Government),
        _ => Err("no kind".to_owned()),
    }
}

fn status(text: &str) -> Result<CustomerStatus> {
    match text {
        "active" => Ok(CustomerStatus::Active),
        "suspended" => Ok(CustomerStatus::Suspended),
        "closed" => Ok(CustomerStatus::Closed),
        "prospect" => Ok(CustomerStatus::Prospect),
        _ => Err("no status".to_owned()),
    }
}

/// Steps through the children of elements.
struct Elements<'a> {
    reader: NsReader<&'a [u8]>,
    current: BytesStart<'a>,
    /// The current element is an empty-element tag.
    empty: bool,
}

impl<'a> Elements<'a> {
    /// To the next child of the open element; `false` at its end.
    fn child(&mut self) -> Result<bool> {
        if std::mem::take(&mut self.empty) {
            return Ok(false);
        }
        loop {
            match self.reader.read_event().map_err(|error| error.to_string())? {
                Event::Start(tag) => {
                    self.current = tag;
                    return Ok(true);
                }
                Event::Empty(tag) => {
                    self.current = tag;
                    self.empty = true;
                    return Ok(true);
                }
                Event::End(_) => return Ok(false),
                Event::Eof => return Err("end of input".to_owned()),
                _ => {}
            }
        }
    }

    /// The local name of the current element; empty for one of another namespace.
    fn name(&self) -> &str {
        match self.reader.resolver().resolve_element(self.current.name()) {
            (ResolveResult::Bound(Namespace(NAMESPACE | SOAP)), local) => local.into_inner(),
            _ => "",
        }
    }

    fn attributes(&self, mut take: impl FnMut(&str, Cow<'_, str>) -> Result<()>) -> Result<()> {
        for attribute in self.current.attributes().with_checks(false) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            take(attribute.key.local_name().into_inner(), unescaped(&attribute.value)?)?;
        }
        Ok(())
    }

    /// The text of the current element, unless it is nil.
    fn nillable<T>(&mut self, take: impl FnOnce(Cow<'a, str>) -> Result<T>) -> Result<Option<T>> {
        let mut nil = false;
        self.attributes(|name, value| {
            nil |= name == "nil" && matches!(&*value, "true" | "1");
            Ok(())
        })?;
        let text = self.text()?;
        if nil { Ok(None) } else { take(text).map(Some) }
    }

    fn string(&mut self) -> Result<String> {
        Ok(self.text()?.into_owned())
    }

    /// The character data of the current element, to its end.
    fn text(&mut self) -> Result<Cow<'a, str>> {
        let mut text = Cow::Borrowed("");
        if std::mem::take(&mut self.empty) {
            return Ok(text);
        }
        loop {
            match self.reader.read_event().map_err(|error| error.to_string())? {
                Event::Text(piece) if text.is_empty() => text = piece.into_inner(),
                Event::Text(piece) => text.to_mut().push_str(&piece),
                Event::CData(piece) => text.to_mut().push_str(&piece),
                Event::GeneralRef(name) => text.to_mut().push(entity(&name)?),
                Event::Start(_) => self.skip()?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err("end of input".to_owned()),
                _ => {}
            }
        }
    }

    fn skip(&mut self) -> Result<()> {
        while self.child()? {
            self.skip()?;
        }
        Ok(())
    }
}

fn unescaped(value: &str) -> Result<Cow<'_, str>> {
    let Some(mut at) = value.find('&') else { return Ok(Cow::Borrowed(value)) };
    let (mut text, mut rest) = (String::with_capacity(value.len()), value);
    loop {
        let (before, reference) = rest.split_at(at);
        let (name, after) = reference[1..].split_once(';').ok_or("no reference")?;
        text.push_str(before);
        text.push(entity(name)?);
        rest = after;
        let Some(next) = rest.find('&') else {
            text.push_str(rest);
            return Ok(Cow::Owned(text));
        };
        at = next;
    }
}

fn entity(name: &str) -> Result<char> {
    let number = match name {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => u32::from_str_radix(digits, 16),
            (None, Some(digits)) => digits.parse(),
            (None, None) => return Err("no entity".to_owned()),
        },
    };
    number.ok().and_then(char::from_u32).ok_or_else(|| "no character".to_owned())
}

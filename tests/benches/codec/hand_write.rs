//! The practical limit of writing: a straight-line writer for this one contract.

use castile_tests::messages::NAMESPACE;
use memchr::memchr3;

use crate::model::{Address, Company, Customer, CustomerKind, CustomerStatus, Order, OrderLine, Person, SearchResult};

/// Appends the envelope of a search reply.
pub fn search_reply(result: &SearchResult, out: &mut Vec<u8>) {
    out.extend_from_slice(
        b"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><SearchCustomersResponse xmlns=\"",
    );
    out.extend_from_slice(NAMESPACE.as_bytes());
    out.extend_from_slice(b"\"><Result requestId=\"");
    quoted(out, &result.request_id);
    out.push(b'"');
    if let Some(complete) = result.complete {
        out.extend_from_slice(b" complete=\"");
        boolean(out, complete);
        out.push(b'"');
    }
    out.push(b'>');
    element(out, "<TotalCount>", "</TotalCount>", |out| integer(out, result.total_count.into()));
    element(out, "<GeneratedAt>", "</GeneratedAt>", |out| result.generated_at.write(out));
    if let Some(cursor) = &result.next_cursor {
        element(out, "<NextCursor>", "</NextCursor>", |out| text(out, cursor));
    }
    for item in &result.customer {
        customer(item, out);
    }
    out.extend_from_slice(b"</Result></SearchCustomersResponse></s:Body></s:Envelope>");
}

fn customer(customer: &Customer, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<Customer id=\"");
    integer(out, customer.id);
    out.extend_from_slice(match customer.status {
        None => b"\">",
        Some(CustomerStatus::Active) => b"\" status=\"active\">",
        Some(CustomerStatus::Suspended) => b"\" status=\"suspended\">",
        Some(CustomerStatus::Closed) => b"\" status=\"closed\">",
        Some(CustomerStatus::Prospect) => b"\" status=\"prospect\">",
    });
    element(out, "<Name>", "</Name>", |out| text(out, &customer.name));
    out.extend_from_slice(match customer.kind {
        CustomerKind::Individual => b"<Kind>Individual</Kind>",
        CustomerKind::Organization => b"<Kind>Organization</Kind>",
        CustomerKind::Government => b"<Kind>Government</Kind>",
    });
    if let Some(email) = &customer.email {
        element(out, "<Email>", "</Email>", |out| text(out, email));
    }
    element(out, "<CreatedAt>", "</CreatedAt>", |out| customer.created_at.write(out));
    if let Some(modified) = customer.modified_at {
        element(out, "<ModifiedAt>", "</ModifiedAt>", |out| modified.write(out));
    }
    if let Some(limit) = customer.credit_limit {
        element(out, "<CreditLimit>", "</CreditLimit>", |out| limit.write(out));
    }
    if let Some(rating) = customer.rating {
        element(out, "<Rating>", "</Rating>", |out| {
            out.extend_from_slice(ryu::Buffer::new().format(rating).as_bytes());
        });
    }
    element(out, "<Active>", "</Active>", |out| boolean(out, customer.active));
    customer.person.iter().for_each(|item| person(item, out));
    customer.company.iter().for_each(|item| company(item, out));
    customer.address.iter().for_each(|item| address(item, out));
    for phone in &customer.phone {
        element(out, "<Phone>", "</Phone>", |out| text(out, phone));
    }
    customer.order.iter().for_each(|item| order(item, out));
    if let Some(notes) = &customer.notes {
        element(out, "<Notes>", "</Notes>", |out| text(out, notes));
    }
    out.extend_from_slice(b"</Customer>");
}

fn person(person: &Person, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<Person>");
    element(out, "<FirstName>", "</FirstName>", |out| text(out, &person.first_name));
    if let Some(middle) = &person.middle_name {
        element(out, "<MiddleName>", "</MiddleName>", |out| text(out, middle));
    }
    element(out, "<LastName>", "</LastName>", |out| text(out, &person.last_name));
    out.extend_from_slice(b"</Person>");
}

fn company(company: &Company, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<Company>");
    element(out, "<LegalName>", "</LegalName>", |out| text(out, &company.legal_name));
    if let Some(number) = &company.tax_number {
        element(out, "<TaxNumber>", "</TaxNumber>", |out| text(out, number));
    }
    if let Some(employees) = company.employees {
        element(out, "<Employees>", "</Employees>", |out| integer(out, employees.into()));
    }
    out.extend_from_slice(b"</Company>");
}

fn address(address: &Address, out: &mut Vec<u8>) {
    out.extend_from_slice(match address.primary {
        None => b"<Address>",
        Some(true) => b"<Address primary=\"true\">",
        Some(false) => b"<Address primary=\"false\">",
    });
    element(out, "<Street>", "</Street>", |out| text(out, &address.street));
    element(out, "<City>", "</City>", |out| text(out, &address.city));
    if let Some(code) = &address.postal_code {
        element(out, "<PostalCode>", "</PostalCode>", |out| text(out, code));
    }
    element(out, "<Country>", "</Country>", |out| text(out, &address.country));
    out.extend_from_slice(b"</Address>");
}

fn order(order: &Order, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<Order number=\"");
    quoted(out, &order.number);
    out.push(b'"');
    if let Some(currency) = &order.currency {
        out.extend_from_slice(b" currency=\"");
        quoted(out, currency);
        out.push(b'"');
    }
    out.push(b'>');
    element(out, "<Date>", "</Date>", |out| order.date.write(out));
    element(out, "<Total>", "</Total>", |out| order.total.write(out));
    order.line.iter().for_each(|item| line(item, out));
    out.extend_from_slice(b"</Order>");
}

fn line(line: &OrderLine, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<Line sku=\"");
    quoted(out, &line.sku);
    out.extend_from_slice(b"\">");
    element(out, "<Description>", "</Description>", |out| text(out, &line.description));
    element(out, "<Quantity>", "</Quantity>", |out| integer(out, line.quantity.into()));
    element(out, "<UnitPrice>", "</UnitPrice>", |out| line.unit_price.write(out));
    if let Some(discount) = line.discount {
        element(out, "<Discount>", "</Discount>", |out| discount.write(out));
    }
    out.extend_from_slice(b"</Line>");
}

#[inline(always)]
#[allow(clippy::inline_always)] // The tags are constants only when it is.
fn element(out: &mut Vec<u8>, start: &str, end: &str, content: impl FnOnce(&mut Vec<u8>)) {
    out.extend_from_slice(start.as_bytes());
    content(out);
    out.extend_from_slice(end.as_bytes());
}

fn text(out: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while let Some(at) = memchr3(b'&', b'<', b'>', rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(match rest[at] {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            _ => b"&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

fn quoted(out: &mut Vec<u8>, value: &str) {
    let mut parts = value.split('"');
    text(out, parts.next().unwrap_or_default());
    for part in parts {
        out.extend_from_slice(b"&quot;");
        text(out, part);
    }
}

fn boolean(out: &mut Vec<u8>, value: bool) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let (mut digits, mut start, mut rest) = ([0; 20], 20, value.unsigned_abs());
    loop {
        start -= 1;
        digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

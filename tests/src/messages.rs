//! Messages of any size for the benchmarks, the same on every run: replies of the contract that the peers are measured with
//! (`cargo xtask bench --peers`), whose types are in `benches/codec/customers.rs`.
//!
//! They look like what business systems send: many short elements, few attributes, names and texts beyond ASCII, a
//! reference here and there, nil and absent members.

use std::fmt::Write;

/// The namespace of the contract.
pub const NAMESPACE: &str = "urn:bench:customers:v1";

/// How a SOAP stack spells its replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As WCF: a default namespace on the payload, no XML declaration.
    Wcf,
    /// As JAX-WS: an XML declaration, a prefix on every element.
    JaxWs,
}

impl Style {
    fn prefix(self) -> &'static str {
        match self {
            Self::Wcf => "",
            Self::JaxWs => "ns2:",
        }
    }

    fn nil(self) -> &'static str {
        match self {
            Self::Wcf => "i:nil",
            Self::JaxWs => "xsi:nil",
        }
    }
}

/// The reply to a search, with so many customers that they fill at least `bytes`; below 2,000 with one small customer.
pub fn search_reply(style: Style, bytes: usize) -> String {
    let mut rows = Rows { random: Random(42), style, small: bytes < 2000, out: String::new() };
    let mut count = 0;
    while count == 0 || (!rows.small && rows.out.len() < bytes) {
        rows.customer(count);
        count += 1;
    }
    let customers = std::mem::take(&mut rows.out);
    rows.head();
    rows.element("TotalCount", &count.to_string());
    rows.element("GeneratedAt", "2024-03-01T08:30:00.125Z");
    rows.element("NextCursor", "c2Vzc2lvbjE6MTAwMQ==");
    rows.out.push_str(&customers);
    rows.close("Result");
    rows.close("SearchCustomersResponse");
    rows.out.push_str(match style {
        Style::Wcf => "</s:Body></s:Envelope>",
        Style::JaxWs => "</S:Body></S:Envelope>",
    });
    rows.out
}

/// The reply of an RPC/encoded operation (SOAP 1.1 section 5): an array of so many rows, each in its place.
pub fn encoded_reply(rows: usize) -> String {
    let mut body = format!(
        "<m:listStockResponse xmlns:m=\"{NAMESPACE}\"><return xsi:type=\"soapenc:Array\" soapenc:arrayType=\"m:Stock[{rows}]\">"
    );
    let mut random = Random(7);
    for _ in 0..rows {
        body.push_str("<item xsi:type=\"m:Stock\">");
        stock(&mut random, &mut body);
        body.push_str("</item>");
    }
    body.push_str("</return></m:listStockResponse>");
    encoded_envelope(&body)
}

/// The same reply as stacks send it that make every row an independent element (SOAP 1.1 section 5.4.1).
pub fn multi_reference_reply(rows: usize) -> String {
    let mut body = format!(
        "<m:listStockResponse xmlns:m=\"{NAMESPACE}\"><return xsi:type=\"soapenc:Array\" soapenc:arrayType=\"m:Stock[{rows}]\">"
    );
    for row in 0..rows {
        push(&mut body, format_args!("<item href=\"#id{row}\"/>"));
    }
    body.push_str("</return></m:listStockResponse>");
    let mut random = Random(7);
    for row in 0..rows {
        push(
            &mut body,
            format_args!(
                "<multiRef xmlns:n{row}=\"{NAMESPACE}\" id=\"id{row}\" soapenc:root=\"0\" xsi:type=\"n{row}:Stock\">"
            ),
        );
        stock(&mut random, &mut body);
        body.push_str("</multiRef>");
    }
    encoded_envelope(&body)
}

fn encoded_envelope(body: &str) -> String {
    format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:soapenc=\"http://schemas.xmlsoap.org/soap/encoding/\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <soap:Body soap:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\">{body}</soap:Body></soap:Envelope>"
    )
}

fn stock(random: &mut Random, out: &mut String) {
    let (depot, sku, quantity) = (random.of(CITIES), random.below(9_999), random.below(500));
    let (price, shelf, counted) = (random.decimal(900), random.below(40), random.of(&["true", "false"]));
    push(
        out,
        format_args!(
            "<depot xsi:type=\"xsd:string\">{depot}</depot><sku xsi:type=\"xsd:string\">A{sku:04}</sku>\
             <quantity xsi:type=\"xsd:int\">{quantity}</quantity><price xsi:type=\"xsd:decimal\">{price}</price>\
             <shelf xsi:type=\"xsd:int\">{shelf}</shelf><counted xsi:type=\"xsd:boolean\">{counted}</counted>"
        ),
    );
}

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Once in `bound` times.
    fn once_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    fn of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        let index = self.below(texts.len() as u64);
        usize::try_from(index).ok().and_then(|index| texts.get(index)).copied().unwrap_or_default()
    }

    fn decimal(&mut self, bound: u64) -> String {
        format!("{}.{:02}", self.below(bound), self.below(100))
    }

    fn instant(&mut self, fraction: bool) -> String {
        let mut text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            2005 + self.below(19),
            1 + self.below(12),
            1 + self.below(28),
            self.below(24),
            self.below(60),
            self.below(60)
        );
        if fraction {
            push(&mut text, format_args!(".{:03}", 1 + self.below(999)));
        }
        text.push('Z');
        text
    }
}

const FIRST_NAMES: &[&str] = &[
    "Anna", "Jürgen", "Marta", "Søren", "Łukasz", "Chloé", "Peter", "Ingrid", "Óscar", "Yuki", "花子", "Dmitri", "Zoë",
];
const LAST_NAMES: &[&str] =
    &["Müller", "Smith", "O'Brien", "Nowak", "Åkesson", "García", "Rossi", "Dubois", "Novák", "Tanaka", "山田", "Weiß"];
const COMPANIES: &[&str] = &[
    "Smith & Sons Ltd.",
    "Bäckerei Müller GmbH",
    "Nordic <Tools> AB",
    "Acme Corporation",
    "Łódź Trading Sp. z o.o.",
    "Hotel \"Zur Post\"",
    "Globex Industries Inc.",
];
const STREETS: &[&str] = &[
    "Hauptstraße",
    "High Street",
    "Rue de l'Église",
    "Calle Mayor",
    "Storgatan",
    "Industrial Park Road",
    "Elm Avenue",
];
const CITIES: &[&str] = &["München", "London", "Kraków", "Málaga", "Göteborg", "Springfield", "東京", "Lyon"];
const COUNTRIES: &[&str] = &["DE", "GB", "PL", "ES", "SE", "US", "JP", "FR"];
const ITEMS: &[&str] = &[
    "Steel bolt M8 x 40, zinc plated",
    "Cable tie 200 mm (pack of 100)",
    "Ball bearing 6204-2RS",
    "Gasket Ø 12 mm",
    "LED panel 60x60 cm & driver",
    "Pressure gauge 0 < p < 10 bar",
    "Maintenance contract, 12 months",
    "Hydraulic hose 1/2\" 2 m",
    "Safety gloves size 9",
];
const NOTES: &[&str] = &[
    "Prefers delivery before 10:00; call ahead.",
    "Invoices > 5000 need a second signature & a purchase order number.",
    "VIP – bitte immer persönlich ansprechen.",
    "Moved offices in spring. Old address is kept for billing only, until the lease ends.",
    "Tom & Jerry's account; see \"Frame contract 2019\".",
];

/// Writes the elements of a search reply.
struct Rows {
    random: Random,
    style: Style,
    /// One address, no orders.
    small: bool,
    out: String,
}

impl Rows {
    fn head(&mut self) {
        let result = [("requestId", "7f3c1a52-0e1b-4a53-9d41-5c2f0f6a9b11"), ("complete", "true")];
        let start = match self.style {
            Style::Wcf => format!(
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>\
                     <SearchCustomersResponse xmlns=\"{NAMESPACE}\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\">"
            ),
            Style::JaxWs => format!(
                "<?xml version='1.0' encoding='UTF-8'?>\
                     <S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body>\
                     <ns2:SearchCustomersResponse xmlns:ns2=\"{NAMESPACE}\" \
                     xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            ),
        };
        self.out.push_str(&start);
        self.open("Result", &result);
    }

    fn customer(&mut self, index: usize) {
        let is_company = self.random.once_in(3);
        let (first, last) = (self.random.of(FIRST_NAMES), self.random.of(LAST_NAMES));
        let company = self.random.of(COMPANIES);
        let id = (100_000 + index * 7).to_string();
        let status = self.random.of(&["active", "suspended", "closed", "prospect", ""]);
        self.open("Customer", &[("id", &id), ("status", status)]);
        let person = format!("{first} {last}");
        self.element("Name", if is_company { company } else { &person });
        let kind = self.random.of(&["Organization", "Government"]);
        self.element("Kind", if is_company { kind } else { "Individual" });
        self.contact(index);
        let active = self.random.of(&["true", "false"]);
        self.element("Active", active);
        if is_company {
            self.company(company);
        } else {
            self.person(first, last);
        }
        self.addresses();
        if !self.small {
            self.phones();
            for _ in 0..self.random.below(4) {
                self.order();
            }
        }
        if self.random.once_in(3) {
            let note = self.random.of(NOTES);
            self.element("Notes", note);
        }
        self.close("Customer");
    }

    fn contact(&mut self, index: usize) {
        match self.random.below(4) {
            0 => {}
            1 => self.nil("Email"),
            _ => {
                let who = self.random.of(&["info", "sales", "contact", "a.person"]);
                let domain = self.random.of(&["com", "de", "org"]);
                self.element("Email", &format!("{who}.{index}@example.{domain}"));
            }
        }
        let fraction = self.random.once_in(2);
        let created = self.random.instant(fraction);
        self.element("CreatedAt", &created);
        match self.random.below(3) {
            0 => {}
            1 => self.nil("ModifiedAt"),
            _ => {
                let modified = self.random.instant(true);
                self.element("ModifiedAt", &modified);
            }
        }
        if self.random.once_in(2) {
            let limit = self.random.decimal(90_000);
            self.element("CreditLimit", &limit);
        }
        if self.random.once_in(2) {
            let rating = format!("{}.{}", self.random.below(9), 1 + self.random.below(9));
            self.element("Rating", &rating);
        }
    }

    fn company(&mut self, name: &str) {
        self.open("Company", &[]);
        self.element("LegalName", name);
        if self.random.once_in(2) {
            let number = format!("DE{:09}", self.random.below(1_000_000_000));
            self.element("TaxNumber", &number);
        }
        if self.random.once_in(2) {
            let employees = self.random.below(9000).to_string();
            self.element("Employees", &employees);
        }
        self.close("Company");
    }

    fn person(&mut self, first: &str, last: &str) {
        self.open("Person", &[]);
        self.element("FirstName", first);
        if self.random.once_in(3) {
            let middle = self.random.of(FIRST_NAMES);
            self.element("MiddleName", middle);
        }
        self.element("LastName", last);
        self.close("Person");
    }

    fn addresses(&mut self) {
        let count = if self.small { 1 } else { 1 + self.random.below(2) };
        for _ in 0..count {
            let primary = self.random.of(&["true", "false", ""]);
            self.open("Address", &[("primary", primary)]);
            let street = format!("{} {}", self.random.of(STREETS), 1 + self.random.below(200));
            self.element("Street", &street);
            let city = self.random.of(CITIES);
            self.element("City", city);
            if !self.random.once_in(4) {
                let code = format!("{:05}", self.random.below(99_999));
                self.element("PostalCode", &code);
            }
            let country = self.random.of(COUNTRIES);
            self.element("Country", country);
            self.close("Address");
        }
    }

    fn phones(&mut self) {
        for _ in 0..self.random.below(3) {
            let random = &mut self.random;
            let phone = format!("+{} {} {:07}", 1 + random.below(90), 10 + random.below(900), random.below(9_999_999));
            self.element("Phone", &phone);
        }
    }

    fn order(&mut self) {
        let number = format!("SO-{:07}", self.random.below(9_999_999));
        let currency = self.random.of(&["EUR", "USD", "PLN"]);
        self.open("Order", &[("number", &number), ("currency", currency)]);
        let date = self.random.instant(false);
        self.element("Date", &date);
        let total = self.random.decimal(20_000);
        self.element("Total", &total);
        for _ in 0..=self.random.below(4) {
            self.line();
        }
        self.close("Order");
    }

    fn line(&mut self) {
        let sku = format!("A{}-{:04}", self.random.below(90), self.random.below(9999));
        self.open("Line", &[("sku", &sku)]);
        let item = self.random.of(ITEMS);
        self.element("Description", item);
        let quantity = (1 + self.random.below(500)).to_string();
        self.element("Quantity", &quantity);
        let price = self.random.decimal(900);
        self.element("UnitPrice", &price);
        match self.random.below(3) {
            0 => {}
            1 => self.nil("Discount"),
            _ => {
                let discount = self.random.decimal(40);
                self.element("Discount", &discount);
            }
        }
        self.close("Line");
    }

    /// A start tag; an attribute with an empty value is left out.
    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        push(&mut self.out, format_args!("<{}{name}", self.style.prefix()));
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            push(&mut self.out, format_args!(" {name}=\"{}\"", escaped(value)));
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        push(&mut self.out, format_args!("</{}{name}>", self.style.prefix()));
    }

    fn element(&mut self, name: &str, value: &str) {
        let prefix = self.style.prefix();
        push(&mut self.out, format_args!("<{prefix}{name}>{}</{prefix}{name}>", escaped(value)));
    }

    fn nil(&mut self, name: &str) {
        push(&mut self.out, format_args!("<{}{name} {}=\"true\"/>", self.style.prefix(), self.style.nil()));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}

//! The types of the contract that the peers are measured with, as they are emitted.

use castile::facts as f;
use castile::value::{DateTime, Decimal};

pub static SCHEMA: f::Schema = f::Schema {
    namespaces: &["urn:bench:customers:v1"],
    links: &[
        ("CUSTOMER_CHOICE", f::Link::Group(&CUSTOMER_CHOICE)),
        ("CUSTOMER_KIND_TYPE", f::Link::Simple(&CUSTOMER_KIND_TYPE)),
        ("CUSTOMER_STATUS_TYPE", f::Link::Simple(&CUSTOMER_STATUS_TYPE)),
    ],
};

pub struct SearchCustomersResponse {
    pub result: Option<SearchResult>,
}

castile::complex!(SearchCustomersResponse, SEARCH_CUSTOMERS_RESPONSE, f::Struct, SCHEMA, "n1:SearchCustomersResponse", {
    0 result: "n1:Result", "?";
});
castile::root!(SearchCustomersResponse, 1, "n1:SearchCustomersResponse", &f::COMPLEX);

pub struct SearchResult {
    pub request_id: String,
    pub complete: Option<bool>,
    pub total_count: i32,
    pub generated_at: DateTime,
    pub next_cursor: Option<String>,
    pub customer: Vec<Customer>,
}

castile::complex!(SearchResult, SEARCH_RESULT, f::Struct, SCHEMA, "n1:SearchResult", {
    0 request_id: "requestId", "attribute 1 xs:string";
    1 complete: "complete", "attribute ? xs:boolean";
    2 total_count: "n1:TotalCount", "1 xs:int";
    3 generated_at: "n1:GeneratedAt", "1 xs:dateTime";
    4 next_cursor: "n1:NextCursor", "? xs:string nillable";
    5 customer: "n1:Customer", "*";
});

pub struct Customer {
    pub id: i64,
    pub status: Option<CustomerStatus>,
    pub name: String,
    pub kind: CustomerKind,
    pub email: Option<String>,
    pub created_at: DateTime,
    pub modified_at: Option<DateTime>,
    pub credit_limit: Option<Decimal>,
    pub rating: Option<f64>,
    pub active: bool,
    pub party: CustomerChoice,
    pub address: Vec<Address>,
    pub phone: Vec<String>,
    pub order: Vec<Order>,
    pub notes: Option<String>,
}

static CUSTOMER_KIND_TYPE: f::SimpleType = f::base::STRING.restrict(1, "n1:CustomerKind", &[]);
static CUSTOMER_STATUS_TYPE: f::SimpleType = f::base::STRING.restrict(1, "n1:CustomerStatus", &[]);

castile::complex!(Customer, CUSTOMER, f::Struct, SCHEMA, "n1:Customer", {
    0 id: "id", "attribute 1 xs:long";
    1 status: "status", "attribute ? &CUSTOMER_STATUS_TYPE";
    2 name: "n1:Name", "1 xs:string";
    3 kind: "n1:Kind", "1 &CUSTOMER_KIND_TYPE";
    4 email: "n1:Email", "? xs:string nillable";
    5 created_at: "n1:CreatedAt", "1 xs:dateTime";
    6 modified_at: "n1:ModifiedAt", "? xs:dateTime nillable";
    7 credit_limit: "n1:CreditLimit", "? xs:decimal";
    8 rating: "n1:Rating", "? xs:double";
    9 active: "n1:Active", "1 xs:boolean";
    10 party: "", "1 &CUSTOMER_CHOICE";
    11 address: "n1:Address", "*";
    12 phone: "n1:Phone", "* xs:string";
    13 order: "n1:Order", "*";
    14 notes: "n1:Notes", "? xs:string";
});

pub enum CustomerChoice {
    Person(Person),
    Company(Company),
}

castile::choice!(CustomerChoice, Person, CUSTOMER_CHOICE, f::Choice, SCHEMA, "", {
    0 Person: "n1:Person", "1";
    1 Company: "n1:Company", "1";
});

#[derive(Clone)]
pub enum CustomerKind {
    Individual,
    Organization,
    Government,
    Unknown(String),
}

castile::enumeration!(CustomerKind {
    Individual = "Individual",
    Organization = "Organization",
    Government = "Government",
});

#[derive(Clone)]
pub enum CustomerStatus {
    Active,
    Suspended,
    Closed,
    Prospect,
    Unknown(String),
}

castile::enumeration!(CustomerStatus {
    Active = "active",
    Suspended = "suspended",
    Closed = "closed",
    Prospect = "prospect",
});

pub struct Person {
    pub first_name: String,
    pub middle_name: Option<String>,
    pub last_name: String,
}

castile::complex!(Person, PERSON, f::Struct, SCHEMA, "n1:Person", {
    0 first_name: "n1:FirstName", "1 xs:string";
    1 middle_name: "n1:MiddleName", "? xs:string";
    2 last_name: "n1:LastName", "1 xs:string";
});

pub struct Company {
    pub legal_name: String,
    pub tax_number: Option<String>,
    pub employees: Option<i32>,
}

castile::complex!(Company, COMPANY, f::Struct, SCHEMA, "n1:Company", {
    0 legal_name: "n1:LegalName", "1 xs:string";
    1 tax_number: "n1:TaxNumber", "? xs:string";
    2 employees: "n1:Employees", "? xs:int";
});

pub struct Address {
    pub primary: Option<bool>,
    pub street: String,
    pub city: String,
    pub postal_code: Option<String>,
    pub country: String,
}

castile::complex!(Address, ADDRESS, f::Struct, SCHEMA, "n1:Address", {
    0 primary: "primary", "attribute ? xs:boolean";
    1 street: "n1:Street", "1 xs:string";
    2 city: "n1:City", "1 xs:string";
    3 postal_code: "n1:PostalCode", "? xs:string";
    4 country: "n1:Country", "1 xs:string";
});

pub struct Order {
    pub number: String,
    pub currency: Option<String>,
    pub date: DateTime,
    pub total: Decimal,
    pub line: Vec<OrderLine>,
}

castile::complex!(Order, ORDER, f::Struct, SCHEMA, "n1:Order", {
    0 number: "number", "attribute 1 xs:string";
    1 currency: "currency", "attribute ? xs:string";
    2 date: "n1:Date", "1 xs:dateTime";
    3 total: "n1:Total", "1 xs:decimal";
    4 line: "n1:Line", "*";
});

pub struct OrderLine {
    pub sku: String,
    pub description: String,
    pub quantity: i32,
    pub unit_price: Decimal,
    pub discount: Option<Decimal>,
}

castile::complex!(OrderLine, ORDER_LINE, f::Struct, SCHEMA, "n1:OrderLine", {
    0 sku: "sku", "attribute 1 xs:string";
    1 description: "n1:Description", "1 xs:string";
    2 quantity: "n1:Quantity", "1 xs:int";
    3 unit_price: "n1:UnitPrice", "1 xs:decimal";
    4 discount: "n1:Discount", "? xs:decimal nillable";
});

/// One row of `listStock`, an RPC/encoded operation.
pub struct Stock {
    pub depot: Option<String>,
    pub sku: Option<String>,
    pub quantity: i32,
    pub price: Option<Decimal>,
    pub shelf: i32,
    pub counted: bool,
}

castile::complex!(Stock, STOCK, f::Struct, SCHEMA, "n1:Stock", {
    0 depot: "depot", "? xs:string nillable";
    1 sku: "sku", "? xs:string nillable";
    2 quantity: "quantity", "1 xs:int";
    3 price: "price", "? xs:decimal nillable";
    4 shelf: "shelf", "1 xs:int";
    5 counted: "counted", "1 xs:boolean";
});

pub struct ArrayOfStock {
    pub item: Vec<Stock>,
}

castile::complex!(ArrayOfStock, ARRAY_OF_STOCK, f::Array(1), SCHEMA, "n1:ArrayOfStock", {
    0 item: "item", "*";
});

pub struct ListStockResponse {
    pub r#return: Option<ArrayOfStock>,
}

castile::complex!(ListStockResponse, LIST_STOCK_RESPONSE, f::Struct, SCHEMA, "n1:listStockResponse", {
    0 r#return: "return", "?";
});

const EMPTY: f::Message = f::Message { body: f::Body::Empty, headers: &[] };

pub static SEARCH_CUSTOMERS: f::Operation = f::Operation {
    name: "SearchCustomers",
    schema: &SCHEMA,
    protocol: f::Protocol::Soap11(""),
    input: EMPTY,
    output: Some(f::Message {
        body: f::Body::Document(f::Field(f::Element, 1, "n1:SearchCustomersResponse", 1, 1, 0, &f::COMPLEX)),
        headers: &[],
    }),
    outcome: None,
};

pub static LIST_STOCK: f::Operation = f::Operation {
    name: "listStock",
    schema: &SCHEMA,
    protocol: f::Protocol::Soap11(""),
    input: EMPTY,
    output: Some(f::Message {
        body: f::Body::Encoded(f::Field(f::Element, 1, "n1:listStockResponse", 1, 1, 0, &f::COMPLEX)),
        headers: &[],
    }),
    outcome: None,
};

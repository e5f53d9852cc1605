//! The types of the contract that the peers are measured with, as they are emitted.

use castile::facts as f;
use castile::value::{DateTime, Decimal};

pub static SCHEMA: f::Schema = f::Schema { namespaces: &["urn:bench:customers:v1"] };

pub struct SearchCustomersResponse {
    pub result: Option<SearchResult>,
}

castile::complex!(SearchCustomersResponse, SEARCH_CUSTOMERS_RESPONSE, f::Struct, SCHEMA, 1, "n1:SearchCustomersResponse", {
    0 result: f::Element, 1, "n1:Result", 0, 1, 0, &f::COMPLEX;
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

castile::complex!(SearchResult, SEARCH_RESULT, f::Struct, SCHEMA, 1, "n1:SearchResult", {
    0 request_id: f::Attribute, 0, "requestId", 1, 1, 0, &f::STRING;
    1 complete: f::Attribute, 0, "complete", 0, 1, 0, &f::BOOLEAN;
    2 total_count: f::Element, 1, "n1:TotalCount", 1, 1, 0, &f::INT;
    3 generated_at: f::Element, 1, "n1:GeneratedAt", 1, 1, 0, &f::DATE_TIME;
    4 next_cursor: f::Element, 1, "n1:NextCursor", 0, 1, f::NILLABLE, &f::STRING;
    5 customer: f::Element, 1, "n1:Customer", 0, f::UNBOUNDED, 0, &f::COMPLEX;
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

castile::complex!(Customer, CUSTOMER, f::Struct, SCHEMA, 1, "n1:Customer", {
    0 id: f::Attribute, 0, "id", 1, 1, 0, &f::LONG;
    1 status: f::Attribute, 0, "status", 0, 1, 0, &CUSTOMER_STATUS_TYPE;
    2 name: f::Element, 1, "n1:Name", 1, 1, 0, &f::STRING;
    3 kind: f::Element, 1, "n1:Kind", 1, 1, 0, &CUSTOMER_KIND_TYPE;
    4 email: f::Element, 1, "n1:Email", 0, 1, f::NILLABLE, &f::STRING;
    5 created_at: f::Element, 1, "n1:CreatedAt", 1, 1, 0, &f::DATE_TIME;
    6 modified_at: f::Element, 1, "n1:ModifiedAt", 0, 1, f::NILLABLE, &f::DATE_TIME;
    7 credit_limit: f::Element, 1, "n1:CreditLimit", 0, 1, 0, &f::DECIMAL;
    8 rating: f::Element, 1, "n1:Rating", 0, 1, 0, &f::DOUBLE;
    9 active: f::Element, 1, "n1:Active", 1, 1, 0, &f::BOOLEAN;
    10 party: f::Group(&CUSTOMER_CHOICE), 0, "", 1, 1, 0, &f::COMPLEX;
    11 address: f::Element, 1, "n1:Address", 0, f::UNBOUNDED, 0, &f::COMPLEX;
    12 phone: f::Element, 1, "n1:Phone", 0, f::UNBOUNDED, 0, &f::STRING;
    13 order: f::Element, 1, "n1:Order", 0, f::UNBOUNDED, 0, &f::COMPLEX;
    14 notes: f::Element, 1, "n1:Notes", 0, 1, 0, &f::STRING;
});

pub enum CustomerChoice {
    Person(Person),
    Company(Company),
}

castile::choice!(CustomerChoice, Person, CUSTOMER_CHOICE, f::Choice, SCHEMA, 1, "", {
    0 Person: f::Element, 1, "n1:Person", 1, 1, 0, &f::COMPLEX;
    1 Company: f::Element, 1, "n1:Company", 1, 1, 0, &f::COMPLEX;
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

castile::complex!(Person, PERSON, f::Struct, SCHEMA, 1, "n1:Person", {
    0 first_name: f::Element, 1, "n1:FirstName", 1, 1, 0, &f::STRING;
    1 middle_name: f::Element, 1, "n1:MiddleName", 0, 1, 0, &f::STRING;
    2 last_name: f::Element, 1, "n1:LastName", 1, 1, 0, &f::STRING;
});

pub struct Company {
    pub legal_name: String,
    pub tax_number: Option<String>,
    pub employees: Option<i32>,
}

castile::complex!(Company, COMPANY, f::Struct, SCHEMA, 1, "n1:Company", {
    0 legal_name: f::Element, 1, "n1:LegalName", 1, 1, 0, &f::STRING;
    1 tax_number: f::Element, 1, "n1:TaxNumber", 0, 1, 0, &f::STRING;
    2 employees: f::Element, 1, "n1:Employees", 0, 1, 0, &f::INT;
});

pub struct Address {
    pub primary: Option<bool>,
    pub street: String,
    pub city: String,
    pub postal_code: Option<String>,
    pub country: String,
}

castile::complex!(Address, ADDRESS, f::Struct, SCHEMA, 1, "n1:Address", {
    0 primary: f::Attribute, 0, "primary", 0, 1, 0, &f::BOOLEAN;
    1 street: f::Element, 1, "n1:Street", 1, 1, 0, &f::STRING;
    2 city: f::Element, 1, "n1:City", 1, 1, 0, &f::STRING;
    3 postal_code: f::Element, 1, "n1:PostalCode", 0, 1, 0, &f::STRING;
    4 country: f::Element, 1, "n1:Country", 1, 1, 0, &f::STRING;
});

pub struct Order {
    pub number: String,
    pub currency: Option<String>,
    pub date: DateTime,
    pub total: Decimal,
    pub line: Vec<OrderLine>,
}

castile::complex!(Order, ORDER, f::Struct, SCHEMA, 1, "n1:Order", {
    0 number: f::Attribute, 0, "number", 1, 1, 0, &f::STRING;
    1 currency: f::Attribute, 0, "currency", 0, 1, 0, &f::STRING;
    2 date: f::Element, 1, "n1:Date", 1, 1, 0, &f::DATE_TIME;
    3 total: f::Element, 1, "n1:Total", 1, 1, 0, &f::DECIMAL;
    4 line: f::Element, 1, "n1:Line", 0, f::UNBOUNDED, 0, &f::COMPLEX;
});

pub struct OrderLine {
    pub sku: String,
    pub description: String,
    pub quantity: i32,
    pub unit_price: Decimal,
    pub discount: Option<Decimal>,
}

castile::complex!(OrderLine, ORDER_LINE, f::Struct, SCHEMA, 1, "n1:OrderLine", {
    0 sku: f::Attribute, 0, "sku", 1, 1, 0, &f::STRING;
    1 description: f::Element, 1, "n1:Description", 1, 1, 0, &f::STRING;
    2 quantity: f::Element, 1, "n1:Quantity", 1, 1, 0, &f::INT;
    3 unit_price: f::Element, 1, "n1:UnitPrice", 1, 1, 0, &f::DECIMAL;
    4 discount: f::Element, 1, "n1:Discount", 0, 1, f::NILLABLE, &f::DECIMAL;
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

castile::complex!(Stock, STOCK, f::Struct, SCHEMA, 1, "n1:Stock", {
    0 depot: f::Element, 0, "depot", 0, 1, f::NILLABLE, &f::STRING;
    1 sku: f::Element, 0, "sku", 0, 1, f::NILLABLE, &f::STRING;
    2 quantity: f::Element, 0, "quantity", 1, 1, 0, &f::INT;
    3 price: f::Element, 0, "price", 0, 1, f::NILLABLE, &f::DECIMAL;
    4 shelf: f::Element, 0, "shelf", 1, 1, 0, &f::INT;
    5 counted: f::Element, 0, "counted", 1, 1, 0, &f::BOOLEAN;
});

pub struct ArrayOfStock {
    pub item: Vec<Stock>,
}

castile::complex!(ArrayOfStock, ARRAY_OF_STOCK, f::Array(1), SCHEMA, 1, "n1:ArrayOfStock", {
    0 item: f::Element, 0, "item", 0, f::UNBOUNDED, 0, &f::COMPLEX;
});

pub struct ListStockResponse {
    pub r#return: Option<ArrayOfStock>,
}

castile::complex!(ListStockResponse, LIST_STOCK_RESPONSE, f::Struct, SCHEMA, 1, "n1:listStockResponse", {
    0 r#return: f::Element, 0, "return", 0, 1, 0, &f::COMPLEX;
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

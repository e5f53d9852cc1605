//! The same types as one would write them by hand, with serde's derives for the JSON twin.

use serde::{Deserialize, Serialize};

use crate::value::{DateTime, Decimal};

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchResult {
    #[serde(rename = "requestId")]
    pub request_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<bool>,
    #[serde(rename = "TotalCount")]
    pub total_count: i32,
    #[serde(rename = "GeneratedAt")]
    pub generated_at: DateTime,
    #[serde(rename = "NextCursor", default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    #[serde(rename = "Customer", default, skip_serializing_if = "Vec::is_empty")]
    pub customer: Vec<Customer>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    pub id: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CustomerStatus>,
    #[serde(rename = "Name")]
    pub name: String,
    #[serde(rename = "Kind")]
    pub kind: CustomerKind,
    #[serde(rename = "Email", default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(rename = "CreatedAt")]
    pub created_at: DateTime,
    #[serde(rename = "ModifiedAt", default, skip_serializing_if = "Option::is_none")]
    pub modified_at: Option<DateTime>,
    #[serde(rename = "CreditLimit", default, skip_serializing_if = "Option::is_none")]
    pub credit_limit: Option<Decimal>,
    #[serde(rename = "Rating", default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    #[serde(rename = "Active")]
    pub active: bool,
    #[serde(rename = "Person", default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    #[serde(rename = "Company", default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    #[serde(rename = "Address", default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<Address>,
    #[serde(rename = "Phone", default, skip_serializing_if = "Vec::is_empty")]
    pub phone: Vec<String>,
    #[serde(rename = "Order", default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<Order>,
    #[serde(rename = "Notes", default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum CustomerKind {
    #[default]
    Individual,
    Organization,
    Government,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CustomerStatus {
    Active,
    Suspended,
    Closed,
    Prospect,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Person {
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    pub last_name: String,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Company {
    pub legal_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<i32>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Address {
    #[serde(rename = "primary", default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
    pub street: String,
    pub city: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    pub country: String,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Order {
    #[serde(rename = "number")]
    pub number: String,
    #[serde(rename = "currency", default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    pub date: DateTime,
    pub total: Decimal,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line: Vec<OrderLine>,
}

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct OrderLine {
    #[serde(rename = "sku")]
    pub sku: String,
    pub description: String,
    pub quantity: i32,
    pub unit_price: Decimal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Decimal>,
}

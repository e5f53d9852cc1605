//! What reading takes: seldom more memory than the value itself, and few allocations besides.

#![allow(unreachable_pub)]

#[allow(dead_code)]
#[path = "../benches/codec/customers.rs"]
mod customers;

use allocation_counter::{AllocationInfo, measure};
use castile::Content;
use castile::facts::Operation;
use castile::soap::{Headers, read_reply};
use castile::xml::Limits;
use castile_generated::netforum::{WEB_WEB_USER_VALIDATE_TOKEN_OPERATION, WebWebUserValidateTokenResponse};
use castile_generated::sbt::{AUTHENTICATE_API_KEY_OPERATION, AuthenticateApiKeyResponse};
use castile_generated::verba::{REQUEST_TOKEN_OPERATION, RequestTokenResponse};
use castile_tests::messages::{Style, encoded_reply, search_reply};
use customers::{LIST_STOCK, ListStockResponse, SEARCH_CUSTOMERS, SearchCustomersResponse};

/// The value of a reply, and its header blocks.
fn read<T: Content + Default>(operation: &'static Operation, text: &str) -> (T, Headers) {
    let mut value = T::default();
    let received = read_reply(operation, text, &Limits::default(), &mut value).expect("a reply");
    assert!(received.fault.is_none());
    (value, received.headers)
}

/// What reading a reply allocates, and what is kept of it does: a copy allocates once for each string and list that it owns.
fn allocations<T: Content + Clone + Default>(
    operation: &'static Operation,
    text: &str,
) -> (AllocationInfo, AllocationInfo) {
    // The first of its type makes the plan that all others read by.
    let kept: (T, Headers) = read(operation, text);
    let reading = measure(|| {
        std::hint::black_box(read::<T>(operation, text));
    });
    let copying = measure(|| {
        std::hint::black_box(kept.clone());
    });
    (reading, copying)
}

/// Strings and lists of what is kept, plus 10.
#[test]
fn a_warm_reply_allocates_little_but_its_value() {
    let check = |name: &str, (reading, copying): (AllocationInfo, AllocationInfo)| {
        let (reading, owned) = (reading.count_total, copying.count_total);
        assert!(reading <= owned + 10, "{name}: {reading} allocations for {owned} strings and lists");
    };
    let sample = |name: &str| std::fs::read_to_string(format!("samples/{name}.response.xml")).expect("a sample");
    for style in [Style::Wcf, Style::JaxWs] {
        let text = search_reply(style, 1_000);
        assert!((700..1_400).contains(&text.len()), "{} bytes", text.len());
        check("customers", allocations::<SearchCustomersResponse>(&SEARCH_CUSTOMERS, &text));
    }
    check("stock", allocations::<ListStockResponse>(&LIST_STOCK, &encoded_reply(1)));
    check(
        "netforum",
        allocations::<WebWebUserValidateTokenResponse>(
            &WEB_WEB_USER_VALIDATE_TOKEN_OPERATION,
            &sample("netforum/WEBWebUserValidateToken"),
        ),
    );
    check(
        "sbt",
        allocations::<AuthenticateApiKeyResponse>(&AUTHENTICATE_API_KEY_OPERATION, &sample("sbt/AuthenticateAPIKey")),
    );
    check("verba", allocations::<RequestTokenResponse>(&REQUEST_TOKEN_OPERATION, &sample("verba/requestToken.ok")));
}

/// 60 MiB for a reply of 20 MB, which is among them, are 3.1 bytes a byte. The counter sees a list that grows twice, the old
/// and the new one, where the system's allocator moves large blocks; `cargo bench` measures what is resident.
#[test]
fn a_large_reply_takes_three_times_its_size() {
    let text = search_reply(Style::Wcf, 1_000_000);
    let mut kept = None;
    let reading = measure(|| kept = Some(read::<SearchCustomersResponse>(&SEARCH_CUSTOMERS, &text)));
    assert!(kept.is_some());
    let (peak, size) = (reading.bytes_max + text.len() as u64, text.len() as u64);
    assert!(peak <= size * 29 / 10, "{peak} bytes for {size}");
}

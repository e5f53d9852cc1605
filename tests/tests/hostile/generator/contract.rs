//! The code that the tests of hostile replies use is what their contract generates.

use castile_codegen::Config;
use castile_tests::golden::{expect_file, report};

#[test]
fn the_code_of_the_desk_is_current() {
    let config = Config::new("tests/hostile/response/desk.wsdl")
        .module("desk")
        .secret("look/password")
        .secret("Values/password")
        .client("Desk11", "DeskClient")
        .client("Desk12", "Desk12Client")
        .client("DeskJson", "DeskJsonClient")
        .client("Finder", "FinderClient")
        .client("Counter", "CounterClient")
        .command("UPDATE_EXPECT=1 cargo test -p castile-tests --test hostile_generator")
        .single_file();
    let output = castile_codegen::generate(&config).unwrap_or_else(|error| panic!("{error}"));
    let failures: Vec<String> =
        expect_file("tests/hostile/response/desk.rs".as_ref(), &output.files["desk.rs"]).err().into_iter().collect();
    report(&failures, "hostile_generator");
}

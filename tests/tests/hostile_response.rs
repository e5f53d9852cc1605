//! Hostile replies, through the client as it is: each is the reply it should be or the error that says what it is.

#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::too_many_lines,
    clippy::format_collect,
    clippy::type_complexity,
    clippy::items_after_statements
)]

#[path = "hostile/response/carrier.rs"]
mod carrier;
#[path = "hostile/response/cut.rs"]
mod cut;
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports, missing_docs)]
#[path = "hostile/response/desk.rs"]
mod desk;
#[path = "hostile/response/double.rs"]
mod double;
#[path = "hostile/response/fill.rs"]
mod fill;
#[path = "hostile/response/markup.rs"]
mod markup;
#[path = "hostile/response/references.rs"]
mod references;
#[path = "hostile/response/time.rs"]
mod time;

/// How many replies the tables hold; those of limits, cuts and times come on top.
#[test]
fn the_matrix_has_hundreds_of_replies() {
    carrier::pages_and_statuses_are_told_from_messages();
    carrier::a_fault_of_any_shape_is_a_fault_or_an_error();
    carrier::encodings_agree_or_the_reply_is_refused();
    carrier::one_way_operations_take_no_page_for_success();
    carrier::json_that_is_none_is_refused();
    markup::document_type_declarations_are_refused_unread();
    markup::what_is_not_well_formed_is_refused_for_its_reason();
    markup::what_is_well_formed_is_read();
    markup::values_keep_to_their_lexical_space();
    markup::another_message_than_the_contracts_is_refused();
    references::the_size_an_array_claims_is_not_believed();
    references::data_contracts_refer_by_their_own_attributes();
    references::header_blocks_that_nobody_understands_are_left_alone();
    let given = double::GIVEN.get();
    println!("{given} replies");
    assert!(given >= 350, "{given}");
}

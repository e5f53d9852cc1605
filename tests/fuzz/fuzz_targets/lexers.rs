//! Every lexer: what it takes it writes, and takes again as the same value.
#![no_main]

use castile::content::{Input, NoScope};
use castile::value::*;
use castile::{Content, from_json, to_json};
use libfuzzer_sys::fuzz_target;

fn lex<T: Content + Default + PartialEq + std::fmt::Debug>(text: &str) {
    let mut value = T::default();
    if value.lex(Input::Text(text, &NoScope)).is_err() {
        return;
    }
    let _ = format!("{value:?}");
    // JSON holds the literal of every type.
    let Ok(written) = to_json(&value) else { return };
    let again: T = from_json(&written).unwrap_or_else(|error| panic!("{text:?} is written {written:?}: {error}"));
    assert_eq!(to_json(&again).ok(), Some(written), "{text:?}");
}

fuzz_target!(|text: &str| {
    lex::<bool>(text);
    lex::<i8>(text);
    lex::<u8>(text);
    lex::<i16>(text);
    lex::<i32>(text);
    lex::<i64>(text);
    lex::<u64>(text);
    lex::<f32>(text);
    lex::<f64>(text);
    lex::<Integer>(text);
    lex::<Decimal>(text);
    lex::<DateTime>(text);
    lex::<Date>(text);
    lex::<Time>(text);
    lex::<GYear>(text);
    lex::<GYearMonth>(text);
    lex::<GMonth>(text);
    lex::<GMonthDay>(text);
    lex::<GDay>(text);
    lex::<Duration>(text);
    lex::<HexBinary>(text);
    lex::<Base64Binary>(text);
    lex::<String>(text);
    // A pattern of the input's first line over the rest.
    if let Some((pattern, rest)) = text.split_once('\n')
        && let Ok(pattern) = castile::pattern::Pattern::new(pattern)
    {
        let _ = pattern.matches(rest);
    }
});

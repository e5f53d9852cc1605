use std::time::{Duration, Instant};

use super::*;

fn pattern(text: &str) -> Pattern {
    Pattern::new(text).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn check(text: &str, matching: &[&str], other: &[&str]) {
    let pattern = pattern(text);
    for value in matching {
        assert!(pattern.matches(value), "{text} should match {value:?}");
    }
    for value in other {
        assert!(!pattern.matches(value), "{text} should not match {value:?}");
    }
}

#[test]
fn the_whole_text_must_match() {
    check("abc", &["abc"], &["", "ab", "abcd", "xabc"]);
    check("", &[""], &["a"]);
    check("^a$", &["^a$"], &["a"]);
}

#[test]
fn branches_and_groups() {
    check("a|bc|", &["a", "bc", ""], &["b", "abc", "a|bc"]);
    check("x(a|b)y", &["xay", "xby"], &["xy", "xaby"]);
    check("(a(b(c)?)?)?", &["", "a", "ab", "abc"], &["b", "ac"]);
    check("()", &[""], &["a"]);
}

#[test]
fn quantifiers() {
    check("a?", &["", "a"], &["aa"]);
    check("a*b+", &["b", "aab", "abbb"], &["", "a", "ba"]);
    check("a{2}", &["aa"], &["a", "aaa"]);
    check("a{2,}", &["aa", "aaaaa"], &["a"]);
    check("a{2,3}", &["aa", "aaa"], &["a", "aaaa"]);
    check("a{0,1}b{1,2}c{2,3}", &["abcc", "bbccc"], &["aabcc", "bc"]);
    check("a{0}", &[""], &["a"]);
    check("a{0,0}b", &["b"], &["ab"]);
    check("(ab){2,3}", &["abab", "ababab"], &["ab", "aba"]);
    check("(a*)*", &["", "aaa"], &["b"]);
    check("(a*)+b", &["b", "aab"], &["a"]);
    check("(|a){3}", &["", "a", "aaa"], &["aaaa"]);
    check("(){1000000000}x", &["x"], &[""]);
    check("(){0,4000000000}x", &["x"], &[""]);
}

#[test]
fn classes() {
    check("[abc]", &["a", "b", "c"], &["d", "ab", ""]);
    check("[^abc]", &["d", "\n", "𐠀"], &["a"]);
    check("[a-cx-z]+", &["abcxyz"], &["d"]);
    check("[a-z-[aeiou]]+", &["bcd"], &["a", "bad"]);
    check("[^a-z-[0-9]]", &["A", "-"], &["a", "5"]);
    check("[a-z-[b-y-[m]]]", &["a", "m", "z"], &["b", "y"]);
    check("[\\d\\-]+", &["1-2"], &["a"]);
    check("[\\p{Lu}\\s]+", &["A B"], &["a"]);
    check("[.*+?()|{}$]+", &[".*+?()|{}$"], &["a"]);
    check("[a^]", &["a", "^"], &["b"]);
    check("[\u{7f}-\u{80}]", &["\u{7f}", "\u{80}"], &["~", "\u{81}"]);
    check("[\\^a]", &["^", "a"], &["b"]);
}

#[test]
fn a_hyphen_that_forms_no_range_is_itself() {
    check("[-a]+", &["-a"], &["b"]);
    check("[a-]+", &["-a"], &["b"]);
    check("[^-a]", &["b"], &["-", "a"]);
    check("[\\w-.]+", &["a-b.c"], &["/"]);
    check("[a-c-e]+", &["abc-e"], &["d"]);
    check("[a--[a]]", &["-"], &["a"]);
    check("[+--]+", &["+,-"], &["."]);
}

#[test]
fn escapes() {
    check("\\d+", &["0123456789", "\u{669}"], &["a", "²"]);
    check("\\D", &["a"], &["1"]);
    check("\\s\\S", &[" a", "\n\u{a0}"], &["aa", "  "]);
    check("\\i\\c*", &["a-1.b", "_", ":x"], &["-", "1", ""]);
    check("\\I", &["1", " "], &["a"]);
    check("\\C", &[" ", "/"], &["a", "."]);
    check("\\w+", &["aé1", "$+"], &["_", "a b", "a.b"]);
    check("\\W", &["_", " ", "."], &["a"]);
    check("\\n\\r\\t", &["\n\r\t"], &["nrt"]);
    check("\\.\\\\\\?\\*\\+\\(\\)\\{\\}\\[\\]\\|\\-\\^", &[".\\?*+(){}[]|-^"], &[""]);
    check("\\/\\$", &["/$"], &["\\/\\$"]);
    check(".", &["a", "\u{2028}"], &["\n", "\r", "", "ab"]);
    check("\\p{L}\\P{L}", &["a1"], &["aa", "11"]);
    check("\\p{IsBasicLatin}+", &["abc"], &["é"]);
    check("\\P{IsBasicLatin}+", &["é"], &["abc"]);
}

#[test]
fn errors_point_at_the_place() {
    use PatternProblem as P;
    for (text, position, problem) in [
        ("a(b", 4, P::UnmatchedParenthesis),
        ("a)b", 2, P::UnmatchedParenthesis),
        ("*a", 1, P::Unescaped('*')),
        ("a**", 3, P::Unescaped('*')),
        ("a{2}{3}", 5, P::Unescaped('{')),
        ("é]", 2, P::Unescaped(']')),
        ("a}", 2, P::Unescaped('}')),
        ("(+)", 2, P::Unescaped('+')),
        ("ab\\y", 3, P::Escape),
        ("ab\\", 3, P::Escape),
        ("\\u0020", 1, P::Escape),
        ("\\p{Xx}", 1, P::Property),
        ("\\p{IsFoo}", 1, P::Property),
        ("\\pL", 1, P::Property),
        ("\\p{L", 1, P::Property),
        ("a{}", 3, P::Quantity),
        ("a{,2}", 3, P::Quantity),
        ("a{2", 4, P::Quantity),
        ("a{3,2}", 7, P::Quantity),
        ("[z-a]", 5, P::Range),
        ("[a-\\d]", 6, P::Range),
        ("[a", 3, P::UnclosedClass),
        ("[]", 2, P::EmptyClass),
        ("[^]", 3, P::EmptyClass),
        ("[a[b]", 3, P::Unescaped('[')),
        ("[a-[b]c]", 7, P::AfterSubtraction),
        ("[a-", 4, P::UnclosedClass),
        ("a{99999999999}", 3, P::TooLarge),
        ("a{20000}", 9, P::TooLarge),
    ] {
        let error = Pattern::new(text).map(drop).unwrap_err();
        assert_eq!((error.position, error.problem), (position, problem), "{text}");
    }
    let said = |text: &str| Pattern::new(text).map(drop).unwrap_err().to_string();
    assert_eq!(said("a**"), "pattern \"a**\", character 3: '*' needs a backslash here");
    assert_eq!(said("a{20000}"), format!("pattern \"a{{20000}}\", character 9: {}", PatternProblem::TooLarge));
}

#[test]
fn size_and_depth_are_limited() {
    check("a{19999}", &[&"a".repeat(19_999)], &["a"]);
    for text in ["((a{100}){100}){100}", "(((((|){99}){99}){99}){99}){99}", "(a{0,1000}){0,1000}"] {
        assert_eq!(Pattern::new(text).map(drop).unwrap_err().problem, PatternProblem::TooLarge);
    }
    for repeated in ["\\w", "[\\w]", "\\P{Lu}"] {
        assert_eq!(Pattern::new(&repeated.repeat(15_000)).map(drop).unwrap_err().problem, PatternProblem::TooLarge);
    }
    let wide = format!("[{}]", "\\w".repeat(15_000));
    assert_eq!(Pattern::new(&wide).map(drop).unwrap_err().problem, PatternProblem::TooLarge);
    assert!(pattern(&"\\w".repeat(100)).matches(&"a".repeat(100)));
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(pattern(&nested(100)).matches("a"));
    assert_eq!(Pattern::new(&nested(101)).map(drop).unwrap_err().problem, PatternProblem::TooDeep);
    let subtracted = |n: usize| format!("{}[a]{}", "[a-".repeat(n), "]".repeat(n));
    assert!(pattern(&subtracted(100)).matches("a"));
    assert_eq!(Pattern::new(&subtracted(101)).map(drop).unwrap_err().problem, PatternProblem::TooDeep);
    let deep = format!("{}a", "[a-".repeat(100_000));
    assert_eq!(Pattern::new(&deep).map(drop).unwrap_err().problem, PatternProblem::TooDeep);
}

/// Each of these takes a backtracking matcher longer than anybody waits.
#[test]
fn no_pattern_is_exponential() {
    let start = Instant::now();
    let text = format!("{}!", "a".repeat(2000));
    for hostile in ["(a*)*", "(a|a)*", "(a|aa)+", "(.*a){20}", "(a+)+", "(a?){500}a{500}"] {
        assert!(!pattern(hostile).matches(&text) || hostile.starts_with("(."), "{hostile}");
    }
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn the_cache_gives_the_same_pattern() {
    let first = cached("[a-z]+").map_err(|error| error.to_string());
    let second = cached("[a-z]+").map_err(|error| error.to_string());
    assert!(matches!((first, second), (Ok(first), Ok(second)) if Arc::ptr_eq(&first, &second)));
    assert!(cached("(").is_err());
}

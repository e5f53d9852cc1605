//! Facets are read leniently and written strictly: a violation names its path and its facet.

use castile_tests::round_trip;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::Article;

fn article() -> Article {
    round_trip(include_str!("example.xml"))
}

/// The path and the text of what writing refuses.
fn refusal(article: &Article) -> (String, String) {
    let error = castile::to_xml(article).unwrap_err();
    (error.path().to_owned(), error.to_string())
}

#[test]
fn values_within_the_facets_are_read_and_written() {
    let article = article();
    assert_eq!(article.code, "AB1234");
    assert_eq!(article.discount.as_ref().map(ToString::to_string).as_deref(), Some("12.50"));
    assert_eq!(article.line.iter().map(|line| line.count).collect::<Vec<_>>(), [999, -5]);
    assert_eq!(article.line[1].part, "ZZ1");
    assert_eq!(article.word.as_deref(), Some("in stock"));
}

#[test]
fn values_outside_of_the_facets_are_read() {
    let article: Article = castile::from_xml(include_str!("example_violating.xml")).unwrap();
    assert_eq!(article.code, "lower case");
    assert_eq!(article.line[0].count, 1000);
}

#[test]
fn a_pattern_is_checked_on_writing() {
    let (path, text) = refusal(&Article { code: "ab12".to_owned(), ..article() });
    assert_eq!(path, "article/code");
    assert!(text.contains("[A-Z]{2}\\d+"), "{text}");
}

#[test]
fn a_bound_is_checked_on_writing() {
    let (path, text) = refusal(&Article { discount: Some("100".parse().unwrap()), ..article() });
    assert_eq!(path, "article/discount");
    assert!(text.contains("100"), "{text}");
    let (path, _) = refusal(&Article { discount: Some("1.005".parse().unwrap()), ..article() });
    assert_eq!(path, "article/discount");
}

#[test]
fn an_inherited_facet_and_a_narrower_one_hold_in_a_repeated_member() {
    let mut too_long = article();
    too_long.line[1].part = "AB123".to_owned();
    assert_eq!(refusal(&too_long).0, "article/line[2]/@part");
    let mut no_match = article();
    no_match.line[0].part = "A1".to_owned();
    assert_eq!(refusal(&no_match).0, "article/line[1]/@part");
    let mut too_many_digits = article();
    too_many_digits.line[0].count = 1000;
    assert_eq!(refusal(&too_many_digits).0, "article/line[1]/@count");
}

#[test]
fn occurrence_is_checked_on_writing() {
    let mut article = article();
    article.line.push(article.line[0].clone());
    assert_eq!(refusal(&article).0, "article/line");
}

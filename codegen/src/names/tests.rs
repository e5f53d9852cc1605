//! What names become.

use super::{Scope, arm, module, pascal, raw, screaming, snake};

#[test]
fn words_are_cut_where_a_reader_cuts_them() {
    for (name, expected) in [
        ("p_companyID", "p_company_id"),
        ("HTTPServer", "http_server"),
        ("getURLs", "get_urls"),
        ("requestToken", "request_token"),
        ("stringLength-1_Type", "string_length_1_type"),
        ("Base64Binary", "base64_binary"),
        ("eid", "eid"),
        ("Esws.getSyncToken", "esws_get_sync_token"),
        ("__x__", "x"),
    ] {
        assert_eq!(snake(name), expected, "{name}");
    }
    assert_eq!(pascal("HTTPServer_v2"), "HttpServerV2");
    assert_eq!(pascal("Prim._Contact"), "PrimContact");
    assert_eq!(pascal("version-1.0"), "Version1_0");
    assert_eq!(screaming("requestToken"), "REQUEST_TOKEN");
}

#[test]
fn every_name_is_an_identifier() {
    for name in
        ["", " ", "1", "-", "\u{0}", "\u{202e}", "e\u{301}", "é", "🦀", "İ", "ﬁ", "ŉ", "名前", "İİ", &"x".repeat(300)]
    {
        for ident in [pascal(name), snake(name), screaming(name), arm(name), module(name)] {
            let spelled = raw(&ident);
            assert!(syn::parse_str::<syn::Ident>(&spelled).is_ok(), "{name:?} became {spelled:?}");
            assert!(ident.len() <= 160, "{ident}");
        }
    }
}

#[test]
fn normalisation_joins_no_two_names() {
    assert_ne!(snake("e\u{301}"), snake("é"));
    assert_eq!(snake("é"), "é");
    assert_eq!(snake("e\u{301}"), "eu301");
}

#[test]
fn keywords_are_raw_where_they_can_be() {
    assert_eq!(raw("type"), "r#type");
    assert_eq!(raw("self"), "self_");
    assert_eq!(raw("Self"), "Self_");
    assert_eq!(raw("gen"), "r#gen");
    assert_eq!(raw("name"), "name");
}

#[test]
fn enumeration_values_have_readable_arms() {
    for (value, expected) in [
        ("ERROR_GENERAL", "ErrorGeneral"),
        ("1", "Value1"),
        ("", "Empty"),
        ("<=", "LessEqual"),
        ("-1", "Minus1"),
        ("a b", "AB"),
        ("1.5", "Value1_5"),
    ] {
        assert_eq!(arm(value), expected, "{value:?}");
    }
}

#[test]
fn namespaces_name_modules() {
    for (namespace, expected) in [
        ("http://v2.provisioning.ws.example.com/", "v2_provisioning"),
        ("http://tempuri.org/", "tempuri"),
        ("urn:example:orders", "orders"),
        ("uen:esws", "esws"),
        ("http://schemas.example.com/2004/07/Orders.Contract", "orders_contract"),
        ("http://www.example.com/OnDemand/2005/", "on_demand_2005"),
        ("http://www.example.org/types", "types"),
        ("", "types"),
        ("http://example.com/con", "con_"),
        ("http://soap.example.com", "soap"),
    ] {
        assert_eq!(module(namespace), expected, "{namespace}");
    }
}

#[test]
fn collisions_are_numbered() {
    let mut scope = Scope::of_types();
    assert_eq!(scope.take(&["String", "StringType"]), "StringType");
    assert_eq!(scope.take(&["Address"]), "Address");
    assert_eq!(scope.take(&["Address"]), "Address2");
    assert_eq!(scope.take(&["Address"]), "Address3");
    assert_eq!(scope.take(&["Line1"]), "Line1");
    assert_eq!(scope.take(&["Line1"]), "Line1_2");
    let mut fields = Scope::new();
    assert_eq!(fields.take(&["item"]), "item");
    assert_eq!(fields.take(&["item"]), "item_2");
}

#[test]
fn a_long_name_is_cut_as_custom_has_it() {
    let long = "x".repeat(300);
    let (pascal, snake) = (pascal(&long), snake(&long));
    assert_eq!((pascal.len(), pascal.contains('_')), (127, false));
    assert_eq!((snake.len(), snake.matches('_').count()), (128, 1));
}

#[test]
fn a_second_name_of_one_letter_is_one_that_rust_likes() {
    let mut arms = Scope::of_arms(&["Self"]);
    assert_eq!([arms.take(&["E"]), arms.take(&["E"]), arms.take(&["E"])], ["E", "E2", "E3"]);
    assert_eq!([arms.take(&["AB"]), arms.take(&["AB"]), arms.take(&["Self"])], ["AB", "AB2", "Self2"]);
    assert_eq!([arms.take(&["A1"]), arms.take(&["A1"])], ["A1", "A1_2"]);
    let mut statics = Scope::new();
    assert_eq!([statics.take(&["ITEM"]), statics.take(&["ITEM"])], ["ITEM", "ITEM_2"]);
    assert_eq!([statics.take(&["e"]), statics.take(&["e"])], ["e", "e_2"]);
}

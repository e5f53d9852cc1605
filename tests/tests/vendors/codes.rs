//! Every code that a vendor documents has a name and a meaning of its own.

use castile::facts::Operation;
use castile::outcome::Code;
use castile_generated::{identysoft, kendox, netforum, sbt, verba};

/// The codes of an operation's rule are these, and the enum has an arm for each.
#[track_caller]
fn assert_documented<C: Code + std::fmt::Debug>(operation: &Operation, codes: &[&str]) {
    let rule = operation.outcome.expect("a rule");
    let mut documented: Vec<&str> = rule.codes.iter().map(|known| known.0).collect();
    let mut expected = codes.to_vec();
    documented.sort_unstable();
    expected.sort_unstable();
    assert_eq!(documented, expected);
    for code in codes {
        let shown = format!("{:?}", C::from_code(Some(code)));
        assert!(!shown.starts_with("Other"), "{code}");
        assert!(rule.meaning(code).is_some_and(|meaning| meaning.len() > 10), "{code} is explained");
    }
    assert!(format!("{:?}", C::from_code(Some("a code to come"))).starts_with("Other"));
}

#[test]
fn of_identysoft() {
    let codes = [
        // Of every call.
        "ERROR_NO_SECURITY_HASH",
        "ERROR_UNKNOWN_SECURITY_HASH",
        "Company is Branches but no group name specified. It is required for this type of company.",
        "Company is Branches but the group name specified does not exists.",
        "NO_ID_RECEIVED",
        "INCORRECT_ID_RECEIVED",
        // getSyncToken
        "NO USERNAME PROVIDED",
        "NO PASSWORD PROVIDED",
        "NO USERID PROVIDED",
        "NO ADMIN FOUND BASED ON USERNAME AND PASSWORD",
        "NO USER FOUND BASED ON THE ID PROVIDED",
        // deleteUser
        "USER_WAS_NOT_FOUND",
        "User does not exist in our db",
        "Company is Branches but no location has been provided",
        // updateCard
        "NO_WS_ALT_USER_ID_INFOFIELD_SET",
        "CAN_NOT_SAVE_USER",
        "CARD_NOT_SUPPORTED",
        "CARD_NOT_VALID",
        "CARD_EXISTS_FOR_AN_OTHER_USER",
        "NO_USER_FOUND_WITH_WSALTUSERID",
        "NO_INFO_FOUND_WITH_WSALTUSERID",
        // Rows.
        "-1 NO RECORD",
    ];
    for operation in [
        &identysoft::ESWS_GET_SYNC_TOKEN_OPERATION,
        &identysoft::ESWS_GET_TOTAL_SYNC_TOKEN_OPERATION,
        &identysoft::ESWS_DELETE_USER_OPERATION,
        &identysoft::ESWS_UPDATE_CARD_OPERATION,
        &identysoft::ESWS_GET_GROUPS_OPERATION,
    ] {
        assert_documented::<identysoft::EswsCode>(operation, &codes);
    }
}

#[test]
fn of_verba() {
    let codes = [
        "OK",
        "ERROR_GENERAL",
        "ERROR_ILLEGAL_ARGUMENT",
        "ERROR_UNAUTHORIZED",
        "ERROR_ALREADY_EXISTS",
        "ERROR_NOT_FOUND",
        "ERROR_TOO_MANY_RESULT",
    ];
    for operation in [
        &verba::REQUEST_TOKEN_OPERATION,
        &verba::RELEASE_TOKEN_OPERATION,
        &verba::LIST_USERS_OPERATION,
        &verba::CREATE_EXTENSION_OPERATION,
        &verba::DELETE_GROUP_OPERATION,
    ] {
        assert_documented::<verba::ProvisioningCode>(operation, &codes);
    }
}

#[test]
fn of_sbt() {
    for operation in [&sbt::AUTHENTICATE_API_KEY_OPERATION, &sbt::LOGIN_REST_CLIENT_AUTHENTICATE_API_KEY] {
        assert_documented::<sbt::LoginCode>(operation, &["1000", "1001", "1400", "1401", "1402"]);
    }
}

/// Faults have no codes; their names are the manifest's.
#[test]
fn of_netforum() {
    let names =
        ["InvalidToken", "InvalidCredentials", "LockedCredentials", "Locked", "MemberTokenNotValid", "SystemException"];
    for operation in [&netforum::AUTHENTICATE_OPERATION, &netforum::WEB_VALIDATE_OPERATION] {
        assert_documented::<netforum::XWebCode>(operation, &names);
        let details: Vec<&str> = operation.outcome.expect("a rule").faults.iter().map(|rule| rule.0).collect();
        for detail in [
            "InvalidCredentialsExceptionInfo",
            "SystemExceptionInfo",
            "LockedCredentialsExceptionInfo",
            "InvalidTokenException",
        ] {
            assert!(details.contains(&detail), "{detail}");
        }
    }
}

#[test]
fn of_kendox() {
    let codes = [
        "10006",
        "10007",
        "10008",
        "10038",
        "10052",
        "10055",
        "10056",
        "10057",
        "10060",
        "10061",
        "10062",
        "10063",
        "10064",
        "10065",
        "10089",
        "10100",
        "10222",
        "10244",
        "10246",
        "10268",
        "10285",
        "10376",
        // Not the server's: what a connection means that cannot be used yet.
        "VerificationCodeNeeded",
    ];
    for operation in [&kendox::LOGON_WITH_TOKEN_OPERATION, &kendox::LOGOFF_OPERATION] {
        assert_documented::<kendox::InfoShareCode>(operation, &codes);
    }
}

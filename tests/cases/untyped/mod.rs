//! Elements that the manifest wants as XML are kept as they come, and their types are not generated where nothing else leads
//! to them.

use castile_tests::answer;

#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, dead_code, unreachable_pub, unused_imports)]
mod expected;

use self::expected::{AnswersChoice, GetMessage, MailboxClient};

#[test]
fn what_is_untyped_is_kept_as_xml() {
    let client = MailboxClient::new(MailboxClient::ENDPOINT).unwrap();
    let request = GetMessage { id: 1 };
    let reply =
        client.get_message(&request).read(answer(200, "text/xml", include_str!("example_response.xml"))).unwrap();
    let [AnswersChoice::Message(message), AnswersChoice::Folder(folder), AnswersChoice::Count(count)] =
        reply.body.choice.as_slice()
    else {
        panic!("{reply:?}");
    };
    assert_eq!(message.subject, "Tea");
    assert!(folder.content().contains("Ada"), "{folder:?}");
    assert_eq!(count.read_as::<i32>().unwrap(), 7);
}

#[test]
fn types_that_nothing_else_leads_to_are_not_generated() {
    let text = include_str!("expected.rs");
    assert!(!text.contains("struct Folder") && !text.contains("struct Owner"));
}

//! Rows of responses that are put together in odd ways: in several parts, or in long tags.

mod contract;
mod pieces;
mod rows;

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use castile::{Error, Limits};
use pieces::{Pieces, list, read, read_with};

/// Tags around the rows are read again with each piece that has rows, and a server may send each row by itself.
#[test]
fn long_tags_around_the_rows_are_not_read_for_each_row() {
    const ROWS: usize = 4_000;
    let long = "x".repeat(1 << 20);
    let row = |id: usize| format!("<l:row><l:id>{id}</l:id></l:row>");
    let in_one_page = |id| match id {
        0 => format!("<l:page a='{long}'>{}", row(id)),
        _ => row(id),
    };
    let in_pages = |id| format!("{}<l:page>{}</l:page>", if id == 0 { "<l:page/>" } else { "" }, row(id));
    let start = std::time::Instant::now();
    for (outer, make, end) in
        [("", &in_one_page as &dyn Fn(usize) -> String, "</l:page>"), (&*format!(" a='{long}'"), &in_pages, "")]
    {
        for breaks in [false, true] {
            let whole = list("").replace("<l:listResponse", &format!("<l:listResponse{outer}"));
            let (head, tail) = whole.split_once("</l:listResponse>").expect("an element");
            let mut pieces = vec![head.to_owned()];
            pieces.extend((0..ROWS).map(make));
            if !breaks {
                pieces.push(format!("{end}</l:listResponse>{tail}"));
            }
            let left: Vec<Bytes> = pieces.into_iter().map(Bytes::from).collect();
            let ended = read(Pieces { left: Arc::new(Mutex::new(left.into_iter())), breaks, ..Pieces::of("", 1) });
            let ids: Vec<usize> = ended.rows.iter().map(|row| usize::try_from(row.id).expect("an id")).collect();
            assert!(ids.iter().copied().eq(0..ROWS), "{} rows", ids.len());
            match ended.end {
                Ok(_) => assert!(!breaks && outer.is_empty()),
                // One page is allowed.
                Err(Error::Unreadable(_)) => assert!(!breaks && !outer.is_empty()),
                Err(Error::Truncated(cut)) => assert!(breaks && cut.rows == ROWS as u64, "{cut}"),
                Err(error) => panic!("{error}"),
            }
        }
    }
    // Without optimisation too; read for each row it is minutes.
    assert!(start.elapsed() < std::time::Duration::from_secs(30), "{:?}", start.elapsed());
}

/// A body of several parts: the list, whose first name is beside it, and what it refers to.
fn parts(list: &str) -> String {
    format!(
        "--b\r\nContent-Type: application/xop+xml; charset=utf-8\r\nContent-ID: <root>\r\n\r\n{list}\r\n\
         --b\r\nContent-ID: <name>\r\n\r\nMan\r\n--b--"
    )
}

fn of_parts(body: &str, status: u16, size: usize) -> Pieces {
    let headers = vec![("content-type", "multipart/related; boundary=b; type=\"application/xop+xml\"")];
    Pieces { status, headers, ..Pieces::of(body, size) }
}

#[test]
fn rows_come_out_of_a_response_of_several_parts() {
    let name = "<x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='cid:name'/>";
    let rows = format!(
        "<l:page><l:row><l:id>1</l:id><l:name>{name}</l:name></l:row><l:row><l:id>2</l:id></l:row></l:page><l:total>2</l:total>"
    );
    for size in [1, 50, 10_000] {
        let ended = read(of_parts(&parts(&list(&rows)), 200, size));
        assert_eq!((ended.ids(), ended.rows[0].name.as_deref()), (vec![1, 2], Some("TWFu")));
        let reply = ended.end.expect("the rest");
        assert_eq!((reply.body.total, reply.attachments.len()), (Some(2), 1));
        let fault = contract::soap11("<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>");
        for status in [200, 500] {
            let error = read(of_parts(&parts(&fault), status, size)).error();
            assert_eq!(error.fault().map(|fault| fault.reason.as_str()), Some("no"), "{error}");
        }
    }
    let whole = parts(&list(&rows));
    for end in 0..whole.len() - "--".len() {
        let error = read(of_parts(&whole[..end], 200, 50)).error();
        assert!(matches!(error, Error::Unreadable(_) | Error::Status(_)), "{end}: {error}");
        let broken = read(Pieces { breaks: true, ..of_parts(&whole[..end], 200, 50) }).error();
        assert!(
            matches!(&broken, Error::Truncated(cut) if cut.rows == 0 && cut.bytes == end as u64),
            "{end}: {broken}"
        );
    }
    // All parts are there, and the document in the first is not.
    let document = list(&rows.replace(name, "x"));
    let cut = parts(document.split_once("</l:page>").expect("a page").0);
    let error = read(of_parts(&cut, 200, 50)).error();
    assert!(matches!(&error, Error::Truncated(end) if (end.rows, end.bytes) == (2, cut.len() as u64)), "{error}");
    let small = Limits { body_bytes: 100, ..Limits::default() };
    let error = read_with(of_parts(&whole, 200, 50), small).error();
    assert!(matches!(&error, Error::Limit(limit) if (limit.name, limit.value) == ("body_bytes", 100)), "{error}");
}

//! Rows through the transports as they are: the three ends of a stream, stalls and trickles, async and blocking.
#![cfg(feature = "blocking")]

mod contract;
mod raw;
mod rows;

use std::io::Write as _;
use std::net::TcpListener;
use std::time::Duration;

use bytes::Bytes;
use castile::call::{BlockingTransport, BoxFuture, Exchange, Phase, Throughput, Transport, TransportError};
use castile::{BlockingReqwest, Client, Double, Error, Reqwest, Timeouts};
use contract::{ANSWER, LOGIN, LoginResponse, login, soap11};
use rows::{List, OPERATION, Row};

fn list(rows: &str) -> String {
    soap11(&format!("<l:listResponse xmlns:l=\"urn:shop\"><l:page>{rows}</l:page></l:listResponse>"))
}

fn row(id: u32) -> String {
    format!("<l:row><l:id>{id}</l:id><l:name>name {id}</l:name></l:row>")
}

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().expect("a client")
}

/// A server that sends the pieces, with a pause between them, as one chunked response, and ends it or does not.
fn serve(pieces: Vec<String>, pause: Duration, ends: bool) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/s", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            raw::read_request(&mut stream);
            // It closes after the response, and says so: else the next request may come on this connection.
            let head =
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
            let _ = stream.write_all(head.as_bytes());
            for piece in &pieces {
                let _ = stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes());
                std::thread::sleep(pause);
            }
            if ends {
                let _ = stream.write_all(b"0\r\n\r\n");
            }
        }
    });
    url
}

/// The ids of the rows that came, and the end.
fn read(url: &str, timeouts: Timeouts) -> [(Vec<i32>, Option<Error>); 2] {
    let client = Client::builder(url).timeouts(timeouts).reqwest(http()).build().expect("a client");
    let request = List::default();
    let mut blocking = (Vec::new(), None);
    for row in client.call::<List>(&OPERATION, &request).rows_blocking::<Row>("page/row") {
        match row {
            Ok(row) => blocking.0.push(row.id),
            Err(error) => blocking.1 = Some(error),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let asynchronous = runtime.block_on(async {
        let mut read = (Vec::new(), None);
        let mut rows = client.call::<List>(&OPERATION, &request).rows::<Row>("page/row").max_bytes(1 << 20);
        while let Some(row) = rows.next().await {
            match row {
                Ok(row) => read.0.push(row.id),
                Err(error) => read.1 = Some(error),
            }
        }
        assert_eq!(rows.reply().is_some(), read.1.is_none());
        assert!(format!("{rows:?}").starts_with("Rows"));
        assert_eq!(rows.into_reply().is_some(), read.1.is_none());
        read
    });
    [blocking, asynchronous]
}

/// The document in pieces that end in the middle of things.
fn pieces(text: &str) -> Vec<String> {
    text.as_bytes().chunks(37).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect()
}

#[test]
fn a_stream_is_complete_or_truncated_or_ends_in_a_fault() {
    let whole = list(&(1..=5).map(row).collect::<String>());
    let brief = Duration::from_millis(1);
    for (ids, error) in read(&serve(pieces(&whole), brief, true), Timeouts::default()) {
        assert_eq!((ids, error.map(|error| error.to_string())), (vec![1, 2, 3, 4, 5], None));
    }
    let cut = whole.find("<l:id>4").expect("the fourth row");
    for ends in [true, false] {
        for (ids, error) in read(&serve(pieces(&whole[..cut]), brief, ends), Timeouts::default()) {
            assert_eq!(ids, [1, 2, 3]);
            let Some(Error::Truncated(truncated)) = error else { panic!("{error:?}") };
            assert_eq!((truncated.rows, truncated.source.is_some()), (3, !ends));
            assert!(truncated.to_string().contains("after 3 complete rows"), "{truncated}");
        }
    }
    let fault = "<s:Fault><faultcode>s:Server</faultcode><faultstring>no more</faultstring></s:Fault>";
    let faulty = list(&(row(1) + &row(2))).replace("</l:page>", &format!("</l:page>{fault}"));
    for (ids, error) in read(&serve(pieces(&faulty), brief, true), Timeouts::default()) {
        assert_eq!(ids, [1, 2]);
        assert!(matches!(&error, Some(Error::Fault(fault)) if fault.reason == "no more"), "{error:?}");
    }
}

#[test]
fn a_stream_that_stalls_or_trickles_ends_in_time() {
    let whole = list(&(1..=3).map(row).collect::<String>());
    let at = whole.find("<l:id>3").expect("the third row");
    let timeouts = Timeouts { read: Duration::from_millis(150), ..Timeouts::default() };
    let mut stalled = pieces(&whole[..at]);
    stalled.push(" ".to_owned());
    let pause = Duration::from_millis(100);
    let trickling =
        Timeouts { throughput: Throughput { bytes: 4_096, within: Duration::from_millis(250) }, ..Timeouts::default() };
    for (ids, error) in read(&serve(stalled.clone(), Duration::from_millis(400), true), timeouts) {
        assert!(ids.is_empty());
        assert!(matches!(&error, Some(Error::Timeout(timeout)) if timeout.phase == Phase::Read), "{error:?}");
    }
    for (_, error) in read(&serve(stalled, pause, true), trickling) {
        let Some(Error::Timeout(timeout)) = error else { panic!("{error:?}") };
        assert_eq!((timeout.phase, timeout.phase.to_string().as_str()), (Phase::Throughput, "throughput"));
    }
}

/// Whoever gives up waiting for a row may come back for it, and whoever gives up the rows leaves nothing behind.
#[test]
fn waiting_for_a_row_can_be_given_up_and_taken_up_again() {
    let whole = list(&(1..=5).map(row).collect::<String>());
    let url = serve(pieces(&whole), Duration::from_millis(20), true);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let client = Client::builder(&url).reqwest(http()).build().expect("a client");
        let request = List::default();
        let mut rows = client.call::<List>(&OPERATION, &request).rows::<Row>("page/row");
        let (mut ids, mut given_up) = (Vec::new(), 0);
        loop {
            match tokio::time::timeout(Duration::from_millis(5), rows.next()).await {
                Ok(Some(row)) => ids.push(row.expect("a row").id),
                Ok(None) => break,
                Err(_) => given_up += 1,
            }
        }
        assert_eq!(ids, [1, 2, 3, 4, 5]);
        assert!(given_up > 0 && rows.into_reply().is_some());

        let mut rows = client.call::<List>(&OPERATION, &request).rows::<Row>("page/row");
        assert_eq!(rows.next().await.and_then(Result::ok).map(|row| row.id), Some(1));
        drop(rows);
        drop(client);
        let metrics = tokio::runtime::Handle::current().metrics();
        let until = std::time::Instant::now() + Duration::from_secs(2);
        while metrics.num_alive_tasks() > 0 && std::time::Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(metrics.num_alive_tasks(), 0);
    });
}

/// The least that a transport must do: no streaming and no clock of its own.
struct Least;

impl Transport for Least {
    fn send<'a>(
        &'a self,
        _: http::Request<Bytes>,
        _: &'a Exchange,
    ) -> BoxFuture<'a, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async { Ok(http::Response::new(list(&row(7)).into())) })
    }
}

impl BlockingTransport for Least {
    fn send(&self, _: http::Request<Bytes>, exchange: &Exchange) -> Result<http::Response<Bytes>, TransportError> {
        assert_eq!(*exchange, Exchange::default());
        Ok(http::Response::new(list(&row(8)).into()))
    }
}

#[test]
fn a_transport_that_cannot_stream_gives_the_rows_in_the_end() {
    let client = Client::builder("https://h/s")
        .timeout(Timeouts::default().total)
        .timeouts(Timeouts::default())
        .transport(Least)
        .blocking_transport(Least)
        .build()
        .expect("a client");
    let request = List::default();
    let mut rows = client
        .call::<List>(&OPERATION, &request)
        .timeouts(Timeouts::default())
        .rows_blocking::<Row>("page/row")
        .max_bytes(10_000);
    assert_eq!(rows.next().and_then(Result::ok).map(|row| row.id), Some(8));
    assert!(rows.next().is_none() && rows.reply().is_some());
    assert!(format!("{rows:?}").starts_with("BlockingRows"));
    assert!(rows.into_reply().is_some());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let row =
        runtime.block_on(async { client.call::<List>(&OPERATION, &request).rows::<Row>("page/row").next().await });
    assert_eq!(row.and_then(Result::ok).map(|row| row.id), Some(7));
    runtime.block_on(Least.pause(Duration::from_hours(1)));
}

/// The transports as they are by default, and that they show nothing.
#[test]
fn the_default_transports_serve_too() {
    let double = Double::answering(200, "text/xml", soap11(ANSWER));
    let server = double.serve().expect("a server");
    let blocking = Client::builder(&server.url())
        .blocking_transport(BlockingReqwest::with(http()))
        .transport(Reqwest::with(http()))
        .build()
        .expect("a client");
    let reply: LoginResponse = blocking.call(&LOGIN, &login()).send_blocking().expect("a reply");
    assert_eq!(reply.name, "Ada");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // A blocking transport may be let go of in async code.
    let (request, client) = (login(), blocking.clone());
    let reply = runtime.block_on(async { client.call::<LoginResponse>(&LOGIN, &request).send().await });
    assert_eq!(reply.expect("a reply").name, "Ada");
    runtime.block_on(async { drop((client, blocking)) });
    assert!(format!("{:?} {:?}", BlockingReqwest::new(Timeouts::default()), Reqwest::default()).contains("Reqwest"));
    let client = Client::new(&server.url()).expect("a client");
    let request = List::default();
    let inside =
        runtime.block_on(async { client.call::<List>(&OPERATION, &request).rows_blocking::<Row>("page/row").next() });
    // The double's answer is of another operation, but it comes: a blocking call waits in async code as well.
    assert!(matches!(inside, Some(Err(Error::Unreadable(_)))), "{inside:?}");
}

#[test]
fn a_path_that_leads_to_no_rows_is_said_to() {
    let client = Client::builder("https://h/s").blocking_transport(Least).build().expect("a client");
    let request = List::default();
    let problem = |path: &str| {
        let mut rows = client.call::<List>(&OPERATION, &request).rows_blocking::<Row>(path);
        rows.next().and_then(Result::err).map(|error| error.to_string()).unwrap_or_default()
    };
    for (path, said) in [
        ("page/nothing", "there is no element nothing among row"),
        ("page//row", "expected names with one `/` between two of them"),
        ("", "expected names with one `/`"),
        ("page", "its type is"),
        ("total/row", "there is no element row"),
    ] {
        assert!(problem(path).contains(said), "{path}: {}", problem(path));
    }
    let refused = |operation| {
        let mut rows = client.call::<List>(operation, &()).rows_blocking::<Row>("row");
        rows.next().and_then(Result::err).map(|error| error.to_string()).unwrap_or_default()
    };
    assert!(refused(&contract::ONE_WAY).contains("no reply"));
    assert!(refused(&contract::JSON).contains("not XML"));
    assert!(refused(&contract::ENCODED).contains("encoded"));
}

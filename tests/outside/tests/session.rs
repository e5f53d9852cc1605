//! Outcomes and sessions of a manifest of one's own: the same rules as for the vendors in the repository.

#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use castile::value::Decimal;
use castile::{Answer, Client, Double, Error};
use castile_outside::station::{
    CLOSE_OPERATION, Close, CloseResponse, MEASURE_OPERATION, Measure, MeasureResponse, OPEN_OPERATION, Open,
    OpenResponse, StationClient, StationCode, StationSession,
};

fn session(double: &Double, key: &str) -> StationSession {
    let client = Client::builder(StationClient::ENDPOINT).blocking_transport(double.clone()).build().unwrap();
    StationSession::new(StationClient::with(client), Open { key: key.to_owned() })
}

/// A station whose first ticket is good for one measurement.
fn station() -> Double {
    let tickets = Mutex::new(0);
    Double::default()
        .on(&OPEN_OPERATION, move |open: Open| {
            if open.key != "k3y" {
                return OpenResponse { state: "NO KEY".to_owned(), ticket: None };
            }
            let mut tickets = tickets.lock().unwrap();
            *tickets += 1;
            OpenResponse { state: "FINE".to_owned(), ticket: Some(format!("t1cket-{tickets}")) }
        })
        .on(&MEASURE_OPERATION, |measure: Measure| {
            let good = measure.ticket != "t1cket-1" || measure.what == "rain";
            let state = if good { "FINE" } else { "CLOSED" };
            MeasureResponse { state: state.to_owned(), value: good.then(|| Decimal::from(7)) }
        })
        .on(&CLOSE_OPERATION, |_: Close| CloseResponse { state: "FINE".to_owned() })
}

#[test]
fn a_session_logs_in_renews_and_ends() {
    let station = station();
    let session = session(&station, "k3y");
    for what in ["rain", "wind"] {
        let request = Measure { what: what.to_owned(), ..Measure::default() };
        assert_eq!(session.measure(&request).send_blocking().unwrap().value, Some(Decimal::from(7)));
    }
    session.logout_blocking().unwrap();
    let measured: Vec<Measure> = station.received(&MEASURE_OPERATION).unwrap();
    let tickets: Vec<&str> = measured.iter().map(|measure| measure.ticket.as_str()).collect();
    assert_eq!(tickets, ["t1cket-1", "t1cket-1", "t1cket-2"]);
    assert_eq!((station.count(&OPEN_OPERATION), station.count(&CLOSE_OPERATION)), (2, 1));
    let shown = format!("{session:?} {:?} {measured:?}", Open { key: "k3y".to_owned() });
    assert!(!shown.contains("k3y") && !shown.contains("t1cket"), "{shown}");
}

/// The manifest says that measuring changes nothing: it is repeated in a session too. Closing is not.
#[test]
fn what_the_manifest_calls_safe_is_repeated_in_a_session() {
    let busy = || Answer::status(503);
    let measured = Answer::reply(MeasureResponse { state: "FINE".to_owned(), value: None });
    let closed = Answer::reply(CloseResponse { state: "FINE".to_owned() });
    let station = station().answers(&MEASURE_OPERATION, [busy(), measured]).answers(&CLOSE_OPERATION, [busy(), closed]);
    let session = session(&station, "k3y");
    session.measure(&Measure::default()).send_blocking().unwrap();
    assert_eq!(session.logout_blocking().unwrap_err().status().unwrap(), 503);
    assert_eq!((station.count(&MEASURE_OPERATION), station.count(&CLOSE_OPERATION)), (2, 1));
}

#[test]
fn a_refusal_has_the_code_of_the_manifest() {
    let session = session(&station(), "another");
    let error = session.measure(&Measure::default()).send_blocking().unwrap_err();
    assert!(matches!(error, Error::Login(_)), "{error}");
    let refusal = error.rejection().unwrap();
    assert_eq!(refusal.code_as::<StationCode>(), StationCode::NoKey);
    assert_eq!(refusal.meaning(), Some("There is no such key."));
    assert_eq!(refusal.reply::<OpenResponse>().unwrap().state, "NO KEY");
}

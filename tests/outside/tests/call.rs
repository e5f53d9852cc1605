//! The generated client, called over a transport in memory.

#![allow(clippy::unwrap_used)]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use castile::{Client, Double};
use castile_outside::umbrella;
use castile_outside::weather::{Forecast, WeatherClient};

const ANSWER: &str = r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
  <forecastResponse xmlns="urn:example:weather">
    <day><date>2026-02-28</date><rain>0.1</rain></day>
    <day><date>2026-03-01</date><rain>0.9</rain></day>
  </forecastResponse>
</s:Body></s:Envelope>"#;

fn client(double: &Double) -> WeatherClient {
    let client = Client::builder(WeatherClient::ENDPOINT).transport(double.clone()).blocking_transport(double.clone());
    WeatherClient::with(client.build().unwrap())
}

/// Nothing here waits: the transport answers at once.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the transport in memory does not wait"),
    }
}

#[test]
fn the_client_sends_the_request_and_reads_the_reply() {
    let double = Double::answering(200, "text/xml; charset=utf-8", ANSWER);
    assert!(ready(umbrella(&client(&double), "Köln", "k3y")).unwrap());
    let [request] = &double.requests()[..] else { panic!("one request") };
    assert_eq!(request.uri(), "https://weather.example.org/soap");
    assert_eq!(request.headers()["SOAPAction"], "\"urn:example:weather/forecast\"");
    let body = std::str::from_utf8(request.body()).unwrap();
    assert!(body.contains(">Köln<") && body.contains(">k3y<"), "{body}");
}

#[test]
fn the_same_call_without_async() {
    let double = Double::answering(200, "text/xml", ANSWER);
    let request = Forecast { city: "Köln".to_owned(), ..Forecast::default() };
    let reply = client(&double).forecast(&request).send_blocking().unwrap();
    assert_eq!(reply.day.len(), 2);
    assert_eq!(reply.day[1].date.to_string(), "2026-03-01");
}

#[test]
fn an_error_holds_no_secret() {
    let echo = Double::new(|request| {
        let mut response = http::Response::new(request.body().clone());
        *response.status_mut() = http::StatusCode::BAD_GATEWAY;
        response
    });
    let error = ready(umbrella(&client(&echo), "Köln", "k3y-of-mine")).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("502") && !shown.contains("k3y-of-mine"), "{shown}");
}

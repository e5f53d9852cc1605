//! What a call costs its client: `cargo bench -p castile-tests --bench call`.
//!
//! netForum's `WEBWebUserValidateToken` over loopback, by the generated client and by reqwest alone, which posts the same
//! bytes and looks at none that come back. The figure is the CPU time of the thread that calls; the server has its own.
//! The two take turns, so that what else the machine does meets both.
//!
//! ```text
//! call serve                                         a server for others to call; prints its port
//! call castile|reqwest URL CONCURRENCY CALLS WARMUP  calls, wall seconds, CPU seconds and 0, tab-separated
//! ```

#![allow(missing_docs, unreachable_pub)]

#[path = "../codec/cpu.rs"]
mod cpu;
mod server;

use std::time::Instant;

use castile_generated::netforum::{AuthorizationToken, WebWebUserValidateToken, XWebClient};
use cpu::cpu_seconds;

const REQUEST: &str = include_str!("../../samples/netforum/WEBWebUserValidateToken.request.xml");
const PATH: &str = "/xWeb/secure/netForumXML.asmx";
const ACTION: &str = "\"http://www.avectra.com/2005/WEBWebUserValidateToken\"";

const ROUNDS: usize = 15;
const CALLS: u32 = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    Castile,
    Reqwest,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => {
            println!("{}", server::start());
            loop {
                std::thread::park();
            }
        }
        [name, url, concurrency, calls, warm_up] => {
            let caller = if *name == "castile" { Caller::Castile } else { Caller::Reqwest };
            let (concurrency, calls) = (number(concurrency), number(calls));
            runtime().block_on(async {
                let client = Client::new(caller, url);
                client.calls(concurrency, number(warm_up)).await;
                let (start, cpu) = (Instant::now(), cpu_seconds());
                client.calls(concurrency, calls).await;
                let made = calls / concurrency * concurrency;
                println!("{made}\t{:.6}\t{:.6}\t0.000000", start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
            });
        }
        // What `cargo test` and `cargo bench --bench codec` hand on is not for this program.
        _ => compare(),
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Calls in turns and prints what one costs.
fn compare() {
    let url = format!("http://127.0.0.1:{}{PATH}", server::start());
    let mut figures = [Vec::new(), Vec::new()];
    runtime().block_on(async {
        let clients = [Client::new(Caller::Reqwest, &url), Client::new(Caller::Castile, &url)];
        for client in &clients {
            client.calls(1, CALLS as usize).await;
        }
        for _ in 0..ROUNDS {
            for (client, figures) in clients.iter().zip(&mut figures) {
                let start = cpu_seconds();
                client.calls(1, CALLS as usize).await;
                figures.push((cpu_seconds() - start) / f64::from(CALLS) * 1e6);
            }
        }
    });
    let mut ratios: Vec<f64> = figures[0].iter().zip(&figures[1]).map(|(reqwest, castile)| castile / reqwest).collect();
    let [reqwest, castile] = figures.each_mut().map(|figures| median(figures));
    println!("a netForum call over loopback, CPU time of the calling thread, median of {ROUNDS} rounds of {CALLS}");
    println!("  reqwest alone  {reqwest:6.1} µs");
    println!("  castile        {castile:6.1} µs, {:.2} times (median of the rounds)", median(&mut ratios));
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A client that is ready to call.
#[derive(Clone)]
struct Client {
    caller: Caller,
    castile: XWebClient,
    reqwest: reqwest::Client,
    url: String,
}

impl Client {
    fn new(caller: Caller, url: &str) -> Self {
        Self {
            caller,
            castile: XWebClient::new(url).expect("an endpoint"),
            reqwest: reqwest::Client::new(),
            url: url.to_owned(),
        }
    }

    /// So many calls, shared out among so many tasks.
    async fn calls(&self, concurrency: usize, calls: usize) {
        let tasks: Vec<_> = (0..concurrency)
            .map(|_| {
                let client = self.clone();
                tokio::spawn(async move {
                    for _ in 0..calls / concurrency {
                        client.call().await;
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.expect("a task that ends");
        }
    }

    async fn call(&self) {
        match self.caller {
            Caller::Castile => {
                let authorization = AuthorizationToken {
                    token: Some("2306bae2-4f6f-499c-8b8b-daffb79abb9b".into()),
                    ..AuthorizationToken::default()
                };
                let request = WebWebUserValidateToken {
                    authentication_token: Some("82d42250-e818-4c11-8d99-9d1036cdac06".into()),
                };
                let call = self.castile.web_web_user_validate_token(&request).header(&authorization);
                let reply = call.send().await.expect("a reply");
                let member = reply.web_web_user_validate_token_result.expect("a member");
                assert_eq!(member.individual.ind_last_name.as_deref(), Some("Smith"));
            }
            Caller::Reqwest => {
                let request = self
                    .reqwest
                    .post(&self.url)
                    .header("SOAPAction", ACTION)
                    .header("Content-Type", "text/xml; charset=utf-8")
                    .body(REQUEST);
                let response = request.send().await.expect("a response");
                assert!(response.bytes().await.expect("a body").len() > 500);
            }
        }
    }
}

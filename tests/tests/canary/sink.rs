//! What a program lets out: its log at the finest level, its panics, and the texts of its values and errors.

use std::any::Any;
use std::error::Error as _;
use std::fmt::{Debug, Write as _};
use std::io;
use std::sync::{Mutex, MutexGuard};

use castile::Error;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::format::FmtSpan;

static HEARD: Mutex<String> = Mutex::new(String::new());

fn heard() -> MutexGuard<'static, String> {
    HEARD.lock().expect("not poisoned")
}

struct Ear;

impl io::Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        heard().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Listens to everything, for the whole process: connections are served on other threads.
pub(crate) fn listen() {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(|| Ear)
        .init();
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<String>().map(String::as_str).or(payload.downcast_ref::<&str>().copied());
        writeln!(heard(), "{info}\n{text:?}").expect("a String takes all");
        // This test's own panics are for who reads its report.
        if std::thread::current().name() != Some(PANICKING) {
            usual(info);
        }
    }));
}

/// The name of the threads that panic on purpose.
const PANICKING: &str = "panics on purpose";

/// A value as a program would print it.
pub(crate) fn show(value: &dyn Debug) {
    writeln!(heard(), "{value:?}\n{value:#?}").expect("a String takes all");
}

/// An error and all that it is made of.
pub(crate) fn show_error(error: &Error) {
    show(error);
    let mut text = format!("{error}\n{error:#}\n");
    let mut cause = error.source();
    while let Some(inner) = cause {
        writeln!(text, "{inner}\n{inner:?}\n{inner:#?}").expect("a String takes all");
        cause = inner.source();
    }
    heard().push_str(&text);
}

/// A panic with this value in its message, while it is alive: what `unwrap` of a result that is the other one says.
pub(crate) fn panic_with(value: impl Debug + Send) {
    std::thread::scope(|scope| {
        let panics = std::thread::Builder::new().name(PANICKING.to_owned());
        let thread =
            panics.spawn_scoped(scope, move || panic!("called `Result::unwrap()` on an `Err` value: {value:?}"));
        let payload: Box<dyn Any + Send> = thread.expect("a thread").join().expect_err("it panics");
        let text = payload.downcast_ref::<String>().expect("a message");
        writeln!(heard(), "{text}").expect("a String takes all");
    });
}

/// All that was heard since the last time.
pub(crate) fn take() -> String {
    std::mem::take(&mut heard())
}

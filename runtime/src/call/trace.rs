//! The span of one exchange. It holds what is no secret: the endpoint without its query, the operation, the status, sizes,
//! the duration. Without the feature `tracing` it is nothing.

#[cfg(feature = "tracing")]
pub(crate) use on::Trace;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Trace;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Instant;

    use http::Response;
    use tracing::field::{Empty, display};
    use tracing::instrument::Instrument as _;

    use crate::call::endpoint::Endpoint;
    use crate::call::transport::TransportError;
    use crate::facts::Operation;

    pub(crate) struct Trace {
        span: tracing::Span,
        start: Instant,
    }

    impl Trace {
        pub(in crate::call) fn new(operation: &Operation, endpoint: &Endpoint, request_bytes: usize) -> Self {
            let span = tracing::debug_span!(
                target: "castile",
                "call",
                operation = operation.name,
                endpoint = %endpoint,
                request_bytes,
                status = Empty,
                response_bytes = Empty,
                error = Empty,
            );
            Self { span, start: Instant::now() }
        }

        pub(in crate::call) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
            work.instrument(self.span.clone()).await
        }

        pub(in crate::call) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            self.span.in_scope(work)
        }

        pub(in crate::call) fn again(&self, attempt: &dyn std::fmt::Debug) {
            self.span.in_scope(|| tracing::debug!(target: "castile", next = ?attempt, "repeated"));
        }

        pub(in crate::call) fn ended<B>(
            &self,
            result: &Result<Response<B>, TransportError>,
            bytes: impl Fn(&B) -> Option<usize>,
        ) {
            match result {
                Ok(response) => {
                    self.span.record("status", response.status().as_u16());
                    if let Some(bytes) = bytes(response.body()) {
                        self.span.record("response_bytes", bytes);
                    }
                }
                Err(error) => {
                    self.span.record("error", display(error));
                }
            }
            let duration_us = self.duration_us();
            self.span.in_scope(|| tracing::debug!(target: "castile", duration_us, "exchanged"));
        }

        /// The end of a response that came in pieces.
        pub(crate) fn drained(&self, bytes: u64, rows: u64) {
            self.span.record("response_bytes", bytes);
            let duration_us = self.duration_us();
            self.span.in_scope(|| tracing::debug!(target: "castile", duration_us, rows, "drained"));
        }

        fn duration_us(&self) -> u64 {
            u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX)
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use http::Response;

    use crate::call::endpoint::Endpoint;
    use crate::call::transport::TransportError;
    use crate::facts::Operation;

    #[derive(Clone, Copy)]
    pub(crate) struct Trace;

    #[allow(clippy::unused_self, clippy::trivially_copy_pass_by_ref)] // The same as with the feature.
    impl Trace {
        pub(in crate::call) fn new(_: &Operation, _: &Endpoint, _: usize) -> Self {
            Self
        }

        pub(in crate::call) async fn during<T>(&self, work: impl Future<Output = T>) -> T {
            work.await
        }

        pub(in crate::call) fn within<T>(&self, work: impl FnOnce() -> T) -> T {
            work()
        }

        pub(in crate::call) fn again(&self, _: &dyn std::fmt::Debug) {}

        pub(in crate::call) fn ended<B>(
            &self,
            _: &Result<Response<B>, TransportError>,
            _: impl Fn(&B) -> Option<usize>,
        ) {
        }

        pub(crate) fn drained(&self, _: u64, _: u64) {}
    }
}

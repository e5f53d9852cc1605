//! A queue for one: first come, first served, in async and blocking code alike.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Lets one holder in at a time, in the order of asking. No runtime is needed.
#[derive(Clone, Default)]
pub(super) struct Queue(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    holder: Option<u64>,
    waiting: VecDeque<(u64, Waker)>,
    last: u64,
}

impl State {
    /// Who is to be woken: wakers run code of others, which must not find the state locked.
    fn leave(&mut self, ticket: u64) -> Option<Waker> {
        if self.holder == Some(ticket) {
            let (next, waker) =
                self.waiting.pop_front().map_or((None, None), |(next, waker)| (Some(next), Some(waker)));
            self.holder = next;
            return waker;
        }
        self.waiting.retain(|(waiting, _)| *waiting != ticket);
        None
    }
}

impl Queue {
    pub(super) fn enter(&self) -> Entering {
        Entering { queue: self.clone(), ticket: None }
    }

    fn leave(&self, ticket: u64) {
        let waker = self.state().leave(ticket);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the turn.
pub(super) struct Entering {
    queue: Queue,
    ticket: Option<u64>,
}

impl Future for Entering {
    type Output = Turn;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Turn> {
        let queue = self.queue.clone();
        let mut state = queue.state();
        let ticket = if let Some(ticket) = self.ticket {
            ticket
        } else {
            state.last += 1;
            let ticket = state.last;
            if state.holder.is_none() {
                state.holder = Some(ticket);
            } else {
                state.waiting.push_back((ticket, context.waker().clone()));
            }
            self.ticket = Some(ticket);
            ticket
        };
        if state.holder == Some(ticket) {
            self.ticket = None;
            return Poll::Ready(Turn { queue: queue.clone(), ticket });
        }
        if let Some((_, waker)) = state.waiting.iter_mut().find(|(waiting, _)| *waiting == ticket) {
            waker.clone_from(context.waker());
        }
        Poll::Pending
    }
}

impl Drop for Entering {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket {
            self.queue.leave(ticket);
        }
    }
}

/// The turn; it ends when this is dropped.
pub(super) struct Turn {
    queue: Queue,
    ticket: u64,
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.queue.leave(self.ticket);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block_on::block_on;

    fn poll(entering: &mut Entering) -> Option<Turn> {
        match Pin::new(entering).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    #[test]
    fn turns_are_given_in_the_order_of_asking() {
        let queue = Queue::default();
        let first = poll(&mut queue.enter()).expect("nobody is before it");
        let (mut second, mut third) = (queue.enter(), queue.enter());
        assert!(poll(&mut second).is_none() && poll(&mut third).is_none());
        drop(first);
        assert!(poll(&mut third).is_none(), "the second was first to ask");
        let turn = poll(&mut second).expect("its turn");
        drop(turn);
        assert!(poll(&mut third).is_some());
    }

    #[test]
    fn who_stops_waiting_is_passed_over_and_who_was_called_passes_on() {
        let queue = Queue::default();
        let first = poll(&mut queue.enter()).expect("nobody is before it");
        let (mut second, mut third, mut fourth) = (queue.enter(), queue.enter(), queue.enter());
        assert!([&mut second, &mut third, &mut fourth].into_iter().all(|entering| poll(entering).is_none()));
        drop(second);
        drop(first);
        // It is the third's turn, who does not come.
        drop(third);
        assert!(poll(&mut fourth).is_some());
    }

    #[test]
    fn threads_wait_without_a_runtime() {
        let queue = Queue::default();
        let order = Arc::new(Mutex::new(0));
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let (queue, order) = (queue.clone(), order.clone());
                std::thread::spawn(move || {
                    for _ in 0..100 {
                        let _turn = block_on(queue.enter());
                        *order.try_lock().expect("nobody else has the turn") += 1;
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("no panic");
        }
        assert_eq!(*order.lock().expect("not poisoned"), 800);
    }
}

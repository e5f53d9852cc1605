//! A non-deterministic automaton (Thompson's construction), run on all paths at once.

use super::class::Class;
use super::parse::{Atom, Piece, RegExp};
use super::{PatternError, PatternProblem, STATE_LIMIT};

#[derive(Clone, Copy, Debug)]
enum State {
    /// Takes one character of the class and goes on to the next state.
    Class(u32),
    /// Goes on to both without taking a character.
    Split(u32, u32),
    /// Goes on without taking a character.
    Jump(u32),
    Match,
}

/// The states, the first of which is the start.
#[derive(Debug)]
pub(super) struct Program {
    states: Vec<State>,
    classes: Vec<Class>,
}

impl Program {
    /// # Errors
    /// When the automaton would have more than [`STATE_LIMIT`] states; `text` is for the message.
    pub(super) fn new(text: &str, tree: &RegExp, classes: Vec<Class>) -> Result<Self, PatternError> {
        let mut builder = Builder { states: Vec::new() };
        let too_large = |TooLarge| PatternError::new(text, text.len(), PatternProblem::TooLarge);
        builder.reg_exp(tree).map_err(too_large)?;
        builder.push(State::Match).map_err(too_large)?;
        Ok(Self { states: builder.states, classes })
    }

    /// Whether the whole of the text is in the language.
    pub(super) fn matches(&self, text: &str) -> bool {
        let mut current = Threads::new(self.states.len());
        let mut next = Threads::new(self.states.len());
        let mut matched = self.follow(0, &mut current);
        for c in text.chars() {
            next.clear();
            matched = false;
            for &at in &current.dense {
                if let Some(State::Class(class)) = self.states.get(at as usize)
                    && self.classes.get(*class as usize).is_some_and(|class| class.contains(c))
                {
                    matched |= self.follow(at + 1, &mut next);
                }
            }
            if next.dense.is_empty() {
                return false;
            }
            std::mem::swap(&mut current, &mut next);
        }
        matched
    }

    /// Adds the state and all that can be reached from it without a character; tells whether the end is among them.
    fn follow(&self, start: u32, threads: &mut Threads) -> bool {
        let mut matched = false;
        threads.pending.push(start);
        while let Some(at) = threads.pending.pop() {
            if !threads.insert(at) {
                continue;
            }
            match self.states.get(at as usize) {
                Some(State::Split(one, other)) => threads.pending.extend([*other, *one]),
                Some(State::Jump(to)) => threads.pending.push(*to),
                Some(State::Match) => matched = true,
                Some(State::Class(_)) | None => {}
            }
        }
        matched
    }
}

/// A set of states that is emptied in no time.
struct Threads {
    dense: Vec<u32>,
    sparse: Vec<u32>,
    pending: Vec<u32>,
}

impl Threads {
    fn new(states: usize) -> Self {
        Self { dense: Vec::new(), sparse: vec![0; states], pending: Vec::new() }
    }

    fn clear(&mut self) {
        self.dense.clear();
    }

    /// Whether the state was not yet there.
    fn insert(&mut self, state: u32) -> bool {
        let Some(slot) = self.sparse.get_mut(state as usize) else {
            return false;
        };
        if self.dense.get(*slot as usize) == Some(&state) {
            return false;
        }
        // At most STATE_LIMIT entries.
        *slot = u32::try_from(self.dense.len()).unwrap_or(u32::MAX);
        self.dense.push(state);
        true
    }
}

struct TooLarge;

struct Builder {
    states: Vec<State>,
}

impl Builder {
    fn here(&self) -> u32 {
        // At most STATE_LIMIT.
        u32::try_from(self.states.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, state: State) -> Result<usize, TooLarge> {
        if self.states.len() >= STATE_LIMIT {
            return Err(TooLarge);
        }
        self.states.push(state);
        Ok(self.states.len() - 1)
    }

    fn set(&mut self, index: usize, state: State) {
        if let Some(slot) = self.states.get_mut(index) {
            *slot = state;
        }
    }

    fn reg_exp(&mut self, RegExp(branches): &RegExp) -> Result<(), TooLarge> {
        let mut ends = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            if index + 1 == branches.len() {
                self.branch(branch)?;
                break;
            }
            let split = self.push(State::Match)?;
            self.branch(branch)?;
            ends.push(self.push(State::Match)?);
            self.set(split, State::Split(u32::try_from(split).unwrap_or(0) + 1, self.here()));
        }
        let end = self.here();
        for jump in ends {
            self.set(jump, State::Jump(end));
        }
        Ok(())
    }

    fn branch(&mut self, pieces: &[Piece]) -> Result<(), TooLarge> {
        pieces.iter().try_for_each(|piece| self.piece(piece))
    }

    fn piece(&mut self, piece: &Piece) -> Result<(), TooLarge> {
        for _ in 0..piece.min {
            let before = self.states.len();
            self.atom(&piece.atom)?;
            if self.states.len() == before {
                // An empty group, of which any number is the same.
                return Ok(());
            }
        }
        match piece.max {
            None => {
                let split = self.push(State::Match)?;
                self.atom(&piece.atom)?;
                let back = u32::try_from(split).unwrap_or(0);
                self.push(State::Jump(back))?;
                self.set(split, State::Split(back + 1, self.here()));
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in piece.min..max {
                    let split = self.push(State::Match)?;
                    splits.push(split);
                    self.atom(&piece.atom)?;
                    if self.states.len() == split + 1 {
                        break;
                    }
                }
                let end = self.here();
                for split in splits {
                    self.set(split, State::Split(u32::try_from(split).unwrap_or(0) + 1, end));
                }
            }
        }
        Ok(())
    }

    fn atom(&mut self, atom: &Atom) -> Result<(), TooLarge> {
        match atom {
            Atom::Class(class) => self.push(State::Class(*class)).map(drop),
            Atom::Group(group) => self.reg_exp(group),
        }
    }
}

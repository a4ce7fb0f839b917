//! What a scripted step does, call by call.

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oper8_reconcile::{Error, Result};

use crate::cluster::lock;

/// What a step of a script does once.
#[derive(Clone)]
#[must_use]
pub struct Answer {
    delay: Duration,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Default,
    Return(bool),
    Fail(Arc<dyn Fn() -> Error + Send + Sync>),
    Panic(String),
}

impl Answer {
    /// What the step does where nothing is scripted.
    pub fn ok() -> Self {
        Self::new(Kind::Default)
    }

    /// This answer, and nothing else: `false` fails a deploy, and makes a verify wait.
    pub fn returns(answer: bool) -> Self {
        Self::new(Kind::Return(answer))
    }

    /// An error: `Answer::fails(Error::Precondition, "the database is not there")`, `Answer::fails(Error::other, "disk full")`.
    pub fn fails(
        error: impl Fn(String) -> Error + Send + Sync + 'static,
        message: impl Into<String>,
    ) -> Self {
        let message = message.into();
        Self::new(Kind::Fail(Arc::new(move || error(message.clone()))))
    }

    /// A panic.
    pub fn panics(message: impl Into<String>) -> Self {
        Self::new(Kind::Panic(message.into()))
    }

    /// The same after this long, in tokio's time.
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// This once, and what the step does by itself from then on.
    pub fn once(self) -> Answers {
        Answers::from([self, Self::ok()])
    }

    fn new(kind: Kind) -> Self {
        Self {
            delay: Duration::ZERO,
            kind,
        }
    }

    /// `None` for what the step does by itself.
    #[expect(clippy::panic, reason = "a script says so")]
    async fn play(self) -> Result<Option<bool>> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        match self.kind {
            Kind::Default => Ok(None),
            Kind::Return(answer) => Ok(Some(answer)),
            Kind::Fail(error) => Err(error()),
            Kind::Panic(message) => panic!("{message}"),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Default => f.write_str("ok"),
            Kind::Return(answer) => write!(f, "returns {answer}"),
            Kind::Fail(error) => write!(f, "fails: {}", error()),
            Kind::Panic(message) => write!(f, "panics: {message}"),
        }
    }
}

/// What a step of a script does, call by call: the first answer at the first call, and so on; the last one from then on.
///
/// One [`Answer`] is an `Answers` of its own. Clones share the calls that they have answered.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answers {
    answers: Vec<Answer>,
    next: Arc<Mutex<usize>>,
}

impl Answers {
    /// Answers the next call; `None` for what the step does by itself.
    pub(crate) async fn play(&self) -> Result<Option<bool>> {
        let answer = {
            let mut next = lock(&self.next);
            let last = self.answers.len().saturating_sub(1);
            let answer = self.answers.get((*next).min(last)).cloned();
            *next += 1;
            answer
        };
        match answer {
            Some(answer) => answer.play().await,
            None => Ok(None),
        }
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::from([])
    }
}

impl From<Answer> for Answers {
    fn from(answer: Answer) -> Self {
        Self::from([answer])
    }
}

impl<const N: usize> From<[Answer; N]> for Answers {
    fn from(answers: [Answer; N]) -> Self {
        Vec::from(answers).into()
    }
}

impl From<Vec<Answer>> for Answers {
    fn from(answers: Vec<Answer>) -> Self {
        Self {
            answers,
            next: Arc::default(),
        }
    }
}

/// What the components and hooks of a script did, in order: `web.deploy`, `after_deploy`. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Calls(Arc<Mutex<Vec<String>>>);

impl Calls {
    pub(crate) fn push(&self, call: impl Into<String>) {
        lock(&self.0).push(call.into());
    }

    /// The calls since the last call of this, and forgets them.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.0))
    }

    /// The calls since the last [`take`](Self::take).
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        lock(&self.0).clone()
    }

    /// How often a step was called since the last [`take`](Self::take).
    #[must_use]
    pub fn count(&self, call: &str) -> usize {
        lock(&self.0).iter().filter(|it| *it == call).count()
    }
}

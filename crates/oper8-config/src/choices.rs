//! Settings that are one of a few words.

use std::fmt;
use std::str::FromStr;

/// A text that is none of the words of a choice.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is none of {accepted}")]
pub struct ParseChoiceError {
    given: String,
    accepted: String,
}

/// An enum whose values are words.
pub(crate) trait Choice: Copy + FromStr<Err = ParseChoiceError> + fmt::Display {
    /// The words to offer, the main one of each value.
    const WORDS: &'static [&'static str];
}

/// Declares an enum, its words (the first is the main one) and the conversions from and to them.
macro_rules! choice {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$value_meta:meta])* $value:ident = $word:literal $(| $alias:literal)* ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$value_meta])* $value ),+
        }

        impl $name {
            /// The word of this value, as it is written in a file.
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$value => $word ),+ }
            }
        }

        impl $crate::choices::Choice for $name {
            const WORDS: &'static [&'static str] = &[$( $word ),+];
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::choices::ParseChoiceError;

            /// Reads a word of any case.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.to_ascii_lowercase().as_str() {
                    $( $word $(| $alias)* => Ok(Self::$value), )+
                    _ => Err($crate::choices::ParseChoiceError::new::<Self>(text)),
                }
            }
        }
    };
}
pub(crate) use choice;

impl ParseChoiceError {
    pub(crate) fn new<C: Choice>(given: &str) -> Self {
        Self {
            given: given.to_owned(),
            accepted: C::WORDS.join(", "),
        }
    }
}

choice! {
    /// How custom resources are watched.
    pub enum WatchManagerKind {
        /// Watches of this process; `python` is accepted for it too.
        Kube = "kube" | "python",
        /// One pass on an in-memory cluster.
        DryRun = "dry-run" | "dry_run" | "dryrun",
        /// The Ansible operator watches and calls back.
        Ansible = "ansible",
    }
}

choice! {
    /// Where one reconciliation runs.
    pub enum ProcessContext {
        /// As a task of this process.
        Task = "task",
        /// In a child process of its own.
        Spawn = "spawn",
    }
}

choice! {
    /// How replicas of an operator agree on who works.
    pub enum LockType {
        /// No lock: every replica works.
        DryRun = "dryrun" | "dry-run",
        /// A ConfigMap owned by the leader's pod, released when that pod is gone.
        LeaderForLife = "leader-for-life",
        /// A Lease that the leader renews.
        LeaderWithLease = "leader-with-lease",
        /// An annotation on each custom resource.
        Annotation = "annotation",
    }
}

choice! {
    /// Which changes of a watched object lead to a reconciliation.
    pub enum WatchFilter {
        /// Creation, deletion, and changes of what the user asks for.
        Default = "default",
        /// As `default`, and changes of any annotation.
        Annotation = "annotation",
        /// As `default`, and changes of annotations that are not of Kubernetes or OpenShift.
        UserAnnotation = "user-annotation",
    }
}

choice! {
    /// By which rules an object that was applied counts as ready.
    pub enum VerifyRules {
        /// Pods, Jobs, Deployments and StatefulSets by what they report, everything else as soon as it is there.
        Default = "default",
        /// Those of kstatus, for every built-in kind and for custom resources that follow its conventions.
        Kstatus = "kstatus",
    }
}

choice! {
    /// How a version is checked out of the repository.
    pub enum CheckoutMethod {
        /// A worktree of the repository.
        Worktree = "worktree",
        /// A clone of its own.
        Clone = "clone",
    }
}

//! Requests that are none: a corpus of them, and what becomes of it when letters change.

use std::fs;
use std::panic::AssertUnwindSafe;
use std::path::Path;

use futures_util::FutureExt as _;
use oper8_apiserver::ApiServer;

use crate::request;

/// How often each request of the corpus is changed.
const CHANGES: u64 = 40;

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides.max(1) as u64) as usize
    }
}

fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/requests");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect();
    found.sort();
    found
}

/// The request with a few bytes changed, left out, said twice or taken from another.
fn changed(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + dice.roll(12)).min(bytes.len());
        match dice.roll(6) {
            0 => bytes.insert(at, dice.roll(256) as u8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let twice = bytes[at..end].to_vec();
                bytes.splice(at..at, twice);
            }
            3 => {
                let from = dice.roll(other.len());
                let piece = &other[from..(from + dice.roll(40)).min(other.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
            4 => bytes.truncate(at),
            _ => {
                let letters = b"\0\xff%/.?&=\"{}[]:,-9e\\";
                bytes.splice(at..end, [letters[dice.roll(letters.len())]]);
            }
        }
    }
    bytes
}

#[tokio::test]
async fn every_request_of_the_corpus_is_answered() {
    let server = ApiServer::builder().build();
    for (name, bytes) in corpus() {
        if let Err(problem) = request::check(&server, &bytes).await {
            panic!("{name}: {problem}");
        }
    }
}

#[tokio::test]
async fn every_changed_request_is_answered() {
    let server = ApiServer::builder().build();
    let corpus = corpus();
    let mut problems = Vec::new();
    for (index, (name, bytes)) in corpus.iter().enumerate() {
        for seed in 0..CHANGES {
            let mut dice = Dice(index as u64 * CHANGES + seed);
            let other = &corpus[dice.roll(corpus.len())].1;
            let bytes = changed(bytes, other, &mut dice);
            let checked = AssertUnwindSafe(request::check(&server, &bytes));
            let problem = match checked.catch_unwind().await {
                Ok(Ok(())) => continue,
                Ok(Err(problem)) => problem,
                Err(_) => "the server panicked".to_owned(),
            };
            let text = String::from_utf8_lossy(&bytes);
            problems.push(format!("{name}, seed {seed}: {problem}\n{text}"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

//! Any request is answered, and a refusal says so.
#![no_main]

use std::cell::Cell;
use std::thread::LocalKey;

use libfuzzer_sys::fuzz_target;
use oper8_apiserver::ApiServer;
use tokio::runtime::{Builder, Runtime};

#[path = "../request.rs"]
mod request;

/// After how many requests a new server is taken, so that what is found is found again.
const LIFE: u32 = 500;

thread_local! {
    static WORLD: Cell<Option<(Runtime, ApiServer, u32)>> = const { Cell::new(None) };
}

fn world(place: &'static LocalKey<Cell<Option<(Runtime, ApiServer, u32)>>>) -> (Runtime, ApiServer, u32) {
    match place.take() {
        Some((runtime, server, left)) if left > 0 => (runtime, server, left),
        _ => {
            let runtime = Builder::new_current_thread().enable_time().build();
            (runtime.expect("a runtime starts"), ApiServer::builder().build(), LIFE)
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let (runtime, server, left) = world(&WORLD);
    let checked = runtime.block_on(request::check(&server, bytes));
    if let Err(problem) = checked {
        panic!("{problem}");
    }
    WORLD.set(Some((runtime, server, left - 1)));
});

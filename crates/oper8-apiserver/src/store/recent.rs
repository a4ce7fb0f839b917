//! The objects that were read or written last, kept open.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Object;

/// How much text the objects have that are kept open: what most tests ever hold.
const KEPT: usize = 4 << 20;

/// Open objects, the newest last.
#[derive(Debug, Default)]
pub(super) struct Recent {
    objects: VecDeque<Arc<Object>>,
    bytes: usize,
}

impl Recent {
    /// Keeps the object open; gives back those that are no longer kept, to be dropped outside of locks.
    pub(super) fn keep(&mut self, object: &Arc<Object>) -> Vec<Arc<Object>> {
        self.bytes += object.text().len();
        self.objects.push_back(Arc::clone(object));
        let mut released = Vec::new();
        while self.bytes > KEPT
            && let Some(oldest) = self.objects.pop_front()
        {
            self.bytes -= oldest.text().len();
            released.push(oldest);
        }
        released
    }
}

//! Locks of mutexes whose data is whole after every statement, so that a panic of another holder does not matter.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks `mutex`, also where a thread panicked while it held the lock.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

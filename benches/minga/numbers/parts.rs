//! How long each named part of the program's work takes: the spans that it opens, added up by their names.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use tracing::{Metadata, Subscriber, span};
use tracing_subscriber::{
    layer::{Context, Layer, SubscriberExt},
    registry::LookupSpan,
    util::SubscriberInitExt,
};

static SPENT: Mutex<BTreeMap<&'static str, Duration>> = Mutex::new(BTreeMap::new());

struct Stopwatch;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Stopwatch {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_span() && metadata.target().starts_with("minga")
    }

    fn on_new_span(&self, _: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(Instant::now());
        }
    }

    fn on_close(&self, id: span::Id, context: Context<'_, S>) {
        let Some(span) = context.span(&id) else { return };
        let begun = span.extensions().get::<Instant>().copied();
        if let Some(begun) = begun {
            let mut spent = SPENT.lock().unwrap_or_else(PoisonError::into_inner);
            *spent.entry(span.name()).or_default() += begun.elapsed();
        }
    }
}

/// Times all spans of this process from now on. A second call changes nothing.
pub fn watch() {
    drop(tracing_subscriber::registry().with(Stopwatch).try_init());
}

/// The time spent in each part since the last call.
pub fn durations() -> BTreeMap<&'static str, Duration> {
    std::mem::take(&mut SPENT.lock().unwrap_or_else(PoisonError::into_inner))
}

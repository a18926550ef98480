//! The warehouse's state.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is in stock, and how often a tool got to it.
#[derive(Debug)]
pub struct Warehouse {
    stock: Mutex<BTreeMap<String, u32>>,
    touched: AtomicUsize,
}

impl Default for Warehouse {
    fn default() -> Self {
        let stock = BTreeMap::from([("kettle".to_owned(), 12), ("teapot".to_owned(), 3)]);
        Self { stock: Mutex::new(stock), touched: AtomicUsize::new(0) }
    }
}

impl Warehouse {
    pub(crate) fn stock(&self) -> MutexGuard<'_, BTreeMap<String, u32>> {
        self.touched.fetch_add(1, Ordering::SeqCst);
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How often a tool got to the stock.
    pub fn touched(&self) -> usize {
        self.touched.load(Ordering::SeqCst)
    }
}

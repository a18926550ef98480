//! The desk's state.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::DeskError;

/// One customer's order.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Order {
    /// Its number.
    pub number: u64,
    /// Who ordered.
    pub customer: String,
    /// What was ordered.
    pub item: String,
    /// What the desk wrote down.
    pub notes: Vec<String>,
    /// What was paid back so far.
    pub refunded_cents: u32,
    /// Nothing more can be done about it.
    pub closed: bool,
}

/// All orders, and how often a tool touched them.
#[derive(Debug)]
pub struct Orders {
    by_number: Mutex<BTreeMap<u64, Order>>,
    touched: AtomicUsize,
}

impl Default for Orders {
    fn default() -> Self {
        let order = |number, customer: &str, item: &str| {
            (number, Order { number, customer: customer.into(), item: item.into(), ..Order::default() })
        };
        let by_number = BTreeMap::from([order(7, "Ada", "kettle"), order(8, "Grace", "teapot")]);
        Self { by_number: Mutex::new(by_number), touched: AtomicUsize::new(0) }
    }
}

impl Orders {
    /// How often a tool got to the orders, to read or to change them.
    pub fn touched(&self) -> usize {
        self.touched.load(Ordering::SeqCst)
    }

    pub(crate) fn all(&self) -> MutexGuard<'_, BTreeMap<u64, Order>> {
        self.touched.fetch_add(1, Ordering::SeqCst);
        self.by_number.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn change<T>(&self, number: u64, change: impl FnOnce(&mut Order) -> T) -> Result<T, DeskError> {
        let mut all = self.all();
        let order = all.get_mut(&number).ok_or(DeskError::NoSuchOrder(number))?;
        if order.closed { Err(DeskError::Closed(number)) } else { Ok(change(order)) }
    }
}

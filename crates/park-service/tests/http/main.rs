//! The service in process: a small store, the router by `oneshot`, no port.

mod contract;
mod lists;
mod matches;
mod parks;
mod problems;
mod store;
mod swap;

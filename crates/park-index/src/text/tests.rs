//! Behaviour of search.

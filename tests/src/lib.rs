//! Golden, case and replay tests of Castile; this library holds what they share.

//! The runtime of Castile's generated clients.

//! Typed clients of five vendor systems, generated from the contracts under `wsdl/`.

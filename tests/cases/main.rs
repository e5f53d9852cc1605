//! Every case: one folder a construct, with its input, the code that is expected of it, example documents, and tests that
//! read and write them with that code.

#![deny(warnings)]
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod abstract_type;
mod all;
mod any;
mod any_attribute;
mod any_type;
mod attribute;
mod attribute_default;
mod attribute_group;
mod builtin_types;
mod choice;
mod choice_repeated;
mod complex_restriction;
mod document_bare;
mod document_literal;
mod documentation;
mod enumeration;
mod extension;
mod fault;
mod form_unqualified;
mod global_element;
mod group;
mod header;
mod http_get;
mod import;
mod include_chameleon;
mod json_twin;
mod lenient;
mod list;
mod literal;
mod mixed;
mod multi_part;
mod naming_obstacles;
mod nested_compositors;
mod nillable;
mod nillable_distinct;
mod one_way;
mod overloaded;
mod pattern;
mod recursive;
mod redefine;
mod repair;
mod restriction;
mod rpc_encoded;
mod rpc_literal;
mod same_element_twice;
mod select;
mod sequence;
mod sequence_repeated;
mod simple_content;
mod soap12;
mod substitution_group;
mod union;

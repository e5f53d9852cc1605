//! Types that are large for what a document needs to make one: wide structs, boxes, lists of small texts.

use castile::facts::{self as f, Body, Field, Message, Operation, Protocol};

pub static SCHEMA: f::Schema = f::Schema { namespaces: &[] };

macro_rules! wide {
    ($($index:literal $member:ident)*) => {
        /// A row of which most is left out.
        pub struct Wide {
            $(pub $member: Option<String>,)*
        }
        castile::complex!(Wide, WIDE, f::Struct, SCHEMA, 0, "Wide", {
            $($index $member: f::Element, 0, "m", 0, 1, 0, &f::STRING;)*
        });
    };
}

wide! {
    0 a0 1 a1 2 a2 3 a3 4 a4 5 a5 6 a6 7 a7 8 a8 9 a9 10 b0 11 b1 12 b2 13 b3 14 b4 15 b5 16 b6 17 b7 18 b8 19 b9
    20 c0 21 c1 22 c2 23 c3 24 c4 25 c5 26 c6 27 c7 28 c8 29 c9 30 d0 31 d1 32 d2 33 d3 34 d4 35 d5 36 d6 37 d7 38 d8
    39 d9 40 e0 41 e1 42 e2 43 e3 44 e4 45 e5 46 e6 47 e7 48 e8 49 e9 50 f0 51 f1 52 f2 53 f3 54 f4 55 f5 56 f6 57 f7
}

/// A choice with a small and a large arm.
pub enum Pick {
    Small(i32),
    Large(Box<Wide>),
    Group(Box<Pair>),
}

castile::choice!(Pick, Small, PICK, f::Choice, SCHEMA, 0, "", {
    0 Small: f::Element, 0, "s", 1, 1, 0, &f::INT;
    1 Large: f::Element, 0, "l", 1, 1, 0, &f::COMPLEX;
    2 Group: f::Group(&PAIR), 0, "", 1, 1, 0, &f::COMPLEX;
});

/// A group that is large for its two elements.
pub struct Pair {
    pub g: Option<String>,
    pub h: Wide,
}

castile::complex!(Pair, PAIR, f::Struct, SCHEMA, 0, "", {
    0 g: f::Element, 0, "g", 1, 1, 0, &f::STRING;
    1 h: f::Element, 0, "h", 0, 1, 0, &f::COMPLEX;
});

/// A list within a list: each has room for four.
pub struct Shelf {
    pub w: Vec<Wide>,
}

castile::complex!(Shelf, SHELF, f::Struct, SCHEMA, 0, "Shelf", {
    0 w: f::Element, 0, "w", 0, f::UNBOUNDED, 0, &f::COMPLEX;
});

/// A union of a list and a text.
#[derive(Clone)]
pub enum Words {
    Many(Vec<String>),
    One(String),
}

pub static TOKENS: f::SimpleType = f::base::ANY_SIMPLE_TYPE
    .restrict(0, "Tokens", &[])
    .with_variety(f::Variety::List(&f::TOKEN))
    .with_white_space(f::WhiteSpace::Collapse);
pub static WORDS: f::SimpleType =
    f::base::ANY_SIMPLE_TYPE.restrict(0, "Words", &[]).with_variety(f::Variety::Union(&[&TOKENS, &f::STRING]));

castile::union!(Words, Many { Many: &TOKENS, One: &f::STRING });

/// Everything that grows.
pub struct Page {
    pub w: Vec<Wide>,
    pub s: Vec<Shelf>,
    pub pick: Vec<Pick>,
    pub t: Vec<String>,
    pub list: Vec<String>,
    pub union: Option<Words>,
    pub c: Option<Box<Page>>,
    pub e: Vec<castile::AnyType>,
}

castile::complex!(Page, PAGE, f::Struct, SCHEMA, 0, "Page", {
    0 w: f::Element, 0, "w", 0, f::UNBOUNDED, 0, &f::COMPLEX;
    1 s: f::Element, 0, "S", 0, f::UNBOUNDED, 0, &f::COMPLEX;
    2 pick: f::Group(&PICK), 0, "pick", 0, f::UNBOUNDED, 0, &f::COMPLEX;
    3 t: f::Element, 0, "t", 0, f::UNBOUNDED, 0, &f::STRING;
    4 list: f::Element, 0, "list", 0, 1, f::LIST, &TOKENS;
    5 union: f::Element, 0, "u", 0, 1, 0, &WORDS;
    6 c: f::Element, 0, "c", 0, 1, 0, &f::COMPLEX;
    7 e: f::Element, 0, "e", 0, f::UNBOUNDED, 0, &f::COMPLEX;
});
castile::root!(Page, 0, "p", &f::COMPLEX);

/// An operation that answers a page.
pub static PAGE_OPERATION: Operation = Operation {
    name: "page",
    schema: &SCHEMA,
    protocol: Protocol::Soap11(""),
    input: Message { body: Body::Empty, headers: &[] },
    output: Some(Message { body: Body::Document(Field(f::Element, 0, "p", 1, 1, 0, &f::COMPLEX)), headers: &[] }),
    outcome: None,
};

/// The same in JSON.
pub static PAGE_JSON_OPERATION: Operation = Operation {
    name: "page",
    schema: &SCHEMA,
    protocol: Protocol::Http("GET", "/page"),
    input: Message { body: Body::Empty, headers: &[] },
    output: Some(Message { body: Body::Json("", &[]), headers: &[] }),
    outcome: None,
};

//! Types that are large for what a document needs to make one: wide structs, boxes, lists of small texts.

use castile::facts::{self as f, Body, Field, Message, Operation, Protocol};

pub static SCHEMA: f::Schema = f::Schema {
    namespaces: &[],
    links: &[
        ("PAIR", f::Link::Group(&PAIR)),
        ("PICK", f::Link::Group(&PICK)),
        ("TOKENS", f::Link::Simple(&TOKENS)),
        ("WORDS", f::Link::Simple(&WORDS)),
    ],
};

macro_rules! wide {
    ($($index:literal $member:ident)*) => {
        /// A row of which most is left out.
        pub struct Wide {
            $(pub $member: Option<String>,)*
        }
        castile::complex!(Wide, WIDE, f::Struct, SCHEMA, "Wide", {
            $($index $member: "m", "? xs:string";)*
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

castile::choice!(Pick, Small, PICK, f::Choice, SCHEMA, "", {
    0 Small: "s", "1 xs:int";
    1 Large: "l", "1";
    2 Group: "", "1 &PAIR";
});

/// A group that is large for its two elements.
pub struct Pair {
    pub g: Option<String>,
    pub h: Wide,
}

castile::complex!(Pair, PAIR, f::Struct, SCHEMA, "", {
    0 g: "g", "1 xs:string";
    1 h: "h", "?";
});

/// A list within a list: each has room for four.
pub struct Shelf {
    pub w: Vec<Wide>,
}

castile::complex!(Shelf, SHELF, f::Struct, SCHEMA, "Shelf", {
    0 w: "w", "*";
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

castile::complex!(Page, PAGE, f::Struct, SCHEMA, "Page", {
    0 w: "w", "*";
    1 s: "S", "*";
    2 pick: "pick", "* &PICK";
    3 t: "t", "* xs:string";
    4 list: "list", "? &TOKENS list";
    5 union: "u", "? &WORDS";
    6 c: "c", "?";
    7 e: "e", "*";
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

//! Bounds on what a message may cost.

/// How much a document may ask of its reader. Every count is checked before anything is allocated for it.
///
/// The defaults admit every honest message we know of; a caller who needs more raises the one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open elements at one time; nested references count as depth too.
    pub depth: u32,
    /// Attributes of one element, namespace declarations included.
    pub attributes: u32,
    /// Bytes of one attribute value.
    pub attribute_bytes: usize,
    /// Child elements of one element.
    pub children: u32,
    /// Elements read in all; an element reached through several references counts each time.
    pub elements: u32,
    /// Bytes of one qualified name.
    pub name_bytes: usize,
    /// Namespace declarations in scope at one time.
    pub namespaces: u32,
    /// Bytes of the text of one element.
    pub text_bytes: usize,
    /// Bytes of the document after decompression.
    pub body_bytes: usize,
    /// Decompressed bytes for each compressed one, beyond the first MiB.
    pub inflate_ratio: u32,
    /// Parts of a reply beside its root.
    pub attachments: u32,
    /// Bytes of memory that the values may take for each byte of the document, beyond the first 768 KiB. Wide types of which
    /// a document has little take the most: a struct is as large for one member as for all.
    pub memory_ratio: u32,
}

const MIB: usize = 1 << 20;

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            depth: 128,
            attributes: 256,
            attribute_bytes: MIB,
            children: 1_000_000,
            elements: 2_000_000,
            name_bytes: 1024,
            namespaces: 256,
            text_bytes: 32 * MIB,
            body_bytes: 32 * MIB,
            inflate_ratio: 200,
            attachments: 50,
            memory_ratio: 16,
        }
    }
}

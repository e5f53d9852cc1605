//! XML-binary Optimized Packaging 1.0: elements whose content travels in a part of its own.

use std::collections::{HashMap, HashSet};

use super::{Attachment, MimeError};
use crate::call::percent_decoded;
use crate::value::push_base64;
use crate::xml::{Limits, NamespaceId, Reader, Token};

/// The namespace of `Include` (section 2.1).
pub(super) const NAMESPACE: &str = "http://www.w3.org/2004/08/xop/include";

static NAMESPACES: [&str; 1] = [NAMESPACE];
const XOP: NamespaceId = 1;

/// How much more a repeated part counts than what else is kept: its text is read, and kept, in turn.
const REPEATED: usize = 16;

/// Puts the content of each part where an `xop:Include` stands for it.
pub(super) fn inline(text: &str, attachments: &[Attachment], limits: &Limits) -> Result<String, MimeError> {
    let parts: HashMap<&str, &Attachment> =
        attachments.iter().map(|attachment| (attachment.content_id.as_str(), attachment)).collect();
    let mut reader = Reader::new(text, &NAMESPACES, limits);
    let mut seen = HashSet::new();
    let mut inlined = String::with_capacity(text.len());
    let mut copied = 0;
    // An `Include` is all that its element holds: nothing but white space comes between the start tag and it, or after it.
    let mut is_first = false;
    let mut alone: Option<String> = None;
    loop {
        let token = reader.next().map_err(MimeError::Document)?;
        let is_content = match &token {
            Token::Start(_) => true,
            Token::Text(piece) => !piece.is_white_space(),
            Token::End | Token::Eof => false,
        };
        if let Some(href) = alone.as_deref().filter(|_| is_content) {
            return Err(wrong("does not stand alone in its element", href));
        }
        match token {
            Token::Start(name) if name.ns == XOP && name.local == "Include" => {
                let start = reader.token_start();
                let href = reader.attribute(0, "href").map(|href| href.value().into_owned()).unwrap_or_default();
                reader.skip_element().map_err(MimeError::Document)?;
                if !is_first {
                    return Err(wrong("does not stand alone in its element", &href));
                }
                let part = followed(&href, &parts)?;
                inlined.push_str(text.get(copied..start).unwrap_or_default());
                let room = limits.body_bytes.saturating_sub(inlined.len());
                let bytes = part.content.len().div_ceil(3).saturating_mul(4);
                if bytes > room {
                    return Err(MimeError::Limit { name: "body_bytes", value: limits.body_bytes as u64 });
                }
                // A part stands for itself once; what it is repeated for may not be more than the root.
                if !seen.insert(part.content_id.as_str()) && reader.keep(bytes.saturating_mul(REPEATED)).is_err() {
                    let (name, value) = reader.memory().limit();
                    return Err(MimeError::Limit { name, value });
                }
                push_base64(&part.content, &mut inlined);
                copied = reader.offset();
                is_first = false;
                alone = Some(href);
            }
            Token::Start(_) => is_first = true,
            Token::Text(piece) => is_first = is_first && piece.is_white_space(),
            Token::End => (is_first, alone) = (false, None),
            Token::Eof => break,
        }
    }
    inlined.push_str(text.get(copied..).unwrap_or_default());
    Ok(inlined)
}

/// The part that an `href` names (RFC 2392: what follows `cid:` is a `Content-ID`, percent-encoded).
fn followed<'p>(href: &str, parts: &HashMap<&str, &'p Attachment>) -> Result<&'p Attachment, MimeError> {
    let Some(id) = href.strip_prefix("cid:").filter(|id| !id.is_empty()) else {
        return Err(wrong("is no reference by cid: to a part of the same message", href));
    };
    // Some senders leave the encoding out.
    let part = parts.get(percent_decoded(id).as_str()).or_else(|| parts.get(id));
    part.copied().ok_or_else(|| wrong("names a part that did not come", href))
}

fn wrong(problem: &'static str, href: &str) -> MimeError {
    MimeError::Reference(problem, href.chars().take(64).collect())
}

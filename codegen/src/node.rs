//! Attributes by their names as the specifications give them: in no namespace.

use roxmltree::{Attribute, Node};

/// Attributes of an element in no namespace. `Node::attribute` takes one of any namespace for it, so that an extension
/// such as `wd:fixed` would be read as what the schema says.
pub(crate) trait Own<'a, 'input: 'a> {
    /// The attribute `local` in no namespace; where it is not there, the one whose name differs from it in case alone.
    fn own_node(&self, local: &str) -> Option<Attribute<'a, 'input>>;

    /// Its value.
    fn own(&self, local: &str) -> Option<&'a str> {
        self.own_node(local).map(|attribute| attribute.value())
    }

    /// Whether it is there.
    fn has_own(&self, local: &str) -> bool {
        self.own_node(local).is_some()
    }
}

impl<'a, 'input: 'a> Own<'a, 'input> for Node<'a, 'input> {
    fn own_node(&self, local: &str) -> Option<Attribute<'a, 'input>> {
        let mut own = self.attributes().filter(|attribute| attribute.namespace().is_none());
        own.clone()
            .find(|attribute| attribute.name() == local)
            .or_else(|| own.find(|attribute| attribute.name().eq_ignore_ascii_case(local)))
    }
}

#[cfg(test)]
mod tests {
    use super::Own;

    #[test]
    fn an_attribute_is_known_in_another_case_unless_it_is_there() {
        let document = roxmltree::Document::parse("<a minoccurs='0' Name='1' name='2'/>").unwrap();
        let node = document.root_element();
        assert_eq!(node.own("minOccurs"), Some("0"));
        assert_eq!(node.own("name"), Some("2"));
    }

    #[test]
    fn an_attribute_of_an_extension_is_another() {
        let document = roxmltree::Document::parse("<a xmlns:x='urn:x' x:fixed='1' x:name='2' name='3'/>").unwrap();
        let node = document.root_element();
        assert_eq!(node.own("fixed"), None);
        assert_eq!(node.own("name"), Some("3"));
        assert!(!node.has_own("fixed"));
    }
}

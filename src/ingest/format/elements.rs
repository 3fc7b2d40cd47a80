//! Where JSON values begin and end: the elements of an array, or lines. Does not parse them.

/// Follows strings and brackets through the bytes of one value.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Nesting {
    /// Looks at one byte of an array's inside; `true` when it is the comma or bracket that ends the element.
    pub(super) const fn ends_at(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth == 0 => return true,
            b'}' | b']' => self.depth -= 1,
            b',' => return self.depth == 0,
            _ => {}
        }
        false
    }
}

/// Whether the byte is white space between values.
pub(super) const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(inside: &str) -> &str {
        let mut nesting = Nesting::default();
        let end = inside.bytes().position(|byte| nesting.ends_at(byte)).unwrap_or(inside.len());
        &inside[..end]
    }

    #[test]
    fn an_element_ends_at_its_comma_and_not_at_those_inside() {
        assert_eq!(first(r#"{"a":[1,2],"b":"],\"}"}, {"#), r#"{"a":[1,2],"b":"],\"}"}"#);
        assert_eq!(first(r#"{"a":"\\"},2"#), r#"{"a":"\\"}"#);
        assert_eq!(first("1]"), "1");
        assert_eq!(first("{\"a\":1"), "{\"a\":1");
    }
}

//! Where in a JSON document one is: the keys on the way from the root to the byte that is looked at. Does not check the document.

use crate::limits::JSON_DEPTH;

/// Bytes of a key that are kept: more than any column's name.
const KEY_BYTES: usize = 1_000;

/// What a byte brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// An array begins.
    Array,
    /// An object begins.
    Object,
    /// An array or object ends.
    End,
    /// A key has been read; [`Walk::key`] names it.
    Key,
    /// Nothing of these.
    Inside,
}

#[derive(Debug)]
enum Frame {
    Object { key: Vec<u8>, expects_key: bool },
    Array,
}

/// Follows the bytes of one or several JSON values.
#[derive(Debug, Default)]
pub(super) struct Walk {
    frames: Vec<Frame>,
    /// Brackets beyond the depth that is followed.
    deeper: usize,
    in_string: bool,
    escaped: bool,
    /// The key that is being read, with its quotes.
    reading_key: Option<Vec<u8>>,
}

impl Walk {
    /// Looks at one byte.
    pub(super) fn step(&mut self, byte: u8) -> Step {
        if self.in_string {
            return self.step_in_string(byte);
        }
        match byte {
            b'"' => {
                self.in_string = true;
                let key = matches!(self.frames.last(), Some(Frame::Object { expects_key: true, .. }));
                self.reading_key = (key && self.deeper == 0).then(|| vec![b'"']);
            }
            b'{' => return self.open(Frame::Object { key: Vec::new(), expects_key: true }, Step::Object),
            b'[' => return self.open(Frame::Array, Step::Array),
            b'}' | b']' => {
                self.close();
                return Step::End;
            }
            b',' if self.deeper == 0 => {
                if let Some(Frame::Object { expects_key, .. }) = self.frames.last_mut() {
                    *expects_key = true;
                }
            }
            _ => {}
        }
        Step::Inside
    }

    /// Leaves the array that is open, its bracket having been read elsewhere.
    pub(super) fn close(&mut self) {
        if self.deeper > 0 { self.deeper -= 1 } else { drop(self.frames.pop()) }
    }

    /// Whether one is outside of any value.
    pub(super) fn at_root(&self) -> bool {
        self.frames.is_empty() && !self.in_string
    }

    /// Whether one is directly in an array.
    pub(super) fn in_array(&self) -> bool {
        matches!(self.frames.last(), Some(Frame::Array)) && self.deeper == 0
    }

    /// How many brackets are open.
    pub(super) fn depth(&self) -> usize {
        self.frames.len() + self.deeper
    }

    /// The key of the value that one is at.
    pub(super) fn key(&self) -> Option<String> {
        match self.frames.last() {
            Some(Frame::Object { key, .. }) => Some(text(key)),
            _ => None,
        }
    }

    /// The keys on the way here; arrays have none.
    pub(super) fn path(&self) -> Vec<String> {
        let keys = self.frames.iter().filter_map(|frame| match frame {
            Frame::Object { key, .. } if !key.is_empty() => Some(text(key)),
            Frame::Object { .. } | Frame::Array => None,
        });
        keys.collect()
    }

    fn open(&mut self, frame: Frame, step: Step) -> Step {
        if self.frames.len() >= JSON_DEPTH || self.deeper > 0 {
            self.deeper += 1;
            return Step::Inside;
        }
        self.frames.push(frame);
        step
    }

    fn step_in_string(&mut self, byte: u8) -> Step {
        if let Some(read) = self.reading_key.as_mut().filter(|read| read.len() < KEY_BYTES) {
            read.push(byte);
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => {
                self.in_string = false;
                if let (Some(read), Some(Frame::Object { key, expects_key })) =
                    (self.reading_key.take(), self.frames.last_mut())
                {
                    (*key, *expects_key) = (read, false);
                    return Step::Key;
                }
            }
            _ => {}
        }
        Step::Inside
    }
}

/// The text of a key with its quotes.
fn text(quoted: &[u8]) -> String {
    serde_json::from_slice(quoted).unwrap_or_else(|_| String::from_utf8_lossy(quoted).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_the_keys_on_the_way() {
        let mut walk = Walk::default();
        let mut arrays = Vec::new();
        for byte in
            br#"{"code":0,"msg":"[{\"","data":{"pages":[[1],{"l\u0069st":[{"a":[]}]}]},"z":[]}[{"#.iter().copied()
        {
            if walk.step(byte) == Step::Array {
                arrays.push(walk.path().join("."));
            }
        }
        assert_eq!(arrays, ["data.pages", "data.pages", "data.pages.list", "data.pages.list.a", "z", ""]);
        assert!(!walk.at_root() && walk.depth() == 2);
    }

    #[test]
    fn any_depth_is_followed_in_bounded_space() {
        let mut walk = Walk::default();
        for _ in 0..1_000_000 {
            walk.step(b'[');
        }
        assert_eq!((walk.frames.len(), walk.depth()), (JSON_DEPTH, 1_000_000));
        for _ in 0..1_000_000 {
            walk.step(b']');
        }
        assert!(walk.at_root());
    }
}

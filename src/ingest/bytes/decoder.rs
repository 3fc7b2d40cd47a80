//! Decoding a stream to UTF-8 before anything is split, so that the second byte of a character is never taken for a delimiter.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

use super::{ByteStream, encoding::TextEncoding};

/// Bytes decoded at once.
const CHUNK_BYTES: usize = 128 * 1024;
/// Stands where bytes could not be decoded: never valid UTF-8, so no text that was read can hold it.
const UNDECODABLE: u8 = 0xff;

/// The stream as UTF-8. UTF-8 passes as it is: the rows check it.
pub(super) fn decoded(bytes: ByteStream, encoding: TextEncoding) -> ByteStream {
    match encoding.decoder() {
        None => bytes,
        Some(decoder) => Box::new(Decoded {
            bytes,
            decoder,
            input: vec![0; CHUNK_BYTES],
            input_at: 0,
            input_end: 0,
            ended: false,
            finished: false,
            text: vec![0; CHUNK_BYTES * 2],
            text_at: 0,
            text_end: 0,
        }),
    }
}

struct Decoded {
    bytes: ByteStream,
    decoder: Decoder,
    input: Vec<u8>,
    input_at: usize,
    input_end: usize,
    ended: bool,
    finished: bool,
    text: Vec<u8>,
    text_at: usize,
    text_end: usize,
}

impl Decoded {
    fn refill(&mut self) -> io::Result<()> {
        if self.input_at == self.input_end && !self.ended {
            self.input_at = 0;
            self.input_end = self.bytes.read(&mut self.input)?;
            self.ended = self.input_end == 0;
        }
        // One byte stays free for the mark.
        let room = self.text.len() - 1;
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.input[self.input_at..self.input_end],
            &mut self.text[..room],
            self.ended,
        );
        self.input_at += read;
        (self.text_at, self.text_end) = (0, written);
        match result {
            DecoderResult::Malformed(..) => {
                self.text[written] = UNDECODABLE;
                self.text_end += 1;
            }
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}

impl Read for Decoded {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.text_at == self.text_end && !self.finished {
            self.refill()?;
        }
        let n = buf.len().min(self.text_end - self.text_at);
        buf[..n].copy_from_slice(&self.text[self.text_at..self.text_at + n]);
        self.text_at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], encoding: TextEncoding) -> Vec<u8> {
        let mut text = Vec::new();
        decoded(Box::new(io::Cursor::new(bytes.to_vec())), encoding).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn long_texts_survive_the_chunks() {
        let text = "上菜慢，𠮷野家|1\n".repeat(30_000);
        let (gb, _, _) = encoding_rs::GB18030.encode(&text);
        assert_eq!(decode(&gb, TextEncoding::Gb18030), text.as_bytes());
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&le, TextEncoding::Utf16Le), text.as_bytes());
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&be, TextEncoding::Utf16Be), text.as_bytes());
    }

    #[test]
    fn what_cannot_be_decoded_is_marked_and_the_delimiters_beside_it_stay() {
        assert_eq!(decode(b"a\xff,b\n", TextEncoding::Gb18030), b"a\xff,b\n");
        assert_eq!(decode(b"\xc4,b\n", TextEncoding::Gb18030), b"\xff,b\n");
        assert_eq!(decode(b"a\x00\x00\xd8b\x00", TextEncoding::Utf16Le), b"a\xffb");
        assert_eq!(decode(b"a\x00b", TextEncoding::Utf16Le), b"a\xff");
    }
}

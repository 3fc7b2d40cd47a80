//! Which encoding a text is in, judged on a sample.
//!
//! A byte order mark decides; zero bytes mean UTF-16; text that is valid UTF-8 is UTF-8; else GB18030 where it looks like
//! Chinese. Anything else is refused: a wrong guess would store garbage that nobody notices.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, DecoderResult};

/// An encoding that exports come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Gb18030,
}

impl TextEncoding {
    /// Every encoding that exports come in.
    pub(in crate::ingest) const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Gb18030];

    /// The encoding of that name, also as people write it (`UTF8`, `gbk`).
    pub(in crate::ingest) fn parse(name: &str) -> Option<Self> {
        let plain: String = name.to_lowercase().chars().filter(|c| !matches!(c, '-' | '_' | ' ')).collect();
        // GBK and GB 2312 are parts of GB18030.
        let plain = if matches!(plain.as_str(), "gbk" | "gb2312") { "gb18030" } else { plain.as_str() };
        Self::ALL.into_iter().find(|encoding| encoding.name().replace('-', "") == plain)
    }

    /// The name for people.
    pub(in crate::ingest) const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
        }
    }

    /// A decoder; none is needed for UTF-8.
    pub(super) fn decoder(self) -> Option<Decoder> {
        let encoding = match self {
            Self::Utf8 => return None,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Gb18030 => encoding_rs::GB18030,
        };
        Some(encoding.new_decoder_without_bom_handling())
    }

    /// The beginning of a text, whatever cannot be decoded left out: for looking at, never for storing.
    pub(in crate::ingest) fn glance(self, bytes: &[u8]) -> String {
        let Some(mut decoder) = self.decoder() else { return String::from_utf8_lossy(bytes).into_owned() };
        let mut text = String::with_capacity(bytes.len() * 3 + 16);
        let _ = decoder.decode_to_string(bytes, &mut text, false);
        text
    }
}

/// What a sample tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::ingest) struct Detected {
    pub(in crate::ingest) encoding: TextEncoding,
    /// 0 to 1: certain with a byte order mark; else the share of the characters beyond ASCII that are well-formed and usual.
    pub(in crate::ingest) confidence: f64,
    /// Bytes of the byte order mark at the beginning of the file.
    pub(in crate::ingest) bom_bytes: u64,
}

const BOMS: [(&[u8], TextEncoding); 4] = [
    (b"\xef\xbb\xbf", TextEncoding::Utf8),
    (b"\xff\xfe", TextEncoding::Utf16Le),
    (b"\xfe\xff", TextEncoding::Utf16Be),
    (b"\x84\x31\x95\x33", TextEncoding::Gb18030),
];

impl Detected {
    /// An encoding that someone has named, for a file that begins with `head`.
    pub(in crate::ingest) fn told(encoding: TextEncoding, head: &[u8]) -> Self {
        let mark = BOMS.iter().find(|(bom, of)| *of == encoding && head.starts_with(bom));
        Self { encoding, confidence: 1.0, bom_bytes: mark.map_or(0, |(bom, _)| bom.len() as u64) }
    }
}

/// Of the characters beyond ASCII, the share that may be undecodable before an encoding is ruled out: Chinese text read in
/// the wrong one of the two has far more (GB18030 as UTF-8 about 80 %).
const MALFORMED_MAX: f64 = 0.3;

/// The encoding of a file that begins with `head` and in which `telling` is a stretch beyond ASCII; `None` when it is none of ours.
pub(in crate::ingest) fn detect(head: &[u8], telling: &[u8]) -> Option<Detected> {
    if let Some((bom, encoding)) = BOMS.iter().find(|(bom, _)| head.starts_with(bom)) {
        return Some(Detected { encoding: *encoding, confidence: 1.0, bom_bytes: bom.len() as u64 });
    }
    let malformed = utf8_malformed(telling);
    let (encoding, confidence) = if let Some(found) = utf16(telling) {
        found
    } else if malformed <= MALFORMED_MAX {
        (TextEncoding::Utf8, 1.0 - malformed)
    } else {
        (TextEncoding::Gb18030, gb18030_confidence(telling)?)
    };
    Some(Detected { encoding, confidence, bom_bytes: 0 })
}

/// The share of zero bytes from which on a text may be UTF-16: its separators and digits have one each, other encodings none
/// but by accident.
const ZEROS_MIN: f64 = 0.005;

/// The byte order in which nearly all characters are ASCII, Chinese or their punctuation.
fn utf16(sample: &[u8]) -> Option<(TextEncoding, f64)> {
    let zeros = sample.iter().filter(|byte| **byte == 0).count();
    if share(zeros, sample.len() - zeros) < ZEROS_MIN {
        return None;
    }
    let usual = |from_bytes: fn([u8; 2]) -> u16| {
        let (pairs, _) = sample.as_chunks::<2>();
        let usual = pairs.iter().filter(|pair| is_usual(from_bytes(**pair))).count();
        usual as f64 / pairs.len().max(1) as f64
    };
    let (le, be) = (usual(u16::from_le_bytes), usual(u16::from_be_bytes));
    let (best, encoding) = if le >= be { (le, TextEncoding::Utf16Le) } else { (be, TextEncoding::Utf16Be) };
    (best > 0.8).then_some((encoding, best))
}

const fn is_usual(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff00..=0xffef)
}

/// The share of malformed sequences among all that is not ASCII. A character cut off at the end is none.
fn utf8_malformed(sample: &[u8]) -> f64 {
    let (mut malformed, mut well_formed) = (0, 0);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        well_formed += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let incomplete = std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        let cut_off = incomplete && chunks.peek().is_none();
        malformed += usize::from(!chunk.invalid().is_empty() && !cut_off);
    }
    share(malformed, well_formed)
}

fn share(part: usize, rest: usize) -> f64 {
    part as f64 / (part + rest).max(1) as f64
}

/// How surely the sample decodes and reads like Chinese: most characters from GB 2312, or many of them and the detector agrees. `None`
/// when it does not.
///
/// Decoding alone says little, as nearly any pair of bytes is some character of GB18030.
fn gb18030_confidence(sample: &[u8]) -> Option<f64> {
    let (common, malformed) = (common_gb2312(sample), gb18030_malformed(sample));
    let reads = malformed <= MALFORMED_MAX && (common > 0.8 || (common > 0.4 && detector_says_gbk(sample)));
    reads.then_some((1.0 - malformed) * common)
}

fn detector_says_gbk(sample: &[u8]) -> bool {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, false);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    guess == encoding_rs::GBK || guess == encoding_rs::GB18030
}

fn gb18030_malformed(sample: &[u8]) -> f64 {
    let mut decoder = encoding_rs::GB18030.new_decoder_without_bom_handling();
    let mut text = vec![0; 64 * 1024];
    let (mut rest, mut malformed, mut well_formed) = (sample, 0, 0);
    loop {
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(rest, &mut text, false);
        rest = &rest[read..];
        // Each character has one byte that is no continuation byte.
        well_formed += text[..written].iter().filter(|byte| **byte >= 0xc0).count();
        match result {
            DecoderResult::InputEmpty => return share(malformed, well_formed),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => malformed += 1,
        }
    }
}

/// The share of two-byte characters that GB 2312 lists: its punctuation (rows A1–A3) and its hanzi (B0–F7).
fn common_gb2312(sample: &[u8]) -> f64 {
    let (mut common, mut other, mut at) = (0, 0, 0);
    while let [lead, trail, ..] = sample[at..] {
        if lead < 0x80 {
            at += 1;
            continue;
        }
        let listed = matches!(lead, 0xa1..=0xa3 | 0xb0..=0xf7) && matches!(trail, 0xa1..=0xfe);
        if listed {
            common += 1
        } else {
            other += 1
        }
        at += 2;
    }
    share(common, other)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "评论内容,评分\n上菜太慢了，一个小时才来，最后还是很好吃！🍲,3.5\n";

    fn guess(bytes: &[u8]) -> Option<(TextEncoding, u64)> {
        detect(bytes, bytes).map(|found| (found.encoding, found.bom_bytes))
    }

    fn utf16_bytes(to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        TEXT.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn each_encoding_is_recognised_with_and_without_a_mark() {
        let (gb, _, _) = encoding_rs::GB18030.encode(TEXT);
        let (le, be) = (utf16_bytes(u16::to_le_bytes), utf16_bytes(u16::to_be_bytes));
        assert_eq!(guess(TEXT.as_bytes()), Some((TextEncoding::Utf8, 0)));
        assert_eq!(guess(&gb), Some((TextEncoding::Gb18030, 0)));
        assert_eq!(guess(&le), Some((TextEncoding::Utf16Le, 0)));
        assert_eq!(guess(&be), Some((TextEncoding::Utf16Be, 0)));
        assert_eq!(guess(&[b"\xef\xbb\xbf", TEXT.as_bytes()].concat()), Some((TextEncoding::Utf8, 3)));
        assert_eq!(guess(&[b"\xff\xfe", le.as_slice()].concat()), Some((TextEncoding::Utf16Le, 2)));
        assert_eq!(guess(&[b"\xfe\xff", be.as_slice()].concat()), Some((TextEncoding::Utf16Be, 2)));
        assert_eq!(guess(b"text\nplain\n"), Some((TextEncoding::Utf8, 0)));
    }

    #[test]
    fn confidence_is_a_share_and_a_mark_is_certain() {
        let (gb, _, _) = encoding_rs::GB18030.encode(TEXT);
        let sure = |bytes: &[u8]| detect(bytes, bytes).unwrap().confidence;
        assert_eq!([sure(b"\xff\xfea\0"), sure(TEXT.as_bytes())], [1.0, 1.0]);
        assert!((0.8..1.0).contains(&sure(&gb)), "{}", sure(&gb));
        let torn = [TEXT.as_bytes(), b"\xff\xff"].concat();
        assert!((0.9..1.0).contains(&sure(&torn)));
    }

    #[test]
    fn an_encoding_can_be_named() {
        let name = |name| TextEncoding::parse(name).map(TextEncoding::name);
        assert_eq!([name("GBK"), name("utf8"), name("UTF-16 LE")], [Some("gb18030"), Some("utf-8"), Some("utf-16le")]);
        assert!(TextEncoding::ALL.iter().all(|encoding| TextEncoding::parse(encoding.name()) == Some(*encoding)));
        assert_eq!(name("big5"), None);
        assert_eq!(Detected::told(TextEncoding::Utf8, b"\xef\xbb\xbfa").bom_bytes, 3);
        assert_eq!(Detected::told(TextEncoding::Gb18030, b"\xef\xbb\xbfa").bom_bytes, 0);
    }

    #[test]
    fn a_sample_may_end_within_a_character() {
        let (gb, _, _) = encoding_rs::GB18030.encode("很好吃");
        assert_eq!(guess(&gb[..5]), Some((TextEncoding::Gb18030, 0)));
        assert_eq!(guess("很好".as_bytes().split_last().unwrap().1), Some((TextEncoding::Utf8, 0)));
    }

    #[test]
    fn a_stray_zero_byte_makes_no_utf16() {
        let text = format!("{}\0{}", TEXT.repeat(5), TEXT.repeat(5));
        assert_eq!(guess(text.as_bytes()), Some((TextEncoding::Utf8, 0)));
    }

    #[test]
    fn other_encodings_and_binary_data_are_refused() {
        let (big5, _, _) = encoding_rs::BIG5.encode("餐點很好吃，服務態度也不錯，下次還會再來，推薦給大家");
        assert_eq!(guess(&big5), None);
        let (jis, _, _) = encoding_rs::SHIFT_JIS.encode("とても美味しかったです。また行きたいと思います");
        assert_eq!(guess(&jis), None);
        let noise: Vec<u8> = (0..4_000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
        assert_eq!(guess(&noise), None);
    }
}

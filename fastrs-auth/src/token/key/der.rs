//! The little of ASN.1's DER that keys are wrapped in (RFC 5280, RFC 5958, RFC 8017).

pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OID: u8 = 0x06;

/// Reads values one after another.
#[derive(Clone, Copy)]
pub(super) struct Der<'a>(pub(super) &'a [u8]);

impl<'a> Der<'a> {
    /// The content of the next value, if it has this tag.
    pub(super) fn value(&mut self, tag: u8) -> Option<&'a [u8]> {
        let (&found, rest) = self.0.split_first()?;
        let (&length, rest) = rest.split_first()?;
        let (length, rest) = match length {
            0..=0x7f => (usize::from(length), rest),
            // Two bytes of length are 64 KiB, more than any key.
            0x81 | 0x82 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(length & 0x7f))?;
                (bytes.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (value, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        (found == tag).then_some(value)
    }

    /// The next value, which is a sequence, to be read in turn.
    pub(super) fn sequence(&mut self) -> Option<Self> {
        self.value(SEQUENCE).map(Self)
    }

    /// The next value, which is a number of no sign, without the zero that DER puts in front.
    pub(super) fn number(&mut self) -> Option<&'a [u8]> {
        let bytes = self.value(INTEGER)?;
        Some(bytes.strip_prefix(&[0]).unwrap_or(bytes))
    }

    /// The next value, which is whole bytes.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        // In front stands how many bits of the last byte do not count.
        self.value(BIT_STRING)?.strip_prefix(&[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_turn() {
        let mut outer = Der(&[0x30, 0x07, 0x02, 0x02, 0x00, 0xff, 0x03, 0x01, 0x00]);
        let mut inner = outer.sequence().unwrap();
        assert!(outer.0.is_empty());
        assert_eq!(inner.number(), Some(&[0xff][..]));
        assert_eq!(inner.bits(), Some(&[][..]));
        assert_eq!(inner.value(OID), None);
    }

    #[test]
    fn long_lengths_and_what_is_cut_off() {
        let mut long = vec![0x02, 0x82, 0x01, 0x00];
        long.extend([7; 256]);
        assert_eq!(Der(&long).number().unwrap().len(), 256);
        assert_eq!(Der(&long[..259]).number(), None);
        for bytes in [&[][..], &[0x30], &[0x30, 0x01], &[0x30, 0x83, 0, 0, 0], &[0x30, 0x80], &[0x30, 0x81]] {
            assert!(Der(bytes).sequence().is_none(), "{bytes:?}");
        }
    }
}

//! Where a text stops being JSON, and why: the place and the words of Python's reader, which FastAPI's clients know.

type Fault = (usize, &'static str);

/// Deeper than this nothing is read anyway.
const MAX_DEPTH: usize = 128;

/// The index of the byte where `text` stops being JSON, and the reason. `None` where Python finds no fault: it takes
/// `NaN` and numbers of any size.
pub(super) fn fault(text: &str) -> Option<Fault> {
    let mut reader = Reader { text: text.as_bytes(), at: 0, depth: 0 };
    reader.skip_space();
    match reader.value() {
        Err(fault) => fault,
        Ok(()) => {
            reader.skip_space();
            (reader.at < text.len()).then_some((reader.at, "Extra data"))
        }
    }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    depth: usize,
}

/// `Err(None)` gives up.
type Step = Result<(), Option<Fault>>;

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn fail<T>(&self, reason: &'static str) -> Result<T, Option<Fault>> {
        Err(Some((self.at, reason)))
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn value(&mut self) -> Step {
        if self.depth == MAX_DEPTH {
            return Err(None);
        }
        self.depth += 1;
        match self.peek() {
            Some(b'"') => self.string()?,
            Some(b'{') => self.object()?,
            Some(b'[') => self.array()?,
            _ => self.word_or_number()?,
        }
        self.depth -= 1;
        Ok(())
    }

    fn word_or_number(&mut self) -> Step {
        let rest = &self.text[self.at..];
        let words: [&[u8]; 6] = [b"null", b"true", b"false", b"NaN", b"Infinity", b"-Infinity"];
        let length = words.iter().find(|word| rest.starts_with(word)).map(|word| word.len());
        match length.or_else(|| number_length(rest)) {
            Some(length) => self.at += length,
            None => return self.fail("Expecting value"),
        }
        Ok(())
    }

    fn object(&mut self) -> Step {
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return self.fail("Expecting property name enclosed in double quotes");
            }
            self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return self.fail("Expecting ':' delimiter");
            }
            self.at += 1;
            self.skip_space();
            self.value()?;
            if self.ends(b'}', "Illegal trailing comma before end of object")? {
                return Ok(());
            }
        }
    }

    fn array(&mut self) -> Step {
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value()?;
            if self.ends(b']', "Illegal trailing comma before end of array")? {
                return Ok(());
            }
        }
    }

    /// Goes over the end of an object or a list, or over the comma before the next of its parts.
    fn ends(&mut self, end: u8, trailing: &'static str) -> Result<bool, Option<Fault>> {
        self.skip_space();
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(true);
        }
        if self.peek() != Some(b',') {
            return self.fail("Expecting ',' delimiter");
        }
        let comma = self.at;
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(end) { Err(Some((comma, trailing))) } else { Ok(false) }
    }

    fn string(&mut self) -> Step {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(Some((start, "Unterminated string starting at"))),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(0..0x20) => return self.fail("Invalid control character at"),
                Some(b'\\') => self.escape(start)?,
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self, start: usize) -> Step {
        match self.text.get(self.at + 1) {
            None => return Err(Some((start, "Unterminated string starting at"))),
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                self.at += 1;
                // Python wants to see something behind the digits, be it the quote.
                let digits =
                    self.text.get(self.at + 1..self.at + 5).filter(|_| self.text.len() > self.at + 5);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return self.fail("Invalid \\uXXXX escape");
                }
                self.at += 5;
            }
            Some(_) => return self.fail("Invalid \\escape"),
        }
        Ok(())
    }
}

/// The length of the number at the beginning of `text`.
fn number_length(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = usize::from(text.first() == Some(&b'-'));
    let mut length = sign + if text.get(sign) == Some(&b'0') { 1 } else { digits(sign) };
    if length == sign {
        return None;
    }
    if text.get(length) == Some(&b'.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    if matches!(text.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(length + 1), Some(b'+' | b'-')));
        let exponent = digits((length + 1 + sign).min(text.len()));
        length += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, at: usize, reason: &str) {
        assert_eq!(fault(text), Some((at, reason)), "{text}");
    }

    #[test]
    fn faults_are_where_python_sees_them() {
        check(" ", 1, "Expecting value");
        check("{", 1, "Expecting property name enclosed in double quotes");
        check("}", 0, "Expecting value");
        check("[", 1, "Expecting value");
        check("[1,]", 2, "Illegal trailing comma before end of array");
        check("{\"n\": 1,}", 7, "Illegal trailing comma before end of object");
        check("{'n': 1}", 1, "Expecting property name enclosed in double quotes");
        check("{\"n\": }", 6, "Expecting value");
        check("{\"n\" 1}", 5, "Expecting ':' delimiter");
        check("[1 2]", 3, "Expecting ',' delimiter");
        check("nul", 0, "Expecting value");
        check("[01]", 2, "Expecting ',' delimiter");
        check("-", 0, "Expecting value");
        check("1.", 1, "Extra data");
        check("{} x", 3, "Extra data");
        check("\"abc", 0, "Unterminated string starting at");
        check("[\"a\nb\"]", 3, "Invalid control character at");
        check("\"\\x\"", 1, "Invalid \\escape");
        check("\"\\u12\"", 2, "Invalid \\uXXXX escape");
        check("\"\\u00e9", 2, "Invalid \\uXXXX escape");
        check("\"\\u00e9 ", 0, "Unterminated string starting at");
    }

    #[test]
    fn what_python_takes_has_no_fault() {
        for text in ["{\"a\": [1.5e3, null, NaN, -Infinity]}", "1e400", "\"\\ud800\"", &"[".repeat(1000)] {
            assert_eq!(fault(text), None, "{text}");
        }
    }
}

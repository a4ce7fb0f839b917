//! What is wrong with JSON, in the words of Go: a scanner that is asked when reading has failed.

/// How deep Go reads.
const DEPTH: usize = 10_000;

/// What the scanner waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wait {
    Value,
    /// A value, or the end of the array that has just begun.
    ValueOrEnd,
    Key,
    /// A key, or the end of the object that has just begun.
    KeyOrEnd,
    Colon,
    /// What follows a value.
    After,
}

/// The first problem of a text as Go tells it; `None` for a text that Go reads.
pub(super) fn problem(text: &[u8]) -> Option<String> {
    let mut scanner = Scanner {
        text,
        place: 0,
        open: Vec::new(),
    };
    scanner.run().err()
}

/// A character as Go quotes it: a byte is taken for a character of Latin-1.
fn unexpected(byte: u8, context: &str) -> String {
    let shown = match byte {
        b'\'' => r"\'".to_owned(),
        b'"' => "\"".to_owned(),
        b'\\' => r"\\".to_owned(),
        b'\n' => r"\n".to_owned(),
        b'\r' => r"\r".to_owned(),
        b'\t' => r"\t".to_owned(),
        0x07 => r"\a".to_owned(),
        0x08 => r"\b".to_owned(),
        0x0b => r"\v".to_owned(),
        0x0c => r"\f".to_owned(),
        0..0x20 | 0x7f => format!("\\x{byte:02x}"),
        0x80..0xa0 | 0xad => format!("\\u{byte:04x}"),
        other => char::from(other).to_string(),
    };
    format!("invalid character '{shown}' {context}")
}

const END: &str = "unexpected end of JSON input";

struct Scanner<'a> {
    text: &'a [u8],
    place: usize,
    /// The brackets that are open.
    open: Vec<u8>,
}

impl Scanner<'_> {
    fn next(&mut self) -> Result<u8, String> {
        let byte = self.text.get(self.place).copied();
        self.place += 1;
        byte.ok_or_else(|| END.to_owned())
    }

    fn next_visible(&mut self) -> Result<u8, String> {
        loop {
            match self.next()? {
                b' ' | b'\t' | b'\r' | b'\n' => {}
                byte => return Ok(byte),
            }
        }
    }

    fn run(&mut self) -> Result<(), String> {
        let mut wait = Wait::Value;
        loop {
            if wait == Wait::After && self.open.is_empty() {
                return match self.next_visible() {
                    Ok(byte) => Err(unexpected(byte, "after top-level value")),
                    Err(_) => Ok(()),
                };
            }
            let byte = self.next_visible()?;
            wait = self.step(wait, byte)?;
        }
    }

    fn step(&mut self, wait: Wait, byte: u8) -> Result<Wait, String> {
        match (wait, byte) {
            (Wait::ValueOrEnd, b']') | (Wait::KeyOrEnd, b'}') => {
                self.open.pop();
                Ok(Wait::After)
            }
            (Wait::Value | Wait::ValueOrEnd, byte) => self.value(byte),
            (Wait::Key | Wait::KeyOrEnd, b'"') => {
                self.string()?;
                Ok(Wait::Colon)
            }
            (Wait::Key | Wait::KeyOrEnd, byte) => Err(unexpected(
                byte,
                "looking for beginning of object key string",
            )),
            (Wait::Colon, b':') => Ok(Wait::Value),
            (Wait::Colon, byte) => Err(unexpected(byte, "after object key")),
            (Wait::After, byte) => self.after(byte),
        }
    }

    fn after(&mut self, byte: u8) -> Result<Wait, String> {
        match (self.open.last(), byte) {
            (Some(b'{'), b',') => Ok(Wait::Key),
            (Some(_), b',') => Ok(Wait::Value),
            (Some(b'{'), b'}') | (Some(b'['), b']') => {
                self.open.pop();
                Ok(Wait::After)
            }
            (Some(b'{'), byte) => Err(unexpected(byte, "after object key:value pair")),
            (_, byte) => Err(unexpected(byte, "after array element")),
        }
    }

    fn value(&mut self, byte: u8) -> Result<Wait, String> {
        match byte {
            b'{' | b'[' => {
                if self.open.len() >= DEPTH {
                    return Err(unexpected(byte, "exceeded max depth"));
                }
                self.open.push(byte);
                return Ok(match byte {
                    b'{' => Wait::KeyOrEnd,
                    _ => Wait::ValueOrEnd,
                });
            }
            b'"' => self.string()?,
            b't' => self.literal("true")?,
            b'f' => self.literal("false")?,
            b'n' => self.literal("null")?,
            b'-' | b'0'..=b'9' => self.number(byte)?,
            other => return Err(unexpected(other, "looking for beginning of value")),
        }
        Ok(Wait::After)
    }

    fn string(&mut self) -> Result<(), String> {
        loop {
            match self.next()? {
                b'"' => return Ok(()),
                b'\\' => match self.next()? {
                    b'b' | b'f' | b'n' | b'r' | b't' | b'\\' | b'/' | b'"' => {}
                    b'u' => {
                        for _ in 0..4 {
                            let byte = self.next()?;
                            if !byte.is_ascii_hexdigit() {
                                let context = "in \\u hexadecimal character escape";
                                return Err(unexpected(byte, context));
                            }
                        }
                    }
                    other => return Err(unexpected(other, "in string escape code")),
                },
                byte @ 0..0x20 => return Err(unexpected(byte, "in string literal")),
                _ => {}
            }
        }
    }

    fn literal(&mut self, word: &str) -> Result<(), String> {
        for expected in word.bytes().skip(1) {
            let byte = self.next()?;
            if byte != expected {
                let expected = char::from(expected);
                let context = format!("in literal {word} (expecting '{expected}')");
                return Err(unexpected(byte, &context));
            }
        }
        Ok(())
    }

    fn number(&mut self, first: u8) -> Result<(), String> {
        let mut digit = first;
        if first == b'-' {
            digit = self.next()?;
            if !digit.is_ascii_digit() {
                return Err(unexpected(digit, "in numeric literal"));
            }
        }
        if digit != b'0' {
            self.digits();
        }
        if self.peek() == Some(b'.') {
            self.place += 1;
            self.digit("after decimal point in numeric literal")?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.place += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.place += 1;
            }
            self.digit("in exponent of numeric literal")?;
        }
        Ok(())
    }

    /// One digit and all that follow it.
    fn digit(&mut self, context: &str) -> Result<(), String> {
        let byte = self.next()?;
        if !byte.is_ascii_digit() {
            return Err(unexpected(byte, context));
        }
        self.digits();
        Ok(())
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.place += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.place).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = problem(text.as_bytes()).unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn problems_are_told_as_go_tells_them() {
        check("", "unexpected end of JSON input");
        check(r#"{"a"#, "unexpected end of JSON input");
        check("x", "invalid character 'x' looking for beginning of value");
        check("{} {}", "invalid character '{' after top-level value");
        check(
            "{'a'}",
            r"invalid character '\'' looking for beginning of object key string",
        );
        check(r#"{"a" 1}"#, "invalid character '1' after object key");
        check(
            r#"{"a":1/**/}"#,
            "invalid character '/' after object key:value pair",
        );
        check("[1 2]", "invalid character '2' after array element");
        check(r#"["\x"]"#, "invalid character 'x' in string escape code");
        check(
            r#"["\u12g"]"#,
            "invalid character 'g' in \\u hexadecimal character escape",
        );
        check("[\"\n\"]", r"invalid character '\n' in string literal");
        check(
            "[trve]",
            "invalid character 'v' in literal true (expecting 'u')",
        );
        check("[-a]", "invalid character 'a' in numeric literal");
        check(
            "[1.]",
            "invalid character ']' after decimal point in numeric literal",
        );
        check(
            "[1e]",
            "invalid character ']' in exponent of numeric literal",
        );
        check("[01]", "invalid character '1' after array element");
        check(
            "\u{feff}{}",
            "invalid character 'ï' looking for beginning of value",
        );
        check(
            &"[".repeat(10_001),
            "invalid character '[' exceeded max depth",
        );
        check(
            r#" {"a": [1, -2.5e+3, true, false, null, "\u00e4\n", {}, []]} "#,
            "",
        );
    }
}

//! Names of resources, and the identifiers of reconciliations.

use sha2::{Digest, Sha256};

/// The longest name that every kind of resource takes, in characters.
pub const MAX_NAME_LENGTH: usize = 63;

/// How many characters of the hash stay in a truncated name.
const HASH_LENGTH: usize = 4;

/// Shortens `name` to [`MAX_NAME_LENGTH`] characters, so that names that differ stay different: the first 59 characters stay,
/// and the first 4 hexadecimal digits of the SHA-256 of the whole name follow. A name that is short enough is returned as it is.
///
/// ```
/// use oper8_reconcile::truncated_name;
///
/// assert_eq!(truncated_name("short"), "short");
/// assert_eq!(truncated_name(&"a".repeat(64)), format!("{}ffe0", "a".repeat(59)));
/// ```
pub fn truncated_name(name: &str) -> String {
    if name.chars().count() <= MAX_NAME_LENGTH {
        return name.to_owned();
    }
    let mut short: String = name.chars().take(MAX_NAME_LENGTH - HASH_LENGTH).collect();
    for byte in Sha256::digest(name.as_bytes()).iter().take(HASH_LENGTH / 2) {
        short.push_str(&format!("{byte:02x}"));
    }
    short
}

/// A new identifier of a reconciliation: 22 characters of base32, of 110 random bits.
pub(crate) fn reconciliation_id() -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = uuid::Uuid::new_v4().as_u128();
    (0..22u32)
        .map(|place| {
            let digit = (bits >> (123 - 5 * place)) & 31;
            char::from(ALPHABET[usize::try_from(digit).unwrap_or_default()])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        let name = "ü".repeat(MAX_NAME_LENGTH);
        assert_eq!(truncated_name(&name), name);
        assert_eq!(
            truncated_name(&"ü".repeat(64)).chars().count(),
            MAX_NAME_LENGTH
        );
    }

    #[test]
    fn long_names_with_a_common_start_stay_different() {
        let start = "x".repeat(70);
        assert_ne!(
            truncated_name(&format!("{start}-a")),
            truncated_name(&format!("{start}-b"))
        );
    }

    #[test]
    fn identifiers_are_22_characters_of_base32_and_differ() {
        let (one, two) = (reconciliation_id(), reconciliation_id());
        assert_eq!(one.len(), 22);
        assert!(
            one.chars()
                .all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c))
        );
        assert_ne!(one, two);
    }
}

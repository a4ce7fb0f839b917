//! Quantities: `500m`, `1Gi`, `1e3`; exact arithmetic, and the text that an API server gives back.

mod parse;

use std::cmp::Ordering;
use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};
use std::ops::{Add, Sub};
use std::str::FromStr;

use serde_json::Value;

/// A quantity of a resource: an exact decimal number, and the family of suffixes it was written with.
///
/// Equality, order and hash are by value: `1Gi`, `1024Mi` and `1073741824` are one quantity. As on a server no more
/// than nine decimal places are kept (rounded away from zero), and a quantity written with a binary suffix is capped at
/// 2^63-1.
///
/// [`Display`] writes the form in which an API server gives the quantity back: no fraction, the largest suffix that
/// loses nothing; but where the server keeps a text as it came (`1.500`, `+1`), it is kept here too.
///
/// # Examples
///
/// ```
/// use oper8_schema::quantity::Quantity;
///
/// let half: Quantity = "0.5".parse()?;
/// assert_eq!(half.to_string(), "500m");
/// assert_eq!(half, "500m".parse()?);
/// assert!("1Gi".parse::<Quantity>()? > "1G".parse()?);
/// # Ok::<(), oper8_schema::quantity::QuantityError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Quantity {
    /// The value is `mantissa` times ten to the `exponent`; no zero ends the mantissa, and zero has exponent zero.
    mantissa: i128,
    exponent: i32,
    format: Format,
    /// The text that the server keeps as it came.
    kept: Option<Box<str>>,
}

/// The family of suffixes that a quantity is written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `n`, `u`, `m`, none, `k`, `M`, `G`, `T`, `P`, `E`.
    DecimalSi,
    /// `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`.
    BinarySi,
    /// `e3`, `E-6`.
    DecimalExponent,
}

/// Why a text is no quantity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The text does not have the form of a quantity.
    #[error(
        "`{0}` is no quantity: expected a number and an optional suffix, as in `500m`, `2`, `1Gi`, `1e3`"
    )]
    Form(String),
    /// The number is well formed but followed by an unknown suffix.
    #[error(
        "`{text}` is no quantity: `{suffix}` is none of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, e<number>"
    )]
    Suffix {
        /// The whole text.
        text: String,
        /// What follows the number.
        suffix: String,
    },
    /// The number has more digits than can be held.
    #[error("quantity `{0}` has more than 38 digits")]
    TooManyDigits(String),
}

impl Quantity {
    /// The quantity that a JSON value is: text, or a plain number as YAML authors write it (`cpu: 2`, `cpu: 0.5`).
    ///
    /// # Errors
    ///
    /// [`QuantityError`] when the value is neither, or its text is no quantity.
    pub fn from_json(value: &Value) -> Result<Self, QuantityError> {
        match value {
            Value::String(text) => text.trim().parse(),
            Value::Number(number) => number.to_string().parse(),
            other => Err(QuantityError::Form(other.to_string())),
        }
    }

    /// The family of suffixes it was written with.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.mantissa == 0
    }

    /// The quantity rounded away from zero to a multiple of ten to the `exponent`: -3 for thousandths.
    #[must_use]
    pub fn rounded_up(&self, exponent: i32) -> Self {
        if self.exponent >= exponent {
            return self.clone();
        }
        let places = self.exponent.abs_diff(exponent);
        let mantissa = parse::round_up(self.mantissa.abs(), places) * self.mantissa.signum();
        Self::new(mantissa, exponent, self.format)
    }

    /// The value as a floating point number, as near as that comes: for ratios.
    ///
    /// # Examples
    ///
    /// ```
    /// use oper8_schema::quantity::Quantity;
    ///
    /// assert_eq!("1500m".parse::<Quantity>()?.to_f64(), 1.5);
    /// # Ok::<(), oper8_schema::quantity::QuantityError>(())
    /// ```
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        #[allow(
            clippy::cast_precision_loss,
            reason = "the documentation says that it is near"
        )]
        let mantissa = self.mantissa as f64;
        if self.exponent < 0 {
            mantissa / 10_f64.powi(-self.exponent)
        } else {
            mantissa * 10_f64.powi(self.exponent)
        }
    }

    /// The mantissa at an exponent that is not larger than the own; as much as fits where it does not.
    fn mantissa_at(&self, exponent: i32) -> i128 {
        let factor = 10_i128.checked_pow(self.exponent.abs_diff(exponent));
        self.mantissa.saturating_mul(factor.unwrap_or(i128::MAX))
    }

    /// Adds or subtracts; the format is that of the first, unless that is zero.
    fn combine(&self, other: &Self, operation: fn(i128, i128) -> i128) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let format = if self.is_zero() {
            other.format
        } else {
            self.format
        };
        let (one, two) = (self.mantissa_at(exponent), other.mantissa_at(exponent));
        Self::new(operation(one, two), exponent, format)
    }

    /// A quantity in lowest terms.
    fn new(mut mantissa: i128, mut exponent: i32, format: Format) -> Self {
        while mantissa != 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            exponent += 1;
        }
        if mantissa == 0 {
            exponent = 0;
        }
        Self {
            mantissa,
            exponent,
            format,
            kept: None,
        }
    }

    /// The value as a whole number, when it is one that fits.
    fn whole(&self) -> Option<i128> {
        let factor = 10_i128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        self.mantissa.checked_mul(factor)
    }

    fn write_decimal(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let below = self.exponent.rem_euclid(3);
        let exponent = self.exponent - below;
        let zeros = &"00"[..usize::try_from(below).unwrap_or_default()];
        write!(out, "{}{zeros}", self.mantissa)?;
        match (self.format, si_suffix(exponent)) {
            (Format::DecimalSi | Format::BinarySi, Some(suffix)) => write!(out, "{suffix}"),
            _ if exponent == 0 => Ok(()),
            // Also for what no suffix reaches: a server then loses the exponent.
            _ => write!(out, "e{exponent}"),
        }
    }
}

/// The canonical text of a quantity: [`Quantity`] parsed and written.
///
/// # Errors
///
/// [`QuantityError`] when `text` is no quantity.
pub fn canonical(text: &str) -> Result<String, QuantityError> {
    text.parse().map(|quantity: Quantity| quantity.to_string())
}

fn si_suffix(exponent: i32) -> Option<&'static str> {
    Some(match exponent {
        -9 => "n",
        -6 => "u",
        -3 => "m",
        0 => "",
        3 => "k",
        6 => "M",
        9 => "G",
        12 => "T",
        15 => "P",
        18 => "E",
        _ => return None,
    })
}

/// The sum, written with the suffixes of the first unless that is zero.
///
/// ```
/// use oper8_schema::quantity::Quantity;
///
/// let sum = &"1Gi".parse::<Quantity>()? + &"512Mi".parse()?;
/// assert_eq!(sum.to_string(), "1536Mi");
/// # Ok::<(), oper8_schema::quantity::QuantityError>(())
/// ```
impl Add for &Quantity {
    type Output = Quantity;

    fn add(self, other: Self) -> Quantity {
        self.combine(other, i128::saturating_add)
    }
}

/// The difference, written with the suffixes of the first unless that is zero.
impl Sub for &Quantity {
    type Output = Quantity;

    fn sub(self, other: Self) -> Quantity {
        self.combine(other, i128::saturating_sub)
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse::parse(text)
    }
}

impl Display for Quantity {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if let Some(kept) = &self.kept {
            return out.write_str(kept);
        }
        if self.is_zero() {
            return out.write_str("0");
        }
        // Small and fractional values read better, and lose nothing, with a decimal suffix.
        let binary = self
            .whole()
            .filter(|whole| self.format == Format::BinarySi && whole.abs() >= 1024);
        let Some(mut number) = binary else {
            return self.write_decimal(out);
        };
        let mut suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].into_iter();
        let mut suffix = suffixes.next().unwrap_or_default();
        while number % 1024 == 0 {
            let Some(larger) = suffixes.next() else { break };
            number /= 1024;
            suffix = larger;
        }
        write!(out, "{number}{suffix}")
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        (self.mantissa, self.exponent) == (other.mantissa, other.exponent)
    }
}

impl Eq for Quantity {}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.mantissa, self.exponent).hash(state);
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        let signs = self.mantissa.signum().cmp(&other.mantissa.signum());
        if signs != Ordering::Equal || self.mantissa == 0 {
            return signs;
        }
        let (low, high) = if self.exponent <= other.exponent {
            (self, other)
        } else {
            (other, self)
        };
        let factor = 10_i128.checked_pow(low.exponent.abs_diff(high.exponent));
        let aligned = factor.and_then(|factor| high.mantissa.checked_mul(factor));
        let order = match aligned {
            Some(aligned) => low.mantissa.cmp(&aligned),
            // More than any number of the lower exponent can be.
            None => 0.cmp(&high.mantissa.signum()),
        };
        if std::ptr::eq(low, self) {
            order
        } else {
            order.reverse()
        }
    }
}

#[cfg(test)]
mod tests;

//! Sizes and durations as people write them: `"50 MB"`, `"5 s"`.

use syn::LitStr;

const SIZES: [(&str, u64); 8] = [
    ("B", 1),
    ("kB", 1000),
    ("KB", 1000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

const TIMES: [(&str, u64); 4] = [("ms", 1), ("s", 1000), ("min", 60_000), ("h", 3_600_000)];

/// The number of bytes of a size.
pub(crate) fn bytes(text: &LitStr) -> syn::Result<u64> {
    read(text, &SIZES, "a size is a number and one of B, kB, MB, GB, KiB, MiB, GiB: `\"50 MB\"`")
}

/// The number of milliseconds of a duration.
pub(crate) fn milliseconds(text: &LitStr) -> syn::Result<u64> {
    read(text, &TIMES, "a duration is a number and one of ms, s, min, h: `\"5 s\"`")
}

fn read(text: &LitStr, units: &[(&str, u64)], message: &str) -> syn::Result<u64> {
    let value = text.value();
    let value = value.trim();
    let digits = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let factor = units.iter().find(|(name, _)| *name == unit.trim()).map(|(_, factor)| *factor);
    let amount =
        number.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    amount.filter(|amount| *amount > 0).ok_or_else(|| syn::Error::new(text.span(), message))
}

/// Checks a rate: `"5 / 5 min"`, `"60 / 1 min burst 5"`, several of them separated by commas.
pub(crate) fn rate(text: &LitStr) -> syn::Result<()> {
    let message = "a rate is a count, `/`, and a duration: `\"5 / 5 min\"`, `\"100 / 60 s\"`";
    let error = || syn::Error::new(text.span(), message);
    let count = |text: &str| text.trim().parse::<u32>().ok().filter(|count| *count > 0).ok_or_else(error);
    for part in text.value().split(',') {
        let (quota, rest) = part.split_once('/').ok_or_else(error)?;
        let quota = count(quota)?;
        let (period, burst) =
            rest.split_once("burst").map_or((rest, None), |(period, burst)| (period, Some(burst)));
        if let Some(burst) = burst
            && count(burst)? > quota
        {
            return Err(syn::Error::new(text.span(), "a burst is at most as large as the count"));
        }
        let millis = milliseconds(&LitStr::new(period.trim(), text.span())).map_err(|_| error())?;
        if millis > LONGEST {
            return Err(syn::Error::new(text.span(), "the window of a rate is at most a year"));
        }
    }
    Ok(())
}

/// As `fastrs::limit::Rate` has it.
const LONGEST: u64 = 366 * 24 * 3_600_000;

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn lit(text: &str) -> LitStr {
        LitStr::new(text, Span::call_site())
    }

    #[test]
    fn reads_units() {
        assert_eq!(bytes(&lit("50 MB")).unwrap(), 50_000_000);
        assert_eq!(bytes(&lit("1MiB")).unwrap(), 1 << 20);
        assert_eq!(milliseconds(&lit("5 min")).unwrap(), 300_000);
        assert!(rate(&lit("5 / 5 min, 100 / 60 s")).is_ok());
        for bad in ["", "5", "MB", "0 B", "-1 B", "5 mb"] {
            assert!(bytes(&lit(bad)).is_err(), "{bad}");
        }
        assert!(rate(&lit("5 per min")).is_err());
    }
}

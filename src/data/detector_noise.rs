//! Noise of a gravitational-wave detector: the design sensitivity of Advanced LIGO.

use thiserror::Error;

use super::committed::{BadFile, Committed};

/// Amplitude spectral density at zero detuning and high laser power, LIGO-T0900288-v3, 9 to 8192 Hz.
pub const ADVANCED_LIGO: Committed = Committed {
    path: "noise/aLIGO_ZERO_DET_high_P_asd.txt",
    sha256: "008d8e6aa2e406dfcb61b07f3139c55aa6c89e4c9d6126a59967594cc3c15aa7",
};

/// An amplitude spectral density, known at some frequencies.
#[derive(Debug, Clone)]
pub struct Sensitivity {
    /// Frequencies at which the noise is tabulated, hertz, ascending.
    frequencies: Vec<f64>,
    /// Amplitude spectral densities there, strain per √Hz.
    densities: Vec<f64>,
}

/// Why there is no sensitivity.
#[derive(Debug, Error)]
pub enum NoSensitivity {
    /// The file is missing or altered.
    #[error(transparent)]
    Bad(#[from] BadFile),
    /// The file is the known one, and a line of it is not two numbers above 0 with a frequency above the last.
    #[error("{path}, line {line}: not two positive numbers, frequencies ascending")]
    Line {
        /// The file under `data` that is no table of the noise.
        path: &'static str,
        /// The line, from 1.
        line: usize,
    },
}

impl Sensitivity {
    /// The design sensitivity of Advanced LIGO.
    ///
    /// # Errors
    ///
    /// One line that names the file and what to do, if it is altered or missing.
    pub fn advanced_ligo() -> Result<Self, NoSensitivity> {
        let text = String::from_utf8_lossy(&ADVANCED_LIGO.read()?).into_owned();
        Self::parse(&text).map_err(|line| NoSensitivity::Line { path: ADVANCED_LIGO.path, line })
    }

    /// Two columns; the error is the number of the line at fault.
    fn parse(text: &str) -> Result<Self, usize> {
        let (mut frequencies, mut densities) = (Vec::new(), Vec::new());
        for (index, line) in text.lines().enumerate() {
            let numbers: Option<Vec<f64>> = line.split_whitespace().map(|word| word.parse().ok()).collect();
            match numbers.as_deref() {
                Some(&[f, density]) if f > frequencies.last().copied().unwrap_or(0.0) && density > 0.0 => {
                    frequencies.push(f);
                    densities.push(density);
                }
                _ => return Err(index + 1),
            }
        }
        if frequencies.is_empty() { Err(1) } else { Ok(Self { frequencies, densities }) }
    }

    /// The lowest and the highest frequency, hertz.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        (self.frequencies[0], self.frequencies[self.frequencies.len() - 1])
    }

    /// Power spectral density S(f), one-sided, 1/Hz: the square of the amplitude spectral density, which is interpolated
    /// linearly in the logarithms of both.
    ///
    /// # Panics
    ///
    /// Outside of the range.
    #[must_use]
    pub fn power_density(&self, f: f64) -> f64 {
        let (lowest, highest) = self.range();
        assert!((lowest..=highest).contains(&f), "{f} Hz is not within {lowest} to {highest} Hz");
        let right = self.frequencies.partition_point(|&known| known < f).max(1);
        let at = |index: usize| (self.frequencies[index].ln(), self.densities[index].ln());
        let ((x0, y0), (x1, y1)) = (at(right - 1), at(right));
        (2.0 * (y0 + (y1 - y0) * (f.ln() - x0) / (x1 - x0))).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::Sensitivity;
    use approx::assert_relative_eq;

    #[test]
    fn the_committed_curve_is_the_one_described() {
        let sensitivity = Sensitivity::advanced_ligo().unwrap();
        let (lowest, highest) = sensitivity.range();
        // The first and the last frequency are printed with rounding errors of their own.
        assert_relative_eq!(lowest, 9.0, max_relative = 1e-12);
        assert_relative_eq!(highest, 8192.0, max_relative = 1e-12);
        // Reference: bilby's interpolation of the same file gives 3.99e-24 at 100 Hz, three digits.
        assert_relative_eq!(sensitivity.power_density(100.0).sqrt(), 3.99e-24, max_relative = 2e-3);
        // At a frequency of the table, the table.
        assert_relative_eq!(
            sensitivity.power_density(lowest).sqrt(),
            1.737_072_268_019_763_5e-21,
            max_relative = 1e-12
        );
        assert!(sensitivity.power_density(highest) > sensitivity.power_density(100.0));
    }

    #[test]
    fn a_line_that_is_not_two_ascending_positive_numbers_is_named() {
        assert_eq!(Sensitivity::parse("10 1e-22\n20 1e-23\n").unwrap().densities, [1e-22, 1e-23]);
        for (text, line) in [("", 1), ("10 1e-22\n20", 2), ("10 1\n9 1", 2), ("10 1\n20 0", 2), ("ten 1", 1)] {
            assert_eq!(Sensitivity::parse(text).unwrap_err(), line, "{text}");
        }
    }
}

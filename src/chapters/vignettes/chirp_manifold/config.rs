//! The settings.

use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    figure::{Settings, settings::in_range},
    ground::scale::Scale,
    math::waves::{
        chirp::{Binary, SUN_S},
        newtonian_chirp::time_left,
    },
};

/// Two bodies as heavy end near 15 Hz, not far above the lowest frequency at which a band may begin.
const HEAVIEST_MSUN: f64 = 150.0;
/// No period is shorter, so that the narrowest band still has some tens of frequencies.
const SHORTEST_PERIOD_S: f64 = 8.0;
/// More frequencies would make a matrix of templates whose singular values take minutes.
pub(super) const MOST_BINS: usize = 2_500;

/// What a reader can turn.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Mass of the lightest body, units of the sun's mass.
    #[schemars(range(min = 1.0, max = 100.0))]
    pub lightest_msun: f64,
    /// Mass of the heaviest body, units of the sun's mass; at least 1.1 times the lightest. Two of them set the frequency
    /// at which the band of all ends.
    #[schemars(range(min = 1.0, max = HEAVIEST_MSUN))]
    pub heaviest_msun: f64,
    /// First frequency of the band, hertz.
    #[schemars(range(min = 10.0, max = 200.0))]
    pub from_hz: f64,
    /// Twice the order of the phase in 1/c²: 0 for the leading term, 4 for all terms through 2PN; no other.
    #[schemars(range(min = 0, max = 4))]
    pub order: u8,
    /// Distance of the binaries whose waves are shown, megaparsec.
    #[schemars(range(min = 0.1, max = 1e5))]
    pub distance_mpc: f64,
    /// m₁ and m₂ of the binaries whose waves are shown, units of the sun's mass, the heavier body first.
    #[schemars(length(min = 1, max = 3))]
    pub shown_msun: Vec<[f64; 2]>,
    /// m₁ and m₂ of the binary that others are compared with, units of the sun's mass: m₁ at least 1.05 m₂.
    pub centre_msun: [f64; 2],
    /// Masses along each side of the triangle of templates whose span is measured.
    #[schemars(range(min = 3, max = 45))]
    pub grid: usize,
    /// Masses along each side of the finer triangle that is drawn.
    #[schemars(range(min = 3, max = 250))]
    pub mesh: usize,
    /// Pixels along each side of a picture of the manifold.
    #[schemars(range(min = 40, max = 220))]
    pub pixels: usize,
    /// Pixels along each side of a map of matches.
    #[schemars(range(min = 8, max = 64))]
    pub map_pixels: usize,
}

impl Config {
    /// The binary that others are compared with.
    pub(super) fn centre(&self) -> Binary {
        Binary { m1: self.centre_msun[0], m2: self.centre_msun[1] }
    }

    /// The last frequency of the heaviest pair, at which the band of all ends, hertz.
    pub(super) fn to_hz(&self) -> f64 {
        Binary { m1: self.heaviest_msun, m2: self.heaviest_msun }.last_frequency()
    }

    /// The stretch of time whose inverse is the step of the frequencies, seconds: longer by a quarter, or more, than the
    /// longest wave, and a power of two.
    pub(super) fn period_s(&self) -> f64 {
        let lightest = Binary { m1: self.lightest_msun, m2: self.lightest_msun };
        let longest = time_left(lightest.chirp_mass() * SUN_S, self.from_hz);
        (1.25 * longest).log2().ceil().exp2().max(SHORTEST_PERIOD_S)
    }

    /// The number of frequencies in the band.
    pub(super) fn bins(&self) -> usize {
        ((self.to_hz() - self.from_hz) * self.period_s()).max(0.0) as usize
    }
}

impl Settings for Config {
    fn at(scale: Scale) -> Self {
        let book = Config {
            lightest_msun: 10.0,
            heaviest_msun: 30.0,
            from_hz: 20.0,
            order: 4,
            distance_mpc: 410.0,
            shown_msun: vec![[12.0, 10.0], [24.0, 12.0], [30.0, 28.0]],
            centre_msun: [24.0, 12.0],
            grid: 36,
            mesh: 200,
            pixels: 200,
            map_pixels: 60,
        };
        match scale {
            Scale::Book => book,
            Scale::Quick => Config { grid: 16, mesh: 40, pixels: 80, map_pixels: 24, ..book },
        }
    }

    fn check(&self) -> Result<()> {
        let (lightest, heaviest) = (self.lightest_msun, self.heaviest_msun);
        in_range("heaviest_msun", heaviest, 1.1 * lightest..=HEAVIEST_MSUN)?;
        ensure!(matches!(self.order, 0 | 4), "`order` is {}, and must be 0 or 4", self.order);
        for (i, &[m1, m2]) in self.shown_msun.iter().enumerate() {
            in_range(&format!("shown_msun[{i}][0]"), m1, lightest..=heaviest)?;
            in_range(&format!("shown_msun[{i}][1]"), m2, lightest..=m1)?;
        }
        let [m1, m2] = self.centre_msun;
        in_range("centre_msun[0]", m1, lightest..=heaviest)?;
        // At equal masses the metric in (m₁, m₂) has rank one, since exchanging the bodies changes nothing.
        in_range("centre_msun[1]", m2, lightest..=m1 / 1.05)?;
        let (from, to) = (self.from_hz, self.to_hz());
        ensure!(
            to >= 1.2 * from,
            "two bodies of {heaviest} M☉ end at {to:.1} Hz, and the band must reach from `from_hz` = {from} Hz to 1.2 times \
             as much; take a smaller `heaviest_msun` or `from_hz`"
        );
        ensure!(
            self.bins() <= MOST_BINS,
            "the band has {} frequencies, and {MOST_BINS} are the most; take a larger `lightest_msun`, `heaviest_msun` or \
             `from_hz`, so that waves are shorter or end earlier",
            self.bins()
        );
        Ok(())
    }
}

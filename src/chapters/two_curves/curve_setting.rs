//! Which curves a reader may ask for, beyond the ranges of their fields.

use std::f64::consts::FRAC_PI_2;

use anyhow::{Result, ensure};

use crate::{
    data::sphere_curves::{MARGIN_RAD, SphereCurve},
    figure::settings::in_range,
    math::vectors::smallest,
};

/// Refuses a curve that meets its mirror image or the pole; `name`: that of the setting, whose fields are in their ranges.
pub(super) fn check(name: &str, curve: &SphereCurve) -> Result<()> {
    match *curve {
        SphereCurve::Latitude { .. } | SphereCurve::Coil { .. } => Ok(()),
        SphereCurve::Winding { latitude_rad, amplitude_rad, .. } => {
            let most = latitude_rad.min(FRAC_PI_2 - latitude_rad) - MARGIN_RAD;
            in_range(&format!("{name}.amplitude_rad"), amplitude_rad, 0.0..=most)
        }
        SphereCurve::Clover { .. } => {
            let lowest = smallest(curve.points(720, 0.0).into_iter().map(|point| point[2])).asin();
            ensure!(
                lowest >= MARGIN_RAD,
                "`{name}` comes down to the latitude {lowest:.3}, and must stay above {MARGIN_RAD}"
            );
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::Result;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::check;
    use crate::{
        data::sphere_curves::SphereCurve,
        figure::{Checked, Settings},
        ground::scale::Scale,
    };

    /// Settings that are a curve and nothing else.
    #[derive(Debug, Serialize, Deserialize, JsonSchema)]
    struct Config {
        curve: SphereCurve,
    }

    impl Settings for Config {
        fn at(_: Scale) -> Self {
            Self { curve: SphereCurve::Latitude { latitude_rad: 0.4 } }
        }

        fn check(&self) -> Result<()> {
            check("curve", &self.curve)
        }
    }

    #[test]
    fn a_curve_that_meets_its_image_or_the_pole_is_refused_by_name() {
        let winding = |latitude_rad, amplitude_rad| SphereCurve::Winding { latitude_rad, amplitude_rad, frequency: 3 };
        Checked::new(Config { curve: winding(0.5, 0.4) }).unwrap();
        for (curve, named) in [
            (winding(0.5, 0.5), "curve.amplitude_rad"),
            (winding(1.5, 0.3), "curve.amplitude_rad"),
            (winding(f64::NAN, 0.3), "curve.latitude_rad"),
            (SphereCurve::Latitude { latitude_rad: -0.2 }, "curve.latitude_rad"),
            (SphereCurve::Clover { leaves: 3, swing_rad: 1.0, scale: 0.3, centre_latitude_rad: 0.1 }, "latitude"),
            (SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.3, windings: 0 }, "curve.windings"),
        ] {
            assert!(Checked::new(Config { curve }).unwrap_err().to_string().contains(named), "{curve:?}");
        }
    }
}

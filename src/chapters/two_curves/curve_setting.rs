//! Which curves a reader may ask for.

use std::f64::consts::FRAC_PI_2;

use anyhow::{Result, ensure};

use crate::{data::sphere_curves::SphereCurve, figure::settings::in_range};

/// The nearest that a curve above the equator may come to it, and to the pole, radians: its mirror image is then at twice
/// this angle at least.
const MARGIN_RAD: f64 = 0.01;
/// The most waves or windings: so many are resolved by the steps along the curve.
const MOST_WAVES: u32 = 50;

/// Refuses a curve that meets its mirror image or the pole; `name`: that of the setting.
pub(super) fn check(name: &str, curve: &SphereCurve) -> Result<()> {
    let latitude = |latitude_rad: f64| {
        in_range(&format!("{name}.latitude_rad"), latitude_rad, MARGIN_RAD..=FRAC_PI_2 - MARGIN_RAD)
    };
    match *curve {
        SphereCurve::Latitude { latitude_rad } => latitude(latitude_rad),
        SphereCurve::Winding { latitude_rad, amplitude_rad, frequency } => {
            latitude(latitude_rad)?;
            let most = latitude_rad.min(FRAC_PI_2 - latitude_rad) - MARGIN_RAD;
            in_range(&format!("{name}.amplitude_rad"), amplitude_rad, 0.0..=most)?;
            in_range(&format!("{name}.frequency"), frequency, 1..=MOST_WAVES)
        }
        SphereCurve::Coil { latitude_rad, opening_rad, windings } => {
            latitude(latitude_rad)?;
            in_range(&format!("{name}.opening_rad"), opening_rad, MARGIN_RAD..=FRAC_PI_2 - MARGIN_RAD)?;
            in_range(&format!("{name}.windings"), windings, 1..=MOST_WAVES)
        }
        SphereCurve::Clover { leaves, swing_rad, scale, centre_latitude_rad } => {
            in_range(&format!("{name}.leaves"), leaves, 2..=MOST_WAVES)?;
            in_range(&format!("{name}.swing_rad"), swing_rad, 0.0..=3.0)?;
            in_range(&format!("{name}.scale"), scale, 0.01..=1.0)?;
            in_range(&format!("{name}.centre_latitude_rad"), centre_latitude_rad, -FRAC_PI_2..=FRAC_PI_2)?;
            let heights = curve.points(720, 0.0).into_iter().map(|point| point[2]);
            let lowest = heights.fold(f64::INFINITY, f64::min).asin();
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
    use super::check;
    use crate::data::sphere_curves::SphereCurve;

    #[test]
    fn a_curve_that_meets_its_image_or_the_pole_is_refused_by_name() {
        let winding = |latitude_rad, amplitude_rad| SphereCurve::Winding { latitude_rad, amplitude_rad, frequency: 3 };
        check("curve", &winding(0.5, 0.4)).unwrap();
        for (curve, named) in [
            (winding(0.5, 0.5), "curve.amplitude_rad"),
            (winding(1.5, 0.3), "curve.amplitude_rad"),
            (winding(f64::NAN, 0.3), "curve.latitude_rad"),
            (SphereCurve::Latitude { latitude_rad: -0.2 }, "curve.latitude_rad"),
            (SphereCurve::Clover { leaves: 3, swing_rad: 1.0, scale: 0.3, centre_latitude_rad: 0.1 }, "latitude"),
            (SphereCurve::Coil { latitude_rad: 0.2, opening_rad: 0.3, windings: 0 }, "curve.windings"),
        ] {
            assert!(check("curve", &curve).unwrap_err().to_string().contains(named), "{curve:?}");
        }
    }
}

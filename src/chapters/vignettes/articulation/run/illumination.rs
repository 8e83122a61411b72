//! Matte bodies under distant lamps: the linear space that their pictures lie close to.

use faer::{Mat, MatRef, Side};
use rayon::prelude::*;

use super::{
    super::{Body, Config, Illumination, Orbit, Strip, outcome::SIDE},
    orbit::Moving,
    pose,
};
use crate::{
    data::{solids, streams::stream},
    math::{
        images::{
            bumpy_ball::BumpyBall,
            image::Image,
            lambert::{harmonics, harmonics_through, lambert_coefficient, pixel_product, shading},
            posed_solid::{Ellipsoid, Solid},
            rigid::{Rotation, Vector},
            sphere,
        },
        subspaces::principal_components::{PrincipalComponents, relative_error},
        vectors::largest,
    },
};

/// Dimensions up to which spaces are looked at.
pub(super) const MOST: usize = 16;
/// The lamps of the strips: from in front, from the left, from above on the right, and from behind on the right.
const SHOWN: [Vector; 4] = [[0.0, 0.0, -1.0], [-0.8, 0.0, -0.6], [0.48, -0.64, -0.6], [0.8, 0.0, 0.6]];
/// The lamp at which the dimension under one lamp is counted.
const LAMP: Vector = [0.48, -0.64, -0.6];

/// The pixels of a body: paint and normals.
struct Surface {
    name: &'static str,
    albedos: Vec<f64>,
    normals: Vec<Vector>,
}

impl Surface {
    fn new(name: &'static str, pixels: impl IntoIterator<Item = (f64, Vector)>) -> Self {
        let (albedos, normals) = pixels.into_iter().unzip();
        Self { name, albedos, normals }
    }

    /// The picture under a lamp, one value per pixel that sees the body.
    fn under(&self, lamp: Vector) -> Vec<f64> {
        self.albedos.iter().zip(&self.normals).map(|(&albedo, &normal)| shading(albedo, normal, lamp)).collect()
    }

    /// The part of the energy that each q misses, by the eigenvalues of the products of pixels.
    fn missed(&self) -> Vec<f64> {
        let products = Mat::from_fn(self.normals.len(), self.normals.len(), |i, j| {
            self.albedos[i] * self.albedos[j] * pixel_product(self.normals[i], self.normals[j])
        });
        let rising = products.self_adjoint_eigenvalues(Side::Lower).expect("finite numbers converge");
        let all: f64 = rising.iter().sum();
        (1..=MOST).map(|q| rising[..rising.len().saturating_sub(q)].iter().sum::<f64>().max(0.0) / all).collect()
    }

    fn body(&self, lamps: &[Vector]) -> Body {
        let columns: Vec<Vec<f64>> = lamps.iter().map(|&lamp| self.under(lamp)).collect();
        let pictures = Mat::from_fn(self.normals.len(), lamps.len(), |i, j| columns[j][i]);
        let at_normals: Vec<[f64; 9]> = self.normals.iter().map(|&normal| harmonics(normal)).collect();
        let at_lamps: Vec<[f64; 9]> = lamps.iter().map(|&lamp| harmonics(lamp)).collect();
        let harmonic = Mat::from_fn(self.normals.len(), 9, |i, k| self.albedos[i] * at_normals[i][k]);
        let order = |k: usize| u32::from(k > 0) + u32::from(k > 3);
        let weights = Mat::from_fn(9, lamps.len(), |k, j| lambert_coefficient(order(k)) * at_lamps[j][k]);
        Body {
            name: self.name.to_owned(),
            seen: self.normals.len(),
            missed: self.missed(),
            missed_sampled: missed(pictures.as_ref()),
            missed_by_harmonics: [0, 1, 2].map(|order| {
                let some = harmonic.as_ref().subcols(0, harmonics_through(order));
                let basis = PrincipalComponents::from_points(some).directions;
                relative_error(pictures.as_ref(), (&basis * (basis.transpose() * &pictures)).as_ref())
            }),
            missed_by_series: [0, 1, 2].map(|order| {
                let count = harmonics_through(order);
                let series = harmonic.as_ref().subcols(0, count) * weights.as_ref().subrows(0, count);
                relative_error(pictures.as_ref(), series.as_ref())
            }),
        }
    }
}

/// The part of the energy of pictures, one per column, that the best linear space of q = 1, 2, … dimensions misses.
fn missed(pictures: MatRef<'_, f64>) -> Vec<f64> {
    let values = pictures.singular_values().expect("finite numbers converge");
    let left = |q: usize| values.iter().skip(q).map(|sigma| sigma * sigma).sum::<f64>();
    (1..=MOST).map(|q| left(q) / left(0)).collect()
}

/// What a camera far in front sees at (x, y): paint and normal, by pixel; nothing where it sees past the body.
type View = dyn Fn(f64, f64) -> Option<(f64, Vector)>;

/// The grid of a view that reaches from −`half_width` to `half_width`.
fn grid(pixels: usize, half_width: f64, view: &View) -> Vec<Option<(f64, Vector)>> {
    let at = |index| place(index, pixels, half_width);
    (0..pixels * pixels).map(|k| view(at(k % pixels), at(k / pixels))).collect()
}

/// The middle of a pixel in its row or column.
fn place(index: usize, pixels: usize, half_width: f64) -> f64 {
    half_width * (2.0 * (index as f64 + 0.5) / pixels as f64 - 1.0)
}

/// A solid of an ellipsoid's shape, turned, from far in front.
fn ellipsoid_seen(solid: &Solid, turned: &Rotation, x: f64, y: f64) -> Option<(f64, Vector)> {
    let hit = solid.shape.hit(turned.undone([x, y, -10.0]), turned.undone([0.0, 0.0, 1.0]))?;
    Some((solid.paint.albedo(hit.point), turned.applied_to(hit.normal)))
}

/// Half of the width of the bumpy ball's pictures.
const BUMPY_HALF_WIDTH: f64 = 1.45;

fn bumpy(config: &Config) -> BumpyBall {
    let Illumination { bumps, bump_height, .. } = config.illumination;
    solids::bumpy_ball(bumps, bump_height, &mut stream(config.seed, "articulation bumps"))
}

/// The three bodies as a camera far in front sees them, with the half width of its picture.
fn views(config: &Config) -> [(&'static str, f64, Box<View>); 3] {
    let ball = Ellipsoid { semi_axes: [1.0; 3] };
    let seen_ball = move |x: f64, y: f64| Some((1.0, ball.hit([x, y, -10.0], [0.0, 0.0, 1.0])?.normal));
    let (solid, turned) = (pose::painted(config), Rotation::exp(pose::TURNED));
    let half_width = 1.05 * largest(config.solid.semi_axes);
    let bumpy = bumpy(config);
    [
        ("ball, as seen", 1.05, Box::new(seen_ball)),
        ("painted solid", half_width, Box::new(move |x, y| ellipsoid_seen(&solid, &turned, x, y))),
        ("bumpy ball", BUMPY_HALF_WIDTH, Box::new(move |x, y| Some((1.0, bumpy.seen(x, y)?.1)))),
    ]
}

/// The whole ball, and the three bodies as they are seen.
pub(super) fn bodies(config: &Config) -> Vec<Body> {
    let settings = &config.illumination;
    let lamps = sphere::points(settings.lamps);
    let whole = sphere::points(settings.pixels * settings.pixels).into_iter().map(|normal| (1.0, normal));
    let mut surfaces = vec![Surface::new("ball, all sides", whole)];
    for (name, half_width, view) in views(config) {
        surfaces.push(Surface::new(name, grid(settings.pixels, half_width, &*view).into_iter().flatten()));
    }
    surfaces.iter().map(|surface| surface.body(&lamps)).collect()
}

/// The part of the energy that the best linear space of q = 1, 2, … dimensions misses of the bumpy ball's pictures, with
/// the shadows that its bumps cast on each other.
pub(super) fn missed_with_cast_shadows(config: &Config) -> Vec<f64> {
    let bumpy = bumpy(config);
    let pixels = config.illumination.pixels;
    let seen: Vec<(Vector, Vector)> = (0..pixels * pixels)
        .filter_map(|k| {
            bumpy.seen(place(k % pixels, pixels, BUMPY_HALF_WIDTH), place(k / pixels, pixels, BUMPY_HALF_WIDTH))
        })
        .collect();
    let under = |lamp: Vector| -> Vec<f64> {
        let lit = |&(point, normal): &(Vector, Vector)| {
            let light = shading(1.0, normal, lamp);
            if light > 0.0 && bumpy.is_free(point, lamp) { light } else { 0.0 }
        };
        seen.iter().map(lit).collect()
    };
    let columns: Vec<Vec<f64>> = sphere::points(config.illumination.lamps).into_par_iter().map(under).collect();
    missed(Mat::from_fn(seen.len(), columns.len(), |i, j| columns[j][i]).as_ref())
}

/// The three bodies under a few lamps.
pub(super) fn strip(config: &Config) -> Strip {
    let views = views(config);
    let pictures = views.iter().flat_map(|(_, half_width, view)| {
        let pixels = grid(SIDE, *half_width, &**view);
        SHOWN.map(|lamp| {
            let level = |pixel: &Option<(f64, Vector)>| pixel.map_or(0.0, |(a, normal)| shading(a, normal, lamp));
            Image { width: SIDE, height: SIDE, pixels: pixels.iter().map(level).collect() }
        })
    });
    Strip::from_pictures(&views.each_ref().map(|(name, ..)| *name), &pictures.collect::<Vec<_>>())
}

/// The dimension of the painted solid's pictures under a single lamp: of its direction, and of direction and strength.
///
/// The parameters are a turn of the lamp, three of which one, about its own direction, does nothing, and its strength.
pub(super) fn orbits(config: &Config) -> Vec<Orbit> {
    let (_, half_width, view) = views(config).into_iter().nth(1).expect("three bodies");
    let surface =
        Surface::new("painted solid", grid(config.illumination.pixels, half_width, &*view).into_iter().flatten());
    let picture = |parameters: &[f64]| {
        let turn = Rotation::exp([parameters[0], parameters[1], parameters[2]]);
        let strength = parameters.get(3).copied().unwrap_or(0.0).exp();
        let pixels = surface.under(turn.applied_to(LAMP).map(|x| strength * x));
        Image { width: pixels.len(), height: 1, pixels }
    };
    vec![
        Moving { name: "direction of one lamp", group: 3, stabiliser: 1, parameters: 3 }.counted(config.step, &picture),
        Moving { name: "direction and strength", group: 4, stabiliser: 1, parameters: 4 }
            .counted(config.step, &picture),
    ]
}

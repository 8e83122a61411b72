//! What is found out: every number that the drawing, the claims and the page use.

use serde::{Deserialize, Serialize};

use crate::ground::{estimate::Estimate, pixels::Pixels};

/// Every number that the drawing, the claims and the page use. Losses are in dimensions, snr E‖x₀ − x̂₀‖², on held-out
/// digits, with bootstrap intervals over the digits.
#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Pixels along each side of a digit.
    pub side: usize,
    /// Numbers that a network learns.
    pub weights: usize,
    /// Times at which losses are measured.
    pub times: Vec<f64>,
    /// The loss of the Gaussian with the training digits' mean and covariance.
    pub gaussian: Vec<Estimate>,
    /// The loss of the exact score of the memorised training digits.
    pub empirical: Vec<Estimate>,
    /// The networks.
    pub trained: Vec<Trained>,
    /// The share of held-out digits that the classifier names rightly.
    pub classifier_accuracy: f64,
    /// The Fréchet distance of two halves of held-out digits, shuffled.
    pub real_frechet: f64,
    /// That of draws from the Gaussian.
    pub gaussian_frechet: f64,
    /// Mean ink of a pixel of the held-out digits, from 0 to 1.
    pub real_ink: f64,
    /// What the first network draws step by step.
    pub film: Film,
    /// Digits drawn with the first network and their nearest training digits.
    pub neighbours: Neighbours,
}

/// A network and what is drawn with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Trained {
    /// Its loss where the class is not told.
    pub unconditional: Vec<Estimate>,
    /// By how much the Gaussian's is larger, on the same digits with the same noise.
    pub over_gaussian: Vec<Estimate>,
    /// By how much that of the exact score of training digits is.
    pub over_empirical: Vec<Estimate>,
    /// Its loss where the class is told.
    pub conditional: Vec<Estimate>,
    /// The mean training loss of each twentieth of the steps.
    pub learning: Vec<f64>,
    /// Whether its training met a number that is none.
    pub diverged: bool,
    /// The Fréchet distance of draws without a class.
    pub frechet: f64,
    /// Their mean ink.
    pub ink: f64,
    /// The share of their pixels beyond black or white by more than a tenth of the distance between them.
    pub beyond: f64,
    /// Draws with a class, by the strength of the guidance.
    pub guided: Vec<Drawn>,
}

/// Digits drawn with their classes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Drawn {
    /// The strength w of the guidance.
    pub guidance: f64,
    /// Their Fréchet distance.
    pub frechet: f64,
    /// The share that the classifier finds to be of the class that was asked for, with its exact interval.
    pub asked: Estimate,
    /// Mean ink of a pixel.
    pub ink: f64,
}

/// Digits on their way from noise.
#[derive(Debug, Serialize, Deserialize)]
pub struct Film {
    /// The times of the frames, falling.
    pub times: Vec<f64>,
    /// In each frame a row of noised digits over a row of the guesses of the clean ones, ink from 0 to 255 in steps:
    /// `[2 · side, digits · side]`.
    pub frames: Vec<Pixels>,
    /// Their number.
    pub digits: usize,
}

/// Drawn digits beside their nearest training digits.
#[derive(Debug, Serialize, Deserialize)]
pub struct Neighbours {
    /// d₁/d₂ of drawn digits, the distance of the nearest over that of the second, small for a copy; the median.
    pub drawn: f64,
    /// The same of held-out digits.
    pub held_out: f64,
    /// The median distance of the nearest training digit, of drawn digits.
    pub nearest_drawn: f64,
    /// The same of held-out digits.
    pub nearest_held_out: f64,
    /// Drawn digits with d₁/d₂ below ½.
    pub copies: usize,
    /// A row of drawn digits over a row of their nearest training digits, ink: `[2 · side, 10 · side]`.
    pub pairs: Pixels,
}

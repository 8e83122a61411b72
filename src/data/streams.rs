//! Named random streams: one seed in the settings, one stream a purpose.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The stream of random numbers that `seed` gives for `purpose`.
///
/// Streams of different purposes are independent, so a figure that starts to draw more of one thing changes nothing
/// else. The purpose names a stream of the `ChaCha8` generator through the first eight bytes of its SHA-256.
#[must_use]
pub fn stream(seed: u64, purpose: &str) -> ChaCha8Rng {
    let digest = Sha256::digest(purpose.as_bytes());
    let number = digest.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number);
    rng
}

#[cfg(test)]
mod tests {
    use super::stream;
    use rand::Rng;

    fn first_draws(seed: u64, purpose: &str) -> Vec<u64> {
        let mut rng = stream(seed, purpose);
        (0..8).map(|_| rng.r#gen()).collect()
    }

    #[test]
    fn same_seed_and_purpose_give_the_same_draws() {
        assert_eq!(first_draws(3, "weights"), first_draws(3, "weights"));
    }

    #[test]
    fn another_seed_or_purpose_gives_other_draws() {
        let draws = first_draws(3, "weights");
        assert_ne!(draws, first_draws(4, "weights"));
        assert_ne!(draws, first_draws(3, "noise"));
    }
}

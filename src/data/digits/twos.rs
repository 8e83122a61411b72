//! All the twos of MNIST's training set: one class, as many as there are.

use super::{Digits, Known, NoDigits, SIDE, Shelf, TRAIN_10K};

/// In the order of the full training set; committed as the ten thousand are, and labels they need none.
const TRAIN_TWOS: Known = Known {
    name: "train-twos-images-idx3-ubyte",
    shape: &[5_958, SIDE, SIDE],
    sha256: "4f1209c29479c767c8cf7abddd58e67d43e65f0d7e04ef44717fd56cba48df9e",
};

/// The first `count` twos of the full training set; the first thousand are the twos of the committed ten thousand.
///
/// # Errors
///
/// As [`Shelf::digits`].
pub fn train_twos(shelf: &Shelf, count: usize) -> Result<Digits, NoDigits> {
    let most = TRAIN_TWOS.shape[0];
    if count > most {
        return Err(NoDigits::TooMany { most, asked: count });
    }
    let mut pixels = shelf.read(&TRAIN_TWOS, &TRAIN_10K)?;
    pixels.truncate(count * SIDE * SIDE);
    Ok(Digits { pixels, labels: vec![2; count] })
}

#[cfg(test)]
mod tests {
    use super::train_twos;
    use crate::data::digits::{SIDE, Shelf, Split};

    /// Second road: the twos of the committed ten thousand.
    #[test]
    fn the_first_thousand_twos_are_those_of_the_ten_thousand() {
        let shelf = Shelf::new(None, false);
        let train = shelf.digits(Split::Train, 10_000).unwrap();
        let twos = train_twos(&shelf, 5_958).unwrap();
        let picked = (0..train.len()).filter(|&index| train.labels[index] == 2).flat_map(|index| train.image(index));
        assert!(picked.eq(&twos.pixels[..1_000 * SIDE * SIDE]));
        assert_eq!((twos.len(), train_twos(&shelf, 5_959).is_err()), (5_958, true));
    }
}

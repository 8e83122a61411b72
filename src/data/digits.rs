//! MNIST: handwritten digits with their labels, from the first place that has them.

pub mod halved;
pub mod twos;

use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::ground::files;

use super::{
    fetch::fetch,
    idx::{BadFile, Known},
};

/// Side of an image, pixels.
pub const SIDE: usize = 28;
/// Number of classes: the digits 0 to 9.
pub const CLASSES: usize = 10;
/// Mean of the pixels of the whole training set, black 0 and white 1.
const MEAN: f32 = 0.1307;
/// Standard deviation of the same pixels.
const DEVIATION: f32 = 0.3081;

/// Where the original files are served, most reliable first.
const MIRRORS: [&str; 2] =
    ["https://storage.googleapis.com/cvdf-datasets/mnist/", "https://ossci-datasets.s3.amazonaws.com/mnist/"];

/// Images and labels that belong together.
#[derive(Debug)]
struct Collection {
    images: Known,
    labels: Known,
    /// Whether the files are in this repository, under `data/mnist`.
    committed: bool,
    /// Whether the mirrors serve them.
    served: bool,
}

const TRAIN_10K: Collection = Collection {
    images: Known {
        name: "train10k-images-idx3-ubyte",
        shape: &[10_000, SIDE, SIDE],
        sha256: "96448e792027ae8c3d693bf7f6685beb422442276734ffe24b7860a3581dcb08",
    },
    labels: Known {
        name: "train10k-labels-idx1-ubyte",
        shape: &[10_000],
        sha256: "dfa6309ccbfc44ab3df730fa9d1b133e2baeb0fe7db8e4bbdcd05d3e5bd811ea",
    },
    committed: true,
    served: false,
};

const TRAIN: Collection = Collection {
    images: Known {
        name: "train-images-idx3-ubyte",
        shape: &[60_000, SIDE, SIDE],
        sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    },
    labels: Known {
        name: "train-labels-idx1-ubyte",
        shape: &[60_000],
        sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    },
    committed: false,
    served: true,
};

const TEST: Collection = Collection {
    images: Known {
        name: "t10k-images-idx3-ubyte",
        shape: &[10_000, SIDE, SIDE],
        sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    },
    labels: Known {
        name: "t10k-labels-idx1-ubyte",
        shape: &[10_000],
        sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
    committed: true,
    served: true,
};

/// Which part of MNIST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// For learning: up to 10,000 digits from the committed thousand of each class, more only from the full 60,000.
    Train,
    /// For testing: 10,000 digits by other writers.
    Test,
}

/// Digits as they were scanned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits {
    /// Images: `[N, 28, 28]`, row after row, black 0 and white 255.
    pub pixels: Vec<u8>,
    /// Labels: `[N]`, from 0 to 9.
    pub labels: Vec<u8>,
}

/// Why there are no digits.
#[derive(Debug, Error)]
pub enum NoDigits {
    /// A file is there, but it is not what it should be.
    #[error(transparent)]
    Bad(#[from] BadFile),
    /// A file is nowhere, and could not be fetched.
    #[error(
        "{file} is missing and could not be fetched ({tried}); get it with `{command}` (SHA-256 unpacked: {sha256})"
    )]
    Missing {
        /// The name that MNIST gives the file.
        file: String,
        /// Each mirror with what went wrong.
        tried: String,
        /// The command that fetches it.
        command: String,
        /// The sum of the unpacked file.
        sha256: &'static str,
    },
    /// More digits were asked for than MNIST has.
    #[error("MNIST has {most} digits for this, and {asked} were asked for")]
    TooMany {
        /// How many there are.
        most: usize,
        /// How many were asked for.
        asked: usize,
    },
}

/// The places digits are looked for: a folder the reader names, this repository, the user's cache, the mirrors.
#[derive(Debug, Clone)]
pub struct Shelf {
    folder: Option<PathBuf>,
    committed: PathBuf,
    cache: PathBuf,
    mirrors: Vec<String>,
    shown: bool,
}

impl Shelf {
    /// The usual places, `folder` first if there is one; a download shows progress on stderr if `shown`.
    ///
    /// `folder` may hold the files themselves or a folder `mnist` that does, gzipped or not.
    #[must_use]
    pub fn new(folder: Option<&Path>, shown: bool) -> Self {
        Self {
            folder: folder.map(Path::to_owned),
            committed: files::checkout().join("data/mnist"),
            cache: dirs::cache_dir().unwrap_or_else(std::env::temp_dir).join("ground-up/mnist"),
            mirrors: MIRRORS.map(str::to_owned).to_vec(),
            shown,
        }
    }

    /// The first `count` digits of `split`.
    ///
    /// Which file they come from depends on `count` alone, so that the same settings see the same digits everywhere.
    ///
    /// # Errors
    ///
    /// One line that names the file and what to do, if a file is altered, cut short, or nowhere to be had.
    pub fn digits(&self, split: Split, count: usize) -> Result<Digits, NoDigits> {
        let collection = match split {
            Split::Train if count <= TRAIN_10K.labels.shape[0] => TRAIN_10K,
            Split::Train => TRAIN,
            Split::Test => TEST,
        };
        let most = collection.labels.shape[0];
        if count > most {
            return Err(NoDigits::TooMany { most, asked: count });
        }
        let mut pixels = self.read(&collection.images, &collection)?;
        let mut labels = self.read(&collection.labels, &collection)?;
        pixels.truncate(count * SIDE * SIDE);
        labels.truncate(count);
        Ok(Digits { pixels, labels })
    }

    fn read(&self, known: &Known, collection: &Collection) -> Result<Vec<u8>, NoDigits> {
        let file = format!("{}.gz", known.name);
        if let Some(path) = self.folder.as_deref().and_then(|folder| found(folder, known)) {
            let remedy = if collection.served {
                format!("get it again: `{}`", self.command(&path.display().to_string(), &file))
            } else {
                "copy it again from data/mnist of this repository, or leave `--data` out".to_owned()
            };
            return Ok(known.read(&path, &remedy)?);
        }
        if collection.committed {
            let remedy = format!("restore it: `git checkout -- data/mnist/{file}`");
            return Ok(known.read(&self.committed.join(&file), &remedy)?);
        }
        let cached = self.cache.join(&file);
        if !cached.exists() {
            self.fetch(known, &file, &cached)?;
        }
        Ok(known.read(&cached, "delete it and run again: it will be fetched anew")?)
    }

    fn fetch(&self, known: &Known, file: &str, path: &Path) -> Result<(), NoDigits> {
        let mut tried = Vec::new();
        for mirror in &self.mirrors {
            match fetch(known, &format!("{mirror}{file}"), path, self.shown) {
                Ok(()) => return Ok(()),
                Err(why) => tried.push(format!("{mirror}: {why}")),
            }
        }
        Err(NoDigits::Missing {
            file: file.to_owned(),
            tried: tried.join("; "),
            command: self.command(&path.display().to_string(), file),
            sha256: known.sha256,
        })
    }

    fn command(&self, path: &str, file: &str) -> String {
        format!("curl --create-dirs -fLo {path} {}{file}", self.mirrors[0])
    }
}

/// The file in `folder`, or in its folder `mnist`, gzipped or not.
fn found(folder: &Path, known: &Known) -> Option<PathBuf> {
    [folder.to_owned(), folder.join("mnist")]
        .iter()
        .flat_map(|place| [place.join(format!("{}.gz", known.name)), place.join(known.name)])
        .find(|path| path.is_file())
}

/// A pixel as networks see it: the training set's pixels have mean 0 and standard deviation 1.
#[must_use]
pub fn normalised(pixel: u8) -> f32 {
    (f32::from(pixel) / 255.0 - MEAN) / DEVIATION
}

impl Digits {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Image `index`: `[28, 28]`, black 0 and white 255.
    #[must_use]
    pub fn image(&self, index: usize) -> &[u8] {
        &self.pixels[index * SIDE * SIDE..(index + 1) * SIDE * SIDE]
    }

    /// Image `index`: `[28, 28]`, normalised.
    #[must_use]
    pub fn view(&self, index: usize) -> Vec<f32> {
        self.image(index).iter().copied().map(normalised).collect()
    }

    /// Image `index` on a black canvas whose opposite edges meet: `[canvas, canvas]`, normalised.
    ///
    /// The image's upper left corner lies at row and column `at`; what passes an edge comes in at the other side.
    ///
    /// # Panics
    ///
    /// If the canvas is smaller than the image.
    #[must_use]
    pub fn on_canvas(&self, index: usize, canvas: usize, at: (usize, usize)) -> Vec<f32> {
        assert!(canvas >= SIDE, "a canvas of {canvas} pixels is smaller than the image");
        let mut view = vec![normalised(0); canvas * canvas];
        for (row, pixels) in self.image(index).chunks_exact(SIDE).enumerate() {
            for (column, &pixel) in pixels.iter().enumerate() {
                view[(at.0 + row) % canvas * canvas + (at.1 + column) % canvas] = normalised(pixel);
            }
        }
        view
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, MIRRORS, NoDigits, SIDE, Shelf, Split, TEST, TRAIN, normalised};
    use crate::data::{fetch::tests::server, idx::tests::put};
    use std::path::Path;

    /// A shelf that reaches nothing outside `folder` but this repository.
    fn shelf(folder: &Path, mirrors: Vec<String>) -> Shelf {
        Shelf { folder: Some(folder.join("named")), cache: folder.join("cache"), mirrors, ..Shelf::new(None, false) }
    }

    /// A copy of a committed file in the folder the reader names.
    fn copy(folder: &Path, file: &str, change: impl Fn(&mut Vec<u8>)) {
        let mut bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist").join(file)).unwrap();
        change(&mut bytes);
        std::fs::create_dir_all(folder.join("named/mnist")).unwrap();
        put(&folder.join("named/mnist").join(file), &bytes);
    }

    #[test]
    fn the_committed_digits_are_the_ones_described() {
        let shelf = Shelf::new(None, false);
        let train = shelf.digits(Split::Train, 10_000).unwrap();
        let test = shelf.digits(Split::Test, 10_000).unwrap();
        let counts = |labels: &[u8]| {
            let mut counts = [0; CLASSES];
            for &label in labels {
                counts[usize::from(label)] += 1;
            }
            counts
        };
        assert_eq!(counts(&train.labels), [1000; CLASSES]);
        // Class counts of the test set as the MNIST literature gives them.
        assert_eq!(counts(&test.labels), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
        // The mean and deviation in use are of all 60,000 digits. Of 10,000 digits, whose image means have a standard
        // deviation of .14 in these units, the mean is off by a standard error of .0014, and by the balanced classes
        // and other writers: all within a fiftieth.
        for digits in [&train, &test] {
            let n = digits.pixels.len() as f64;
            let values = || digits.pixels.iter().map(|&pixel| f64::from(normalised(pixel)));
            let mean = values().sum::<f64>() / n;
            let deviation = (values().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
            assert!(mean.abs() < 0.02 && (deviation - 1.0).abs() < 0.02, "{mean} {deviation}");
        }
    }

    #[test]
    fn a_smaller_count_is_the_beginning_of_a_larger_one() {
        let shelf = Shelf::new(None, false);
        let few = shelf.digits(Split::Test, 3).unwrap();
        let more = shelf.digits(Split::Test, 5).unwrap();
        assert_eq!(few.len(), 3);
        assert_eq!(few.labels, more.labels[..3]);
        assert_eq!(few.image(2), more.image(2));
        assert_eq!(few.labels, [7, 2, 1]);
    }

    #[test]
    fn more_digits_than_there_are_is_an_error_with_both_numbers() {
        let error = Shelf::new(None, false).digits(Split::Test, 10_001).unwrap_err().to_string();
        assert!(error.contains("10000") && error.contains("10001"), "{error}");
    }

    #[test]
    fn an_altered_or_cut_file_in_the_named_folder_is_one_line_with_file_and_remedy() {
        let folder = tempfile::tempdir().unwrap();
        copy(folder.path(), "t10k-labels-idx1-ubyte.gz", |bytes| bytes.truncate(bytes.len() / 2));
        let line = shelf(folder.path(), vec![MIRRORS[0].to_owned()]).digits(Split::Test, 1).unwrap_err().to_string();
        assert!(line.contains("named/mnist/t10k-labels-idx1-ubyte.gz") && line.contains("curl"), "{line}");
        assert!(!line.contains('\n'));
        copy(folder.path(), "train10k-images-idx3-ubyte.gz", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
        let line = shelf(folder.path(), Vec::new()).digits(Split::Train, 1).unwrap_err().to_string();
        assert!(line.contains("train10k-images-idx3-ubyte.gz") && line.contains("copy it again"), "{line}");
    }

    #[test]
    fn more_than_the_committed_digits_are_fetched_once_and_kept_only_if_right() {
        let folder = tempfile::tempdir().unwrap();
        let missing = server("404 Not Found", Vec::new(), 0);
        let wrong = server("200 OK", b"not the file".to_vec(), 12);
        let error = shelf(folder.path(), vec![missing, wrong]).digits(Split::Train, 10_001).unwrap_err();
        let line = error.to_string();
        assert!(matches!(error, NoDigits::Missing { .. }), "{line}");
        for part in ["train-images-idx3-ubyte.gz", "404", "not the file", "curl", TRAIN.images.sha256] {
            assert!(line.contains(part), "`{part}` is not in: {line}");
        }
        assert!(!folder.path().join("cache").exists());
    }

    #[test]
    fn a_file_once_fetched_is_read_from_the_cache() {
        let folder = tempfile::tempdir().unwrap();
        let body = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("data/mnist/t10k-labels-idx1-ubyte.gz"));
        let body = body.unwrap();
        let length = body.len();
        let mut shelf = shelf(folder.path(), vec![server("200 OK", body, length)]);
        let elsewhere = super::Collection { committed: false, ..TEST };
        let first = shelf.read(&TEST.labels, &elsewhere).unwrap();
        shelf.mirrors.clear();
        assert_eq!(shelf.read(&TEST.labels, &elsewhere).unwrap(), first);
        put(&folder.path().join("cache/t10k-labels-idx1-ubyte.gz"), b"spoilt");
        let line = shelf.read(&TEST.labels, &elsewhere).unwrap_err().to_string();
        assert!(line.contains("cache/t10k-labels-idx1-ubyte.gz") && line.contains("delete it"), "{line}");
    }

    #[test]
    fn a_digit_on_the_canvas_moves_with_its_corner_and_comes_back_round() {
        const CANVAS: usize = 40;
        let digits = Shelf::new(None, false).digits(Split::Test, 1).unwrap();
        let at = digits.on_canvas(0, CANVAS, (5, 6));
        let moved = digits.on_canvas(0, CANVAS, (5, 6 + CANVAS - 1));
        for row in 0..CANVAS {
            for column in 0..CANVAS {
                let back = row * CANVAS + (column + CANVAS - 1) % CANVAS;
                assert_eq!(at[row * CANVAS + column].to_bits(), moved[back].to_bits());
            }
        }
        let corner: Vec<f32> = (0..SIDE).flat_map(|row| at[(5 + row) * CANVAS + 6..][..SIDE].to_vec()).collect();
        assert_eq!(corner, digits.view(0));
        let ink = |view: &[f32]| view.iter().filter(|&&x| x > normalised(0)).count();
        assert_eq!(ink(&at), ink(&digits.view(0)));
    }
}

//! IDX files of bytes, the format MNIST comes in, read with every check that can be made.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::bufread::GzDecoder;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// What is known of a file before it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The file's name without `.gz`.
    pub name: &'static str,
    /// The size along each dimension, items first.
    pub shape: &'static [usize],
    /// SHA-256 of the whole unpacked file, in hexadecimal.
    pub sha256: &'static str,
}

/// A file that is not what is known of it. One line: the file, the fault, the remedy.
#[derive(Debug, Error)]
#[error("{}: {fault}; {remedy}", path.display())]
pub struct BadFile {
    /// Where the file was looked for.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
    /// What to do about it.
    pub remedy: String,
}

/// What can be wrong with an IDX file.
#[derive(Debug, Error)]
pub enum Fault {
    /// It cannot be opened, or its gzip stream breaks off or is corrupt.
    #[error("it cannot be read to its end ({0})")]
    Unreadable(io::Error),
    /// It does not begin as an IDX file of bytes of this many dimensions does.
    #[error("it begins with {found:#010x}, and an IDX file of bytes in {dimensions} dimensions with {expected:#010x}")]
    Magic {
        /// The first four bytes, big-endian.
        found: u32,
        /// What they should be.
        expected: u32,
        /// How many dimensions the file should have.
        dimensions: usize,
    },
    /// Its header gives another shape.
    #[error("its header gives the shape {found:?}, not {expected:?}")]
    Shape {
        /// The lengths along each dimension that the header gives.
        found: Vec<usize>,
        /// The lengths that the known file has.
        expected: &'static [usize],
    },
    /// It has more or fewer bytes than its header says.
    #[error("it holds {found} bytes after its header, not {expected}")]
    Length {
        /// The bytes there are; one too many stands for any larger number.
        found: usize,
        /// The bytes there should be.
        expected: usize,
    },
    /// Everything fits, but the content is not the known one.
    #[error("its unpacked bytes have the SHA-256 {found}, not {expected}")]
    Sum {
        /// The sum of what was read.
        found: String,
        /// The SHA-256 of the known file, in hexadecimal.
        expected: &'static str,
    },
}

impl Known {
    /// Bytes of the header: the magic number and one length per dimension, four bytes each.
    fn header(&self) -> usize {
        4 + 4 * self.shape.len()
    }

    /// Bytes of the whole unpacked file.
    #[must_use]
    pub fn unpacked_bytes(&self) -> usize {
        self.header() + self.shape.iter().product::<usize>()
    }

    /// The data of the file at `path`, gzipped or not, after its magic number, shape, length and sum are checked.
    ///
    /// # Errors
    ///
    /// If anything differs from what is known; the error names the file and says `remedy`.
    pub fn read(&self, path: &Path, remedy: &str) -> Result<Vec<u8>, BadFile> {
        File::open(path)
            .map_err(Fault::Unreadable)
            .and_then(|file| self.parse(BufReader::new(file)))
            .map_err(|fault| BadFile { path: path.to_owned(), fault, remedy: remedy.to_owned() })
    }

    /// The data in `file`, gzipped or not.
    ///
    /// # Errors
    ///
    /// If anything differs from what is known.
    pub fn parse(&self, mut file: impl io::BufRead) -> Result<Vec<u8>, Fault> {
        const GZIP: [u8; 2] = [0x1f, 0x8b];
        // One byte more than expected tells "too long" without unpacking a file of any length.
        let limit = self.unpacked_bytes() as u64 + 1;
        let mut bytes = Vec::with_capacity(self.unpacked_bytes() + 1);
        let gzipped = file.fill_buf().map_err(Fault::Unreadable)?.starts_with(&GZIP);
        if gzipped {
            GzDecoder::new(file).take(limit).read_to_end(&mut bytes)
        } else {
            file.take(limit).read_to_end(&mut bytes)
        }
        .map_err(Fault::Unreadable)?;
        self.verify(&bytes)?;
        Ok(bytes.split_off(self.header()))
    }

    fn verify(&self, bytes: &[u8]) -> Result<(), Fault> {
        // 0x08 is the code of unsigned bytes; the last byte counts the dimensions.
        let expected = 0x0800 + self.shape.len() as u32;
        let words: Vec<u32> = bytes
            .chunks_exact(4)
            .take(1 + self.shape.len())
            .map(|word| u32::from_be_bytes([word[0], word[1], word[2], word[3]]))
            .collect();
        let found = words.first().copied().unwrap_or(0);
        if found != expected {
            return Err(Fault::Magic { found, expected, dimensions: self.shape.len() });
        }
        let shape: Vec<usize> = words[1..].iter().map(|&length| length as usize).collect();
        if shape != self.shape {
            return Err(Fault::Shape { found: shape, expected: self.shape });
        }
        if bytes.len() != self.unpacked_bytes() {
            let header = self.header();
            return Err(Fault::Length { found: bytes.len() - header, expected: self.unpacked_bytes() - header });
        }
        let sum = format!("{:x}", Sha256::digest(bytes));
        if sum != self.sha256 {
            return Err(Fault::Sum { found: sum, expected: self.sha256 });
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Fault, Known};
    use crate::ground::files::write_whole;
    use flate2::{Compression, write::GzEncoder};
    use std::{io::Write as _, path::Path};

    /// Two rows of three bytes. Its sum is of coreutils' sha256sum:
    /// `printf '\0\0\10\2\0\0\0\2\0\0\0\3\1\2\3\4\5\6' | sha256sum`.
    pub(in crate::data) const SMALL: Known = Known {
        name: "small-idx2-ubyte",
        shape: &[2, 3],
        sha256: "99dfdf5208bf6a61c1b88e00d5f7a184fbca64ad4cd2e6f95c3a17f36216a25e",
    };

    /// The small file, unpacked.
    pub(in crate::data) const BYTES: [u8; 18] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    /// `bytes`, gzipped.
    pub(in crate::data) fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// Puts `bytes` into a file.
    pub(in crate::data) fn put(path: &Path, bytes: &[u8]) {
        write_whole(path, bytes).unwrap();
    }

    fn fault(bytes: &[u8]) -> Fault {
        SMALL.parse(bytes).unwrap_err()
    }

    #[test]
    fn the_same_data_comes_out_gzipped_or_not() {
        assert_eq!(SMALL.parse(&BYTES[..]).unwrap(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(SMALL.parse(&packed(&BYTES)[..]).unwrap(), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn every_part_of_the_file_is_checked() {
        let altered = |at: usize| {
            let mut bytes = BYTES;
            bytes[at] ^= 1;
            bytes
        };
        assert!(matches!(fault(&altered(3)), Fault::Magic { found: 0x0803, expected: 0x0802, dimensions: 2 }));
        assert!(matches!(fault(&altered(7)), Fault::Shape { found, .. } if found == [3, 3]));
        assert!(matches!(fault(&altered(17)), Fault::Sum { .. }));
        assert!(matches!(fault(&BYTES[..17]), Fault::Length { found: 5, expected: 6 }));
        assert!(matches!(fault(&[&BYTES[..], &[7, 8, 9]].concat()), Fault::Length { found: 7, expected: 6 }));
        assert!(matches!(fault(&BYTES[..3]), Fault::Magic { found: 0, .. }));
        assert!(matches!(fault(b""), Fault::Magic { found: 0, .. }));
    }

    #[test]
    fn a_gzip_stream_that_breaks_off_cannot_be_read() {
        let whole = packed(&BYTES);
        assert!(matches!(fault(&whole[..whole.len() - 9]), Fault::Unreadable(_)));
    }

    #[test]
    fn an_error_is_one_line_with_the_file_and_the_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("small-idx2-ubyte.gz");
        put(&path, &packed(&BYTES[..16]));
        let line = SMALL.read(&path, "get it again").unwrap_err().to_string();
        assert!(line.contains("small-idx2-ubyte.gz") && line.ends_with("; get it again"), "{line}");
        assert!(line.contains("4 bytes after its header, not 6") && !line.contains('\n'), "{line}");
        let missing = SMALL.read(&folder.path().join("nothing"), "get it").unwrap_err().to_string();
        assert!(missing.contains("nothing: it cannot be read"), "{missing}");
    }
}

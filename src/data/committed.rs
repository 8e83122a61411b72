//! Files of this repository's `data` folder, read only if they are what they were.

use std::{
    io,
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::ground::files;

/// A file under `data`, with the sum of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Path under `data`, as `Experiment::DATA` lists it.
    pub path: &'static str,
    /// SHA-256 of the file, 64 hexadecimal digits in lower case.
    pub sha256: &'static str,
}

/// A file that is not what is known of it. One line: the file, the fault, the remedy.
#[derive(Debug, Error)]
#[error("{}: {fault}; restore it: `git checkout -- data/{committed}`", path.display())]
pub struct BadFile {
    /// Where the file was looked for.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: Fault,
    committed: &'static str,
}

/// What can be wrong with a committed file.
#[derive(Debug, Error)]
pub enum Fault {
    /// It cannot be read.
    #[error("it cannot be read ({0})")]
    Unreadable(#[from] io::Error),
    /// Its bytes are others.
    #[error("its bytes have the SHA-256 {0}, not the known one")]
    Sum(String),
}

impl Committed {
    /// The file's bytes, after their sum is checked.
    ///
    /// # Errors
    ///
    /// If the file is not there or altered; the error names it and says the remedy.
    pub fn read(&self) -> Result<Vec<u8>, BadFile> {
        self.read_from(&files::checkout().join("data"))
    }

    fn read_from(&self, folder: &Path) -> Result<Vec<u8>, BadFile> {
        let path = folder.join(self.path);
        std::fs::read(&path)
            .map_err(Fault::from)
            .and_then(|bytes| {
                let sum = format!("{:x}", Sha256::digest(&bytes));
                if sum == self.sha256 { Ok(bytes) } else { Err(Fault::Sum(sum)) }
            })
            .map_err(|fault| BadFile { path, fault, committed: self.path })
    }
}

#[cfg(test)]
mod tests {
    use super::Committed;
    use crate::data::idx::tests::put;

    /// The sum of the three bytes "abc" is a test vector of FIPS 180-4.
    const ABC: Committed =
        Committed { path: "abc", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" };

    #[test]
    fn a_file_is_read_only_if_its_sum_is_the_known_one() {
        let folder = tempfile::tempdir().unwrap();
        let line = ABC.read_from(folder.path()).unwrap_err().to_string();
        assert!(line.contains("cannot be read") && line.contains("git checkout -- data/abc"), "{line}");
        put(&folder.path().join("abc"), b"abc");
        assert_eq!(ABC.read_from(folder.path()).unwrap(), b"abc");
        put(&folder.path().join("abc"), b"acb");
        let line = ABC.read_from(folder.path()).unwrap_err().to_string();
        assert!(line.contains("SHA-256") && !line.contains('\n'), "{line}");
    }
}

//! Files are written whole or not at all.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use anyhow::{Context as _, Result};

/// Held while a file is being written, so that Ctrl-C waits for the rename and leaves nothing half-written.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes `bytes` to `path` through a temporary file beside it, making the folders that are missing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write_together(&[(path.to_owned(), bytes.to_vec())])
}

/// Writes files that belong together; Ctrl-C comes before the first or after the last.
pub fn write_together(parts: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    parts
        .iter()
        .try_for_each(|(path, bytes)| replace(path, bytes).with_context(|| format!("cannot write {}", path.display())))
}

fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}

/// Reads a whole file; the error names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Makes Ctrl-C end the program between two files, never in the middle of one.
pub fn end_cleanly_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        eprintln!("\ninterrupted: what was finished is written, nothing is half-written");
        std::process::exit(130);
    })
    .context("cannot watch for Ctrl-C")
}

/// The root of the checkout this binary was built from.
#[must_use]
pub fn checkout() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[cfg(test)]
mod tests {
    use super::write_whole;

    #[test]
    fn a_file_that_cannot_be_written_leaves_nothing_and_names_itself() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("blocked");
        write_whole(&blocked, b"a file, not a folder").unwrap();
        let error = write_whole(&blocked.join("record.json"), b"{}").unwrap_err();
        assert!(format!("{error:#}").contains("record.json"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_second_writing_replaces_the_first_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/record.json");
        write_whole(&path, b"a long first text").unwrap();
        write_whole(&path, b"short").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"short");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}

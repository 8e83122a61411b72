//! Files are written whole or not at all.

use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use anyhow::{Context as _, Result, ensure};

/// Held while a file is being written, so that Ctrl-C waits for the rename and leaves nothing half-written.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes `bytes` to `path` through a temporary file beside it, making the folders that are missing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write_together(&[(path.to_owned(), bytes.to_vec())])
}

/// Writes files that belong together: all or none, also where one cannot be written or Ctrl-C comes between.
pub fn write_together(parts: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let named = |path: &Path| format!("cannot write {}", path.display());
    let mut ready = Vec::new();
    for (path, bytes) in parts {
        ready.push((beside(path, bytes).with_context(|| named(path))?, path));
    }
    for (file, path) in ready {
        file.persist(path).map_err(|fault| fault.error).with_context(|| named(path))?;
    }
    Ok(())
}

/// A temporary file with `bytes` in the folder of `path`, which may take its place.
fn beside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile> {
    ensure!(!path.is_dir(), "it is a folder");
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

/// Refuses a `folder` that nothing can be written into, before long work is done for it.
pub fn ensure_writable(folder: &Path) -> Result<()> {
    let existing = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    ensure!(existing.is_dir(), "{} is no folder; name another with --out", existing.display());
    tempfile::tempfile_in(existing).with_context(|| {
        format!("nothing can be written into {}; name another folder with --out", existing.display())
    })?;
    Ok(())
}

/// Puts the folder `new` in the place of `old`; Ctrl-C comes before or after.
pub fn replace_folder(new: &Path, old: &Path) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let replace = || -> std::io::Result<()> {
        if old.exists() {
            std::fs::remove_dir_all(old)?;
        }
        std::fs::rename(new, old)
    };
    replace().with_context(|| format!("cannot put {} in the place of {}", new.display(), old.display()))
}

/// Reads a whole file; the error names it.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Removes a file, if it is there.
pub fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
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

/// The root of the checkout that this program was built from, or where `GROUND_UP_CHECKOUT` says it has gone.
#[must_use]
pub fn checkout() -> PathBuf {
    std::env::var_os("GROUND_UP_CHECKOUT").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::{ensure_writable, write_together, write_whole};

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
    fn of_files_that_belong_together_none_is_written_if_one_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("drawing.svg")).unwrap();
        let part = |name: &str| (folder.path().join(name), b"new".to_vec());
        assert!(write_together(&[part("record.json"), part("drawing.svg")]).is_err());
        assert!(!folder.path().join("record.json").exists());
        assert!(ensure_writable(&folder.path().join("drawing.svg/deeper")).is_ok());
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

//! Files are written whole or not at all.

use std::{
    collections::BTreeSet,
    fs::{File, TryLockError},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context as _, Result, ensure};

use super::progress;
use tempfile::NamedTempFile;

/// Held while a file is being written, so that Ctrl-C waits for the rename and leaves nothing half-written.
static WRITING: Mutex<()> = Mutex::new(());

/// Writes `bytes` to `path` through a temporary file beside it, making the folders that are missing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    write_together(&[(path.to_owned(), bytes.to_vec())])
}

/// Writes files that belong together: all or none, also where one cannot be written or Ctrl-C comes between. A program
/// that is killed between two renames leaves the first of them.
pub fn write_together(parts: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    parts.iter().map(|(path, _)| folder_of(path)).collect::<BTreeSet<_>>().into_iter().for_each(clear);
    let mut ready = Vec::new();
    for (path, bytes) in parts {
        ready.push((beside(path, bytes).with_context(|| cannot_write(path))?, path.as_path()));
    }
    put_in_place(ready)
}

/// Renames each file to its path; if one of them cannot be, those before it are again what they were.
fn put_in_place(ready: Vec<(NamedTempFile, &Path)>) -> Result<()> {
    let last = ready.len().saturating_sub(1);
    let mut replaced: Vec<(&Path, Option<NamedTempFile>)> = Vec::new();
    for (at, (file, path)) in ready.into_iter().enumerate() {
        // The last needs nothing to go back to.
        let keep = || if at < last { copy_of(path) } else { Ok(None) };
        let put = || Ok((keep()?, file.persist(path).map_err(|fault| fault.error)?));
        match put() {
            Ok((before, _)) => replaced.push((path, before)),
            Err(fault) => {
                let fault: std::io::Error = fault;
                return Err(restored(replaced, anyhow::Error::new(fault).context(cannot_write(path))));
            }
        }
    }
    Ok(())
}

/// Puts back what was there before `fault`, and returns it with what cannot be put back.
fn restored(replaced: Vec<(&Path, Option<NamedTempFile>)>, mut fault: anyhow::Error) -> anyhow::Error {
    for (path, before) in replaced {
        let result = match before {
            Some(before) => before.persist(path).map(drop).map_err(|fault| fault.error),
            None => std::fs::remove_file(path),
        };
        if let Err(second) = result {
            fault =
                fault.context(format!("{} is already the new one, and cannot be put back: {second}", path.display()));
        }
    }
    fault
}

/// A copy of the file at `path`, if there is one, that may take its place again.
fn copy_of(path: &Path) -> std::io::Result<Option<NamedTempFile>> {
    if !path.exists() {
        return Ok(None);
    }
    let copy = temporary(folder_of(path))?;
    std::fs::copy(path, copy.path())?;
    Ok(Some(copy))
}

/// What the names of temporary files begin with.
const TEMPORARY: &str = ".writing-";
/// A temporary file that is older was left by a program that was killed.
const LEFT: Duration = Duration::from_hours(1);

fn temporary(folder: &Path) -> std::io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(folder)
}

/// Removes temporary files from `folder` that nobody writes any more.
fn clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_left = || entry.metadata().and_then(|facts| facts.modified()).ok()?.elapsed().ok().map(|age| age > LEFT);
        if entry.file_name().to_string_lossy().starts_with(TEMPORARY) && is_left() == Some(true) {
            // Whoever cannot remove it is not kept from writing.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// A temporary file with `bytes` in the folder of `path`, which may take its place.
fn beside(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    ensure!(!path.is_dir(), "it is a folder");
    std::fs::create_dir_all(folder_of(path))?;
    let mut file = temporary(folder_of(path))?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
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

/// Refuses a file at `path` that is not to be replaced, before long work is done for the new one.
pub fn ensure_replaceable(path: &Path) -> Result<()> {
    let Ok(facts) = path.metadata() else { return Ok(()) };
    let remedy = "make room for it, or name another folder with --out";
    ensure!(facts.is_file(), "{} is no file; {remedy}", path.display());
    ensure!(!facts.permissions().readonly(), "{} is write-protected; {remedy}", path.display());
    Ok(())
}

/// Puts the folder `new` in the place of `old`; Ctrl-C comes before or after, and there is none at `old` only for as long as
/// two renames take.
pub fn replace_folder(new: &Path, old: &Path) -> Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let aside = old.with_extension("replaced");
    let replace = || -> std::io::Result<()> {
        if aside.exists() {
            std::fs::remove_dir_all(&aside)?;
        }
        if !old.exists() {
            return std::fs::rename(new, old);
        }
        std::fs::rename(old, &aside)?;
        if let Err(fault) = std::fs::rename(new, old) {
            std::fs::rename(&aside, old)?;
            return Err(fault);
        }
        std::fs::remove_dir_all(&aside)
    };
    replace().with_context(|| format!("cannot put {} in the place of {}", new.display(), old.display()))
}

/// Held by one program, or thread, at a time; let go when it is dropped, or when the program ends in whatever way.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// The lock at `path`, a file that is made if it is not there. Where another holds it, calls `wait` and waits.
pub fn lock(path: &Path, wait: impl FnOnce()) -> Result<Lock> {
    std::fs::create_dir_all(folder_of(path)).with_context(|| cannot_write(path))?;
    #[expect(clippy::disallowed_methods, reason = "a lock has no content that could be half-written")]
    let file =
        File::options().create(true).write(true).truncate(false).open(path).with_context(|| cannot_write(path))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            wait();
            file.lock().with_context(|| format!("cannot wait for {}", path.display()))?;
        }
        // Some file systems have no locks.
        Err(TryLockError::Error(fault)) if fault.kind() == ErrorKind::Unsupported => {}
        locked => locked.with_context(|| format!("cannot lock {}", path.display()))?,
    }
    Ok(Lock { _file: file })
}

/// Waits until nobody holds the [`lock`] at `path`, and keeps others from holding it until it is dropped; nothing if there
/// is no such file.
#[must_use]
pub fn unlocked(path: &Path) -> Option<Lock> {
    let file = File::open(path).ok()?;
    file.lock_shared().ok()?;
    Some(Lock { _file: file })
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
        progress::tell("\ninterrupted: what was finished is written, nothing is half-written");
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
    use std::time::{Duration, SystemTime};

    use super::{
        LEFT, beside, ensure_replaceable, ensure_writable, lock, put_in_place, replace_folder, temporary, unlocked,
        write_together, write_whole,
    };

    #[test]
    fn what_a_killed_program_left_is_removed_and_what_another_writes_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let left = temporary(folder.path()).unwrap().keep().unwrap();
        let written = temporary(folder.path()).unwrap();
        left.0.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1)).unwrap();
        written.as_file().set_modified(written.as_file().metadata().unwrap().modified().unwrap() - LEFT / 2).unwrap();
        write_whole(&folder.path().join("record.json"), b"{}").unwrap();
        assert!(!left.1.exists() && written.path().exists());
    }

    #[test]
    fn a_protected_file_is_refused_before_the_work() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("drawing.svg");
        ensure_replaceable(&path).unwrap();
        write_whole(&path, b"old").unwrap();
        ensure_replaceable(&path).unwrap();
        let mut permissions = path.metadata().unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(&path, permissions).unwrap();
        let error = ensure_replaceable(&path).unwrap_err().to_string();
        assert!(error.contains("drawing.svg is write-protected"), "{error}");
        assert!(ensure_replaceable(folder.path()).is_err());
    }

    #[test]
    fn a_folder_takes_the_place_of_another_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("book");
        for round in ["1", "2"] {
            let printed = folder.path().join("book.printing");
            write_whole(&printed.join("index.html"), round.as_bytes()).unwrap();
            replace_folder(&printed, &site).unwrap();
            assert_eq!(std::fs::read_to_string(site.join("index.html")).unwrap(), round);
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        }
        assert!(replace_folder(&folder.path().join("nothing"), &site).is_err());
        assert!(site.join("index.html").exists(), "what was there stays");
    }

    #[test]
    fn a_lock_is_held_by_one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("target/book.lock");
        assert!(unlocked(&path).is_none());
        let held = lock(&path, || panic!("nobody holds it")).unwrap();
        std::thread::scope(|scope| {
            let (told, wait) = std::sync::mpsc::channel();
            let other = scope.spawn(|| lock(&path, move || told.send(()).unwrap()).unwrap());
            wait.recv().unwrap();
            assert!(!other.is_finished());
            drop(held);
            drop(other.join().unwrap());
        });
        assert!(unlocked(&path).is_some());
    }

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

    /// What no check before can see: a folder comes to lie where the last file should, once all are ready.
    #[test]
    fn a_rename_that_fails_undoes_those_before_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let (old, new, blocked) = (path("record.json"), path("record.run.json"), path("drawing.svg"));
        write_whole(&old, b"old").unwrap();
        let ready = [&old, &new, &blocked].map(|path| (beside(path, b"new").unwrap(), path.as_path()));
        std::fs::create_dir(&blocked).unwrap();
        write_whole(&blocked.join("inside"), b"so that nothing can take its place").unwrap();
        let error = put_in_place(ready.into()).unwrap_err();
        assert!(format!("{error:#}").contains("drawing.svg"), "{error:#}");
        assert_eq!(std::fs::read(&old).unwrap(), b"old");
        assert!(!new.exists());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left beside them");
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

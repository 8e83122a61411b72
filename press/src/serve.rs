//! The book on this machine, printed again whenever a page or a figure changes.

use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Component, Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Request, Response, Server};

use crate::print::build;

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(500);
/// Where an open page asks how often the book has been printed, so as to load itself again.
const EDITION: &str = "/.edition";
const RELOAD: &str = "<script>(() => { let known; setInterval(async () => { \
    const now = await (await fetch('/.edition')).text(); known ??= now; if (now !== known) location.reload(); }, 1000); })();</script>";

/// Prints the book and serves it to this machine only, until the program is ended.
///
/// # Errors
///
/// If the book cannot be printed the first time, or the port is taken. Later faults are reported, and the pages stay.
pub fn serve(root: &Path, port: u16) -> Result<()> {
    let site = build(root)?;
    let server = Server::http(("127.0.0.1", port))
        .map_err(|error| anyhow!("cannot serve on port {port}: {error}; choose another with --port"))?;
    eprintln!("http://{}/ shows the book; Ctrl-C ends it", server.server_addr());
    let edition = AtomicUsize::new(1);
    thread::scope(|scope| {
        scope.spawn(|| watch(root, &edition));
        for request in server.incoming_requests() {
            if let Err(error) = answer(request, &site, edition.load(Ordering::Relaxed)) {
                eprintln!("warning: a page could not be sent: {error}");
            }
        }
    });
    Ok(())
}

/// Prints the book again after every change.
fn watch(root: &Path, edition: &AtomicUsize) {
    let mut known = times(root);
    loop {
        thread::sleep(PAUSE);
        let now = times(root);
        if now == known {
            continue;
        }
        known = now;
        match build(root) {
            Ok(_) => {
                edition.fetch_add(1, Ordering::Relaxed);
                eprintln!("printed again");
            }
            Err(error) => eprintln!("error: {error:#}"),
        }
    }
}

/// When each file that the book is made from was last written.
fn times(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    fn walk(path: &Path, times: &mut BTreeMap<PathBuf, SystemTime>) {
        if path.is_dir() {
            for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
                walk(&entry.path(), times);
            }
        } else if let Ok(time) = path.metadata().and_then(|metadata| metadata.modified()) {
            times.insert(path.to_owned(), time);
        }
    }
    let mut times = BTreeMap::new();
    for part in ["book", "book.toml", "figures", "src", "press/theme", "benches/peers"] {
        walk(&root.join(part), &mut times);
    }
    times
}

fn answer(request: Request, site: &Path, edition: usize) -> std::io::Result<()> {
    if request.url() == EDITION {
        return request.respond(Response::from_string(edition.to_string()));
    }
    let Some((kind, bytes)) = file(site, request.url()) else {
        return request.respond(Response::from_string("There is no such page.").with_status_code(404));
    };
    let header = Header::from_bytes("Content-Type", kind).expect("a media type is a header");
    request.respond(Response::new(200.into(), vec![header], Cursor::new(bytes.clone()), Some(bytes.len()), None))
}

/// The media type and bytes of what a browser asks for; `None` if the site has no such file.
fn file(site: &Path, url: &str) -> Option<(&'static str, Vec<u8>)> {
    let path = Path::new(url.split(['?', '#']).next()?.trim_start_matches('/'));
    if path.components().any(|part| !matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut path = site.join(path);
    if path.is_dir() {
        path.push("index.html");
    }
    let mut bytes = std::fs::read(&path).ok()?;
    let kind = match path.extension()?.to_str()? {
        "html" => {
            bytes.extend_from_slice(RELOAD.as_bytes());
            "text/html; charset=utf-8"
        }
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    };
    Some((kind, bytes))
}

#[cfg(test)]
mod tests {
    use super::file;
    use ground_up::ground::files::write_whole;

    #[test]
    fn only_files_of_the_site_are_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        std::fs::create_dir(&site).unwrap();
        write_whole(&folder.path().join("secret.css"), b"body {}").unwrap();
        write_whole(&site.join("index.html"), b"<p>book</p>").unwrap();
        let (kind, bytes) = file(&site, "/?a=b").unwrap();
        assert!(kind.starts_with("text/html") && bytes.starts_with(b"<p>book</p>"));
        assert!(file(&site, "/../secret.css").is_none());
        assert!(file(&site, "/nothing.html").is_none());
    }
}

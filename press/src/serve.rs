//! The book on this machine, printed again whenever a page or a figure changes.
//!
//! It answers on this machine only, and any page that is open in a browser here may ask it for anything. So every connection
//! has a thread of its own, and bounds on what it may send, how long it may take, and how many there are of it.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context as _, Result};
use ground_up::ground::progress::tell;
use httparse::Status;

use crate::print::build;

/// How often files are looked at.
const PAUSE: Duration = Duration::from_millis(500);
/// Where an open page asks how often the book has been printed, so as to load itself again.
const EDITION: &str = "/.edition";
const RELOAD: &str = "<script>(() => { let known; setInterval(async () => { \
    const now = await (await fetch('/.edition')).text(); known ??= now; if (now !== known) location.reload(); }, 1000); })();</script>";

/// How long a browser may take to say what it wants, and to take what it is given.
const PATIENCE: [Duration; 2] = [Duration::from_secs(5), Duration::from_mins(1)];
/// Bytes of a request that are read, its headers included.
const LONGEST: usize = 16 * 1024;
/// Headers of a request.
const MOST_HEADERS: usize = 64;
/// Connections at a time; more are closed.
const MOST: usize = 128;
/// Bytes of stack for one of them.
const STACK: usize = 256 * 1024;

/// What is served.
struct Site {
    folder: PathBuf,
    /// How often the book has been printed.
    edition: AtomicUsize,
    /// Connections that are open.
    open: AtomicUsize,
}

/// Prints the book and serves it to this machine only, until the program is ended.
///
/// # Errors
///
/// If the book cannot be printed the first time, or the port is taken. Later faults are reported, and the pages stay.
pub fn serve(root: &Path, port: u16) -> Result<()> {
    let site = Arc::new(Site::new(build(root)?));
    let listener = TcpListener::bind(("127.0.0.1", port))
        .with_context(|| format!("cannot serve on port {port}; choose another with --port"))?;
    tell(&format!("http://{}/ shows the book; Ctrl-C ends it", listener.local_addr()?));
    let (root, watched) = (root.to_owned(), Arc::clone(&site));
    thread::spawn(move || watch(&root, &watched.edition));
    listen(&listener, &site);
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
                tell("printed again");
            }
            Err(error) => tell(&format!("error: {error:#}")),
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

/// Answers whoever connects, each in a thread of its own.
fn listen(listener: &TcpListener, site: &Arc<Site>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // Too many files are open, say: not again at once.
            thread::sleep(Duration::from_millis(50));
            continue;
        };
        let open = Open::new(site);
        if site.open.load(Ordering::Relaxed) > MOST {
            continue;
        }
        // A browser that has gone, or takes too long, is no fault of the book's; nor is a machine that has no thread left.
        let _ = thread::Builder::new().stack_size(STACK).spawn(move || {
            let _ = answer(&stream, &open.0);
        });
    }
}

/// A connection, counted while it is open.
struct Open(Arc<Site>);

impl Open {
    fn new(site: &Arc<Site>) -> Self {
        site.open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(site))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is sent back.
struct Answer {
    status: &'static str,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn said(status: &'static str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: status.into() }
    }
}

/// Reads one request and answers it.
fn answer(mut stream: &TcpStream, site: &Site) -> io::Result<()> {
    let (with_body, answer) = match asked(stream)? {
        Asked::For { url, with_body } => (with_body, site.answer(&url)),
        Asked::Badly(status) => (true, Answer::said(status)),
    };
    let mut bytes = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nAllow: GET, HEAD\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.kind,
        answer.body.len()
    )
    .into_bytes();
    if with_body {
        bytes.extend(answer.body);
    }
    let end = Deadline::after(PATIENCE[1]);
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        stream.set_write_timeout(Some(end.left()?))?;
        let written = stream.write(rest)?;
        rest = &rest[written..];
    }
    stream.shutdown(Shutdown::Write)?;
    // What is still on its way here would break off what is on its way there.
    let end = Deadline::after(Duration::from_secs(1));
    let mut unread = [0; 4096];
    for _ in 0..64 {
        stream.set_read_timeout(Some(end.left()?))?;
        if stream.read(&mut unread)? == 0 {
            break;
        }
    }
    Ok(())
}

/// What a request asks for.
enum Asked {
    For {
        url: String,
        with_body: bool,
    },
    /// The status that says what is wrong with it.
    Badly(&'static str),
}

/// Reads a request up to the end of its headers; what comes after, a body, is not looked at.
fn asked(mut stream: &TcpStream) -> io::Result<Asked> {
    let end = Deadline::after(PATIENCE[0]);
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 2048];
        stream.set_read_timeout(Some(end.left()?))?;
        let read = stream.read(&mut part)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&part[..read]);
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(&bytes) {
            Ok(Status::Complete(_)) => {
                let (method, url) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
                return Ok(match method {
                    "GET" | "HEAD" => Asked::For { url: url.to_owned(), with_body: method == "GET" },
                    _ => Asked::Badly("405 Method Not Allowed"),
                });
            }
            Ok(Status::Partial) if bytes.len() < LONGEST => {}
            Ok(Status::Partial) | Err(httparse::Error::TooManyHeaders) => {
                return Ok(Asked::Badly("431 Request Header Fields Too Large"));
            }
            Err(_) => return Ok(Asked::Badly("400 Bad Request")),
        }
    }
}

/// When something must have ended.
struct Deadline {
    start: Instant,
    allowed: Duration,
}

impl Deadline {
    fn after(allowed: Duration) -> Self {
        #[expect(clippy::disallowed_methods, reason = "how long a browser takes is no result")]
        let start = Instant::now();
        Self { start, allowed }
    }

    /// The time that is left, which is some; none is an error.
    fn left(&self) -> io::Result<Duration> {
        let left = self.allowed.saturating_sub(self.start.elapsed());
        if left < Duration::from_millis(1) { Err(ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}

impl Site {
    fn new(folder: PathBuf) -> Self {
        Self { folder, edition: AtomicUsize::new(1), open: AtomicUsize::new(0) }
    }

    fn answer(&self, url: &str) -> Answer {
        if url == EDITION {
            let body = self.edition.load(Ordering::Relaxed).to_string().into_bytes();
            return Answer { body, ..Answer::said("200 OK") };
        }
        match file(&self.folder, url) {
            Some((kind, body)) => Answer { status: "200 OK", kind, body },
            None => Answer { body: "There is no such page.".into(), ..Answer::said("404 Not Found") },
        }
    }
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
    use std::{
        io::{Read as _, Write as _},
        net::{SocketAddr, TcpListener, TcpStream},
        sync::{Arc, atomic::Ordering},
        thread,
        time::Duration,
    };

    use super::{MOST, Site, file, listen};
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

    /// A site with a small page and a file too large for the buffers of a connection, served as long as the tests run.
    fn served() -> (tempfile::TempDir, SocketAddr, Arc<Site>) {
        let folder = tempfile::tempdir().unwrap();
        write_whole(&folder.path().join("page.txt"), b"a page").unwrap();
        write_whole(&folder.path().join("large.txt"), &vec![b'a'; 32 << 20]).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let site = Arc::new(Site::new(folder.path().to_owned()));
        let served = Arc::clone(&site);
        thread::spawn(move || listen(&listener, &served));
        (folder, address, site)
    }

    /// What comes back for `request`, within two seconds.
    fn answer(address: SocketAddr, request: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
        // A server that has read enough closes its side.
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn page(address: SocketAddr) -> String {
        answer(address, b"GET /page.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
    }

    #[test]
    fn pages_are_got_and_nothing_else_is_done() {
        let (_folder, address, _) = served();
        let got = page(address);
        assert!(got.starts_with("HTTP/1.1 200 OK\r\n") && got.ends_with("\r\n\r\na page"), "{got}");
        let head = answer(address, b"HEAD /page.txt HTTP/1.1\r\n\r\n");
        assert!(head.contains("Content-Length: 6\r\n") && head.ends_with("\r\n\r\n"), "{head}");
        assert!(answer(address, b"GET /.edition HTTP/1.0\r\n\r\n").ends_with("\r\n\r\n1"));
        for (request, status) in [
            (&b"GET /nothing HTTP/1.1\r\n\r\n"[..], "404"),
            (b"GET /../secret HTTP/1.1\r\n\r\n", "404"),
            (b"POST /page.txt HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "405"),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", "405"),
            (b"DELETE /page.txt HTTP/1.1\r\n\r\n", "405"),
            (b"\x00\x01\x02 nonsense\r\n\r\n", "400"),
        ] {
            let got = answer(address, request);
            assert!(got.starts_with(&format!("HTTP/1.1 {status} ")), "{request:?}: {got}");
        }
        assert!(page(address).contains("200 OK"));
    }

    #[test]
    fn a_request_without_an_end_is_cut_off() {
        let (_folder, address, _) = served();
        let long = [b"GET /page.txt HTTP/1.1\r\nX: ".to_vec(), vec![b'a'; 4 << 20]].concat();
        assert!(!answer(address, &long).contains("200"));
        let many = format!("GET /page.txt HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(500));
        assert!(answer(address, many.as_bytes()).contains(" 431 "));
        assert!(page(address).contains("200 OK"));
    }

    /// Some take nothing of what they asked for, and some never say what they want.
    #[test]
    fn who_is_slow_keeps_nobody_waiting() {
        let (_folder, address, site) = served();
        let silent: Vec<TcpStream> = (0..8).map(|_| TcpStream::connect(address).unwrap()).collect();
        let slow: Vec<TcpStream> = (0..8)
            .map(|_| {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.write_all(b"GET /large.txt HTTP/1.1\r\n\r\n").unwrap();
                stream
            })
            .collect();
        assert!(page(address).contains("200 OK"));
        drop((silent, slow));
        let many: Vec<TcpStream> = (0..2 * MOST).filter_map(|_| TcpStream::connect(address).ok()).collect();
        assert!(site.open.load(Ordering::Relaxed) <= MOST + 1);
        drop(many);
        for _ in 0..100 {
            if page(address).contains("200 OK") {
                return;
            }
            thread::sleep(Duration::from_millis(100));
        }
        panic!("nobody is answered any more");
    }
}

//! Fetching a known file into place: whole and verified, or not at all.

use std::{
    io::{self, Read as _},
    path::Path,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use thiserror::Error;

use super::idx::{Fault, Known};
use crate::ground::files;

/// Why a file was not fetched.
#[derive(Debug, Error)]
pub enum NotFetched {
    /// The server was not reached, or answered with an error.
    #[error("{0}")]
    Refused(#[from] ureq::Error),
    /// The answer broke off.
    #[error("{0}")]
    Broken(#[from] io::Error),
    /// What came could not be written.
    #[error("{0:#}")]
    NotWritten(anyhow::Error),
    /// What came is not the known file.
    #[error("what came is not the file: {0}")]
    Wrong(#[from] Fault),
}

/// How long a silent server is waited for, at each step.
const PATIENCE: Duration = Duration::from_secs(20);

/// Fetches `known` from `url` to `path`, making the folders that are missing; shows progress on stderr if `shown`.
///
/// # Errors
///
/// If the file does not come whole, or is not the known one. Nothing is left at or beside `path` then.
pub fn fetch(known: &Known, url: &str, path: &Path, shown: bool) -> Result<(), NotFetched> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_resolve(Some(PATIENCE))
        .timeout_connect(Some(PATIENCE))
        .timeout_recv_response(Some(PATIENCE))
        .timeout_per_read(Some(PATIENCE))
        .build()
        .into();
    let answer = agent.get(url).call()?;
    let bar = bar(known, answer.body().content_length(), shown);
    let mut bytes = Vec::new();
    // Packed is never much longer than unpacked: an endless answer is cut off.
    let longest = known.unpacked_bytes() as u64 + 1024;
    let came = bar.wrap_read(answer.into_body().into_reader().take(longest)).read_to_end(&mut bytes);
    bar.finish_and_clear();
    came?;
    known.parse(bytes.as_slice())?;
    files::write_whole(path, &bytes).map_err(NotFetched::NotWritten)
}

/// A bar of bytes on a terminal, one line elsewhere, nothing if not `shown`.
fn bar(known: &Known, length: Option<u64>, shown: bool) -> ProgressBar {
    if !shown {
        return ProgressBar::hidden();
    }
    let bar = length.map_or_else(ProgressBar::no_length, ProgressBar::new).with_message(known.name);
    let style = ProgressStyle::with_template("{msg:32} {bar:32} {bytes}/{total_bytes} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    if bar.is_hidden() {
        eprintln!("  fetching {}", known.name);
    }
    bar
}

#[cfg(test)]
pub(super) mod tests {
    use super::{NotFetched, fetch};
    use crate::data::idx::{
        Fault,
        tests::{BYTES, SMALL, packed},
    };
    use std::{
        io::{BufRead as _, BufReader, Write as _},
        net::TcpListener,
        thread,
    };

    /// A server on this machine that gives `status` and `body` to every request, promising `length` bytes.
    /// Returns its address; it lives as long as the test program.
    pub(in crate::data) fn server(status: &'static str, body: Vec<u8>, length: usize) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let request = BufReader::new(stream.try_clone().unwrap());
                request.lines().find(|line| line.as_ref().is_ok_and(String::is_empty));
                let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
                stream.write_all(head.as_bytes()).unwrap();
                stream.write_all(&body).unwrap();
            }
        });
        address
    }

    /// Fetches the small file from such a server, and says how many files there are afterwards.
    fn fetched(status: &'static str, body: Vec<u8>, length: usize) -> (Result<(), NotFetched>, usize) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache/small.gz");
        let result = fetch(&SMALL, &server(status, body, length), &path, false);
        if result.is_ok() {
            assert_eq!(SMALL.read(&path, "").unwrap(), [1, 2, 3, 4, 5, 6]);
        }
        let left = std::fs::read_dir(path.parent().unwrap()).map_or(0, Iterator::count);
        (result, left)
    }

    #[test]
    fn a_good_file_is_put_in_place_alone() {
        let body = packed(&BYTES);
        let length = body.len();
        let (result, left) = fetched("200 OK", body, length);
        result.unwrap();
        assert_eq!(left, 1);
    }

    #[test]
    fn an_answer_that_breaks_off_leaves_nothing() {
        let body = packed(&BYTES);
        let length = body.len();
        let (result, left) = fetched("200 OK", body[..length - 10].to_vec(), length);
        assert!(matches!(result, Err(NotFetched::Broken(_))), "{result:?}");
        assert_eq!(left, 0);
    }

    #[test]
    fn a_file_cut_short_on_the_server_leaves_nothing() {
        let body = packed(&BYTES);
        let length = body.len() - 10;
        let (result, left) = fetched("200 OK", body[..length].to_vec(), length);
        assert!(matches!(result, Err(NotFetched::Wrong(Fault::Unreadable(_)))), "{result:?}");
        assert_eq!(left, 0);
    }

    #[test]
    fn a_file_with_another_sum_leaves_nothing() {
        let mut altered = BYTES;
        altered[17] = 9;
        let body = packed(&altered);
        let length = body.len();
        let (result, left) = fetched("200 OK", body, length);
        assert!(matches!(result, Err(NotFetched::Wrong(Fault::Sum { .. }))), "{result:?}");
        assert_eq!(left, 0);
    }

    #[test]
    fn a_file_that_is_not_there_leaves_nothing_and_says_so() {
        let (result, left) = fetched("404 Not Found", Vec::new(), 0);
        assert!(result.unwrap_err().to_string().contains("404"));
        assert_eq!(left, 0);
    }
}

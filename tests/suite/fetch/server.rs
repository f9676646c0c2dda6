//! A server on loopback that answers well and badly, and remembers what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A server, which runs until the tests end.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

/// How a request is answered: the path and query, and where to write.
pub type Answer = fn(&str, &mut TcpStream) -> std::io::Result<()>;

impl Server {
    /// Starts a server that answers with `answer`.
    pub fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let heard = heard.clone();
                thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
                    let Some(request) = request(&mut stream) else { return };
                    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
                    heard.lock().unwrap().push(request);
                    // The other side may close the connection whenever it likes.
                    let _ = answer(&path, &mut stream);
                });
            }
        });
        Self { address, asked }
    }

    /// The address of `path` here.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// All requests with their headers, in their order.
    pub fn requests(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// How often `path` was asked for.
    pub fn count(&self, path: &str) -> usize {
        let start = format!("GET /{path} HTTP/1.1\r\n");
        self.requests().iter().filter(|request| request.starts_with(&start)).count()
    }
}

/// Reads the header of a request.
fn request(stream: &mut TcpStream) -> Option<String> {
    let (mut read, mut byte) = (Vec::new(), [0]);
    while !read.ends_with(b"\r\n\r\n") && read.len() < 20_000 {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        read.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&read).into_owned())
}

/// Sends a whole answer.
pub fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(body)
}

/// Sends `text` and `body` as they are.
pub fn raw(stream: &mut TcpStream, text: &str, body: &[u8]) -> std::io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.write_all(body)
}

/// Sends a redirect to `location`.
pub fn redirect(stream: &mut TcpStream, status: &str, location: &str) -> std::io::Result<()> {
    send(stream, status, &format!("Location: {location}\r\nSet-Cookie: a=b\r\n"), b"")
}

/// Sends `content` in chunks of HTTP.
pub fn chunked(stream: &mut TcpStream, content: &[u8], whole: bool) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")?;
    for part in content.chunks(100) {
        write!(stream, "{:x}\r\n", part.len())?;
        stream.write_all(part)?;
        stream.write_all(b"\r\n")?;
    }
    if whole { stream.write_all(b"0\r\n\r\n") } else { Ok(()) }
}

/// Sends `piece` again and again, with `pause` between, for at most ten seconds.
pub fn drip(stream: &mut TcpStream, start: &str, piece: &[u8], pause: Duration) -> std::io::Result<()> {
    stream.write_all(start.as_bytes())?;
    let begun = std::time::Instant::now();
    while begun.elapsed() < Duration::from_secs(10) {
        stream.write_all(piece)?;
        stream.flush()?;
        thread::sleep(pause);
    }
    Ok(())
}

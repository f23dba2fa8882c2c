//! A port, and the connections that come to it.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

use super::limits::CONNECTIONS;
use super::live::Live;
use super::request;

/// The usual port.
pub const PORT: u16 = 4040;

/// How many ports after the usual one are tried.
const TRIES: u16 = 50;

/// How long a request's head may take to come, and a connection may stay without one.
const HEAD: Duration = Duration::from_secs(5);

/// How long a reader may read nothing of an answer before it is given up.
const STALLED: Duration = Duration::from_secs(30);

/// The longest head of a request, in bytes.
const LONGEST_HEAD: usize = 32 << 10;

/// The pauses after a connection could not be taken, as where no more files may be open: from the first to the longest.
const PAUSES: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// Said where there are too many connections.
const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 1\r\nConnection: close\r\n\
    Content-Length: 40\r\n\r\nthe preview holds too many connections\r\n";

/// Takes a port: that one, or the first free one from the usual.
pub async fn bind(host: IpAddr, port: Option<u16>) -> Result<TcpListener, String> {
    let ports = port.map_or(PORT..=PORT + TRIES, |port| port..=port);
    let mut last = String::new();
    for port in ports {
        match TcpListener::bind(SocketAddr::new(host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) => last = format!("cannot listen at {}: {error}", SocketAddr::new(host, port)),
        }
        if port == u16::MAX {
            break;
        }
    }
    Err(format!("{last}; choose another with --port"))
}

/// Answers until Ctrl-C.
pub async fn serve(listener: TcpListener, live: Arc<Live>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut pause = PAUSES.0;
    let mut stop = pin!(stopped());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => return,
        };
        match accepted {
            Ok((stream, _)) => {
                pause = PAUSES.0;
                match Arc::clone(&places).try_acquire_owned() {
                    Ok(place) => drop(tokio::spawn(converse(stream, Arc::clone(&live), place))),
                    // It is told at once, or not at all: nobody waits for it.
                    Err(_) => drop(stream.try_write(BUSY)),
                }
            }
            // Some end by themselves, and Ctrl-C is heard meanwhile.
            Err(_) => {
                tokio::select! {
                    () = tokio::time::sleep(pause) => {}
                    () = &mut stop => return,
                }
                pause = (pause * 2).min(PAUSES.1);
            }
        }
    }
}

/// Answers the requests of a connection.
async fn converse(stream: TcpStream, live: Arc<Live>, _place: OwnedSemaphorePermit) {
    let service = service_fn(move |request| {
        let live = Arc::clone(&live);
        async move { Ok::<_, Infallible>(request::answer(request, live).await) }
    });
    let mut stream = Box::pin(TimeoutStream::new(stream));
    stream.as_mut().set_write_timeout_pinned(Some(STALLED));
    // A reader who went away is no error.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(LONGEST_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

#[cfg(unix)]
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated: io::Result<_> = signal(SignalKind::terminate());
    match terminated {
        Ok(mut terminated) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminated.recv() => {}
        },
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}

#[cfg(not(unix))]
async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}

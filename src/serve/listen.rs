//! A port, and the connections that come to it.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::answer;
use super::live::Live;

/// The usual port.
const PORT: u16 = 4040;

/// How many ports after the usual one are tried.
const TRIES: u16 = 50;

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
    let mut stop = std::pin::pin!(stopped());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => return,
        };
        // A connection that is gone before it was taken, or too many of them: the next may do.
        let Ok((stream, _)) = accepted else {
            tokio::task::yield_now().await;
            continue;
        };
        let live = Arc::clone(&live);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let live = Arc::clone(&live);
                async move { Ok::<_, Infallible>(answer::answer(request, live).await) }
            });
            // A reader who went away is no error.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
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

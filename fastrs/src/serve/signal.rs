//! The signals that ask a program to stop.

use std::future::Future;

use tokio::sync::oneshot;

/// What `serve` gives, which is handed what is done at the first signal; `None` if a second one comes before it has ended.
pub(crate) async fn unless_twice<S: Future, R: Future>(
    signal: impl Fn() -> S,
    serve: impl FnOnce(oneshot::Receiver<()>) -> R,
) -> Option<R::Output> {
    let (stop, stopped) = oneshot::channel();
    let twice = async {
        signal().await;
        let _ = stop.send(());
        signal().await;
    };
    tokio::select! {
        output = serve(stopped) => Some(output),
        () = async { _ = twice.await } => None,
    }
}

/// Done at SIGINT or SIGTERM (elsewhere than on Unix: at Ctrl-C).
pub(crate) async fn shutdown_signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = tokio::signal::ctrl_c() => {}
                }
            }
            Err(_) => _ = tokio::signal::ctrl_c().await,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::Notify;

    use super::*;

    #[tokio::test]
    async fn the_second_signal_does_not_wait() {
        for (signals, expected) in [(1, Some("ended")), (2, None)] {
            let (signal, begun) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            let (sent, seen) = (signal.clone(), begun.clone());
            tokio::spawn(async move {
                for _ in 0..signals {
                    sent.notify_one();
                    seen.notified().await;
                }
            });
            let serve = |stop: oneshot::Receiver<()>| {
                let begun = begun.clone();
                async move {
                    stop.await.unwrap();
                    begun.notify_one();
                    if signals == 2 {
                        std::future::pending::<()>().await;
                    }
                    "ended"
                }
            };
            assert_eq!(unless_twice(|| signal.notified(), serve).await, expected);
        }
    }
}

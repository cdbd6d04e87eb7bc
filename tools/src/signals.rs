//! What asks the command to stop.

use std::io;

pub use system::{CtrlC, ctrl_c};

#[cfg(unix)]
mod system {
    use std::io;

    pub use tokio::signal::unix::Signal as CtrlC;
    use tokio::signal::unix::{SignalKind, signal};

    /// SIGINT, from now on.
    pub fn ctrl_c() -> io::Result<CtrlC> {
        signal(SignalKind::interrupt())
    }

    pub struct Others(CtrlC);

    impl Others {
        pub fn new() -> io::Result<Self> {
            signal(SignalKind::terminate()).map(Self)
        }

        pub async fn next(&mut self) {
            self.0.recv().await;
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;

    use tokio::signal::windows::{CtrlBreak, CtrlClose, ctrl_break, ctrl_close};
    pub use tokio::signal::windows::{CtrlC, ctrl_c};

    pub struct Others(CtrlBreak, CtrlClose);

    impl Others {
        pub fn new() -> io::Result<Self> {
            Ok(Self(ctrl_break()?, ctrl_close()?))
        }

        pub async fn next(&mut self) {
            tokio::select! {
                _ = self.0.recv() => {}
                _ = self.1.recv() => {}
            }
        }
    }
}

/// Ctrl-C (SIGINT) and SIGTERM, from the beginning on; on Windows Ctrl-C, Ctrl-Break and the end of the console.
pub struct Interrupts {
    ctrl_c: CtrlC,
    others: system::Others,
    /// How many came.
    count: u32,
}

impl Interrupts {
    pub fn new() -> io::Result<Self> {
        Ok(Self { ctrl_c: ctrl_c()?, others: system::Others::new()?, count: 0 })
    }

    pub const fn count(&self) -> u32 {
        self.count
    }

    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.ctrl_c.recv() => {}
            () = self.others.next() => {}
        }
        self.count += 1;
    }

    /// Until it is done, or so many have come in all.
    pub async fn unless<T>(&mut self, count: u32, done: impl Future<Output = T>) {
        tokio::pin!(done);
        while self.count < count {
            tokio::select! {
                _ = &mut done => return,
                () = self.next() => {}
            }
        }
    }
}

//! A message centre that runs beside a test.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

use tempfile::TempDir;

use crate::run::command;

pub struct Simulator {
    child: Option<Child>,
    pub address: String,
    /// A directory that goes when the simulator goes.
    pub directory: TempDir,
}

/// How a simulator ended, and what it wrote.
pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Simulator {
    pub fn start(args: &[&str]) -> Self {
        let directory = TempDir::new().expect("a directory");
        let port_file = directory.path().join("port");
        let fixed = ["simulate", "--listen", "127.0.0.1:0", "--port-file"];
        let mut command = command(&fixed);
        let (out, err) = (directory.path().join("out"), directory.path().join("err"));
        let file = |path: &PathBuf| Stdio::from(fs::File::create(path).expect("a file"));
        let child = command.arg(&port_file).args(args).stdout(file(&out)).stderr(file(&err)).spawn();
        let mut simulator =
            Self { child: Some(child.expect("the simulator starts")), address: String::new(), directory };
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            if let Ok(port) = fs::read_to_string(&port_file) {
                simulator.address = format!("127.0.0.1:{}", port.trim());
                return simulator;
            }
            assert!(
                Instant::now() < deadline,
                "it listens: {}",
                fs::read_to_string(&err).unwrap_or_default()
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    pub fn stdin(&mut self) -> std::process::ChildStdin {
        self.child.as_mut().and_then(|child| child.stdin.take()).expect("its input is ours, once")
    }

    /// Sends it a signal, and waits until it has ended.
    pub fn stop(mut self, signal: &str) -> Ended {
        let mut child = self.child.take().expect("it is there until it is stopped");
        let kill = Command::new("kill").arg(format!("-{signal}")).arg(child.id().to_string()).status();
        assert!(kill.expect("kill starts").success());
        let deadline = Instant::now() + Duration::from_secs(10);
        let status = loop {
            if let Some(status) = child.try_wait().expect("it can be waited for") {
                break status;
            }
            if Instant::now() > deadline {
                let _ = child.kill();
                panic!("it did not end on SIG{signal}");
            }
            thread::sleep(Duration::from_millis(10));
        };
        let read = |name| {
            let mut text = String::new();
            let file = fs::File::open(self.directory.path().join(name));
            file.expect("a file").read_to_string(&mut text).expect("UTF-8");
            text
        };
        Ended { status: status.code(), out: read("out"), err: read("err") }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

//! The programs of `examples`, against each other: as they should be used, and as they should not.

mod support;

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use smppkit::{BindTransmitter, Body, CommandId, CommandStatus, SubmitSm, encode};

use support::{Build, succeed, valgrind};

fn sanitized(name: &str) -> Command {
    Build::new("gcc", format!("examples/{name}")).sanitized().command()
}

fn checked_by_valgrind(name: &str) -> Command {
    valgrind(&Build::new("gcc", format!("examples/{name}")).program())
}

/// The message centre, running. It is stopped in good order at the end.
struct Mc {
    child: Child,
    port: u16,
}

impl Mc {
    fn start(command: Command, arguments: &[&str]) -> Self {
        Self::start_on(0, command, arguments)
    }

    fn start_on(port: u16, mut command: Command, arguments: &[&str]) -> Self {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let file =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("port-{}-{number}", std::process::id()));
        let _ = fs::remove_file(&file);
        command.args(["--account", "test:secret", "--receipt-delay", "50", "--port", &port.to_string()]);
        command.arg("--port-file").arg(&file).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("the message centre starts");
        let mut mc = Self { child, port: 0 };
        mc.port = mc.wait_for(&file);
        mc
    }

    fn wait_for(&mut self, file: &PathBuf) -> u16 {
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            // The number ends with the line.
            if let Ok(text) = fs::read_to_string(file)
                && let Some(port) = text.strip_suffix('\n')
            {
                return port.parse().expect("a port");
            }
            assert!(self.child.try_wait().expect("its state").is_none(), "the message centre ended");
            assert!(Instant::now() < until, "the message centre does not listen");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until an ESME is bound, and has done something for a second.
    fn wait_for_a_bind(&mut self) {
        let mut said = BufReader::new(self.child.stderr.take().expect("what it says"));
        let mut line = String::new();
        while !line.contains("bound:") {
            line.clear();
            assert!(said.read_line(&mut line).expect("a line") > 0, "the message centre ended");
        }
        self.child.stderr = Some(said.into_inner());
        thread::sleep(Duration::from_secs(1));
    }

    fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// What it did, once it has ended; and that it found nothing wrong with itself.
    fn stop(self) -> Vec<u32> {
        succeed(Command::new("kill").arg(self.child.id().to_string()));
        let output = self.child.wait_with_output().expect("it ends");
        let [out, err] =
            [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
        assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
        numbers(&out)
    }

    fn kill(mut self) {
        self.child.kill().expect("it is there");
        self.child.wait().expect("it ends");
    }
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<u32> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

fn esme(mut command: Command, port: u16, arguments: &[&str]) -> Command {
    command.args([
        "--server",
        &format!("127.0.0.1:{port}"),
        "--account",
        "test:secret",
        "--to",
        "+447700900123",
    ]);
    command.args(arguments);
    command
}

/// The last line of what an ESME says: messages, parts, accepted, delivered, failed.
fn sent(output: &Output) -> Vec<u32> {
    numbers(String::from_utf8_lossy(&output.stdout).lines().last().expect("a line"))
}

const LONG: &str =
    "Привет, мир! Это сообщение длиннее одной части, потому что в ней помещается только семьдесят знаков 👋";

#[test]
fn texts_and_receipts() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let esme = |arguments: &[&str]| sent(&succeed(&mut esme(sanitized("esme_poll.c"), mc.port, arguments)));
    assert_eq!(esme(&["--receipt", "Hello"]), [1, 1, 1, 1, 0]);
    assert_eq!(esme(&["--receipt", "--count", "1000", "--window", "100", LONG]), [1000, 2000, 2000, 2000, 0]);
    assert_eq!(
        esme(&["--count", "5000", "--rate", "1000000", "--from", "MyShop", "Hello"]),
        [5000, 5000, 5000, 0, 0]
    );
    assert_eq!(mc.stop()[0], 7001);
}

#[test]
fn nothing_leaks() {
    let mc = Mc::start(checked_by_valgrind("mc_epoll.c"), &["--verbose"]);
    let esme = &mut esme(
        checked_by_valgrind("esme_poll.c"),
        mc.port,
        &["--receipt", "--count", "20", "--verbose", LONG],
    );
    assert_eq!(sent(&succeed(esme)), [20, 40, 40, 40, 0]);
    assert_eq!(mc.stop()[0], 40);
    succeed(&mut checked_by_valgrind("drop_in.c"));
}

#[test]
fn drop_in() {
    let output = succeed(&mut sanitized("drop_in.c"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "to 447700900123: Hello\naccepted as \"1\"\n");
}

#[test]
fn an_esme_in_cpp() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let port = mc.port.to_string();
    let esme = |password: &str| {
        let mut command = Build::new("g++", "examples/esme.cpp").sanitized().command();
        command
            .args(["127.0.0.1", &port, "test", password, "447700900123", "Hello"])
            .output()
            .expect("it runs")
    };
    let output = esme("secret");
    assert!(output.status.success() && output.stdout.starts_with(b"accepted as"), "{output:?}");
    let output = esme("wrong");
    assert!(output.status.code() == Some(1) && output.stderr.starts_with(b"esme: "), "{output:?}");
    assert_eq!(mc.stop()[0], 1);
}

#[test]
fn who_may_not_bind_is_told() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let output = esme(sanitized("esme_poll.c"), mc.port, &["--account", "test:wrong", "Hello"])
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("the bind was refused"));
    assert_eq!(mc.stop()[0], 0);
}

#[test]
fn an_esme_slows_down_when_it_is_throttled() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &["--throttle", "200"]);
    let esme = &mut esme(sanitized("esme_poll.c"), mc.port, &["--count", "500", "--rate", "1000", "Hello"]);
    assert_eq!(sent(&succeed(esme)), [500, 500, 500, 0, 0]);
    let done = mc.stop();
    assert!(done[0] == 500 && done[1] > 0, "{done:?}");
}

#[test]
fn a_message_centre_that_is_killed_comes_back() {
    let mut mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let port = mc.port;
    let arguments = ["--count", "3000", "--rate", "1000", "--window", "50", "Hello"];
    let mut esme = esme(sanitized("esme_poll.c"), port, &arguments);
    let esme = thread::spawn(move || sent(&succeed(&mut esme)));
    mc.wait_for_a_bind();
    mc.kill();
    let mc = Mc::start_on(port, sanitized("mc_epoll.c"), &[]);
    assert_eq!(esme.join().expect("the ESME"), [3000, 3000, 3000, 0, 0]);
    let accepted = mc.stop()[0];
    assert!((1..3000).contains(&accepted), "{accepted} of 3000 after it came back");
}

#[test]
fn an_esme_that_is_killed_leaves_its_receipts_to_the_next() {
    let mut mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let mut killed = esme(
        sanitized("esme_poll.c"),
        mc.port,
        &["--count", "100000", "--rate", "2000", "--receipt", "Hello"],
    );
    let mut killed = killed.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    mc.wait_for_a_bind();
    killed.kill().expect("it is there");
    killed.wait().expect("it ends");
    let next = &mut esme(sanitized("esme_poll.c"), mc.port, &["--count", "100", "--receipt", LONG]);
    assert_eq!(sent(&succeed(next)), [100, 200, 200, 200, 0]);
    let [accepted, _, _, _, delivered, given_up] = mc.stop()[..] else { panic!("other numbers") };
    // Those that were under way when it was killed wait for their second attempt.
    assert!(given_up == 0 && delivered <= accepted && delivered >= 200, "{delivered} of {accepted}");
}

/// What no peer should send.
fn rubbish() -> Vec<Vec<u8>> {
    let mut rubbish = vec![
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        vec![0; 64],
        vec![0xFF; 100_000],
        // A header that announces more than is accepted, and one that announces less than itself.
        [0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1].to_vec(),
        [0, 0, 0, 15, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1].to_vec(),
    ];
    // PDUs with arbitrary bodies, of each kind.
    let mut random = 1_u64;
    for command_id in (1..=9).chain([0x15, 0x21, 0x102, 0x103, 0x8000_0000, 0x8000_0004, 0x8000_0005, 77]) {
        let mut stream = vec![];
        for sequence_number in 0_u32..50 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let body = random.to_le_bytes().repeat((random >> 60) as usize);
            stream.extend((16 + body.len() as u32).to_be_bytes());
            stream.extend([command_id, 0, sequence_number].map(u32::to_be_bytes).concat());
            stream.extend(body);
        }
        rubbish.push(stream);
    }
    rubbish
}

#[test]
fn rubbish_on_the_port() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    // Connections that say nothing stay open beside all else.
    let silent = (0..50).map(|_| TcpStream::connect(mc.address()).expect("a connection")).collect::<Vec<_>>();
    for octets in rubbish() {
        let mut stream = TcpStream::connect(mc.address()).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_millis(200))).expect("a timeout");
        let _ = stream.write_all(&octets);
        let _ = stream.read(&mut [0; 1000]);
    }
    let esme = &mut esme(sanitized("esme_poll.c"), mc.port, &["--count", "100", "--receipt", "Hello"]);
    assert_eq!(sent(&succeed(esme)), [100, 100, 100, 100, 0]);
    // Who does not bind is sent away.
    for mut stream in silent {
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        assert_eq!(stream.read(&mut [0; 100]).expect("the end of the connection"), 0);
    }
    assert_eq!(mc.stop()[0], 100);
}

/// A PDU on the wire.
fn frame(sequence_number: u32, body: &impl Body) -> Vec<u8> {
    let mut frame = vec![0; 1000];
    let len = encode(CommandStatus::ESME_ROK, sequence_number, body, &mut frame).expect("it can be encoded");
    frame.truncate(len);
    frame
}

#[test]
fn a_peer_that_does_not_read() {
    let mc = Mc::start(sanitized("mc_epoll.c"), &[]);
    let mut stream = TcpStream::connect(mc.address()).expect("a connection");
    let bind = BindTransmitter { system_id: "test".into(), password: "secret".into(), ..Default::default() };
    stream.write_all(&frame(1, &bind)).expect("it is taken");
    let message = SubmitSm { destination_addr: "447700900123".into(), ..Default::default() };
    stream.set_write_timeout(Some(Duration::from_secs(1))).expect("a timeout");
    let mut octets = vec![];
    for sequence_number in 2..500_000 {
        octets.extend(frame(sequence_number, &message));
    }
    let mut taken = 0;
    loop {
        match stream.write(&octets[taken..]) {
            Ok(len) => taken += len,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break,
            Err(error) => panic!("{error} after {taken} octets"),
        }
        assert!(taken < octets.len(), "whatever is sent is taken");
    }
    // Others do not notice.
    let esme = &mut esme(sanitized("esme_poll.c"), mc.port, &["--count", "100", "--receipt", "Hello"]);
    assert_eq!(sent(&succeed(esme)), [100, 100, 100, 100, 0]);
    // What it sent is answered as soon as it reads; the last may be cut off.
    let whole = taken / frame(2, &message).len();
    for sequence_number in 1..=whole as u32 + 1 {
        let mut header = [0; 16];
        stream.read_exact(&mut header).expect("an answer");
        let [length, id, status, number] =
            [0, 4, 8, 12].map(|at| u32::from_be_bytes(header[at..at + 4].try_into().expect("four octets")));
        assert!(CommandId(id).is_response() && status == 0);
        assert_eq!(number, sequence_number);
        let mut body = vec![0; length as usize - 16];
        stream.read_exact(&mut body).expect("its body");
    }
    assert_eq!(mc.stop()[0], 100 + whole as u32);
}

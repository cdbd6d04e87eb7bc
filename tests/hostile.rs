//! Peers that are slow, silent, deaf or in a hurry, many of them at once, over sockets: what they cost a server or a client of
//! `smppkit-tokio` in memory, which has a limit with a name for each. What happens to one such peer is in
//! `io-tokio/tests/io`; here a program of its own is measured from outside.
//!
//! Time is not measured, and no test fails since it was slow.

use std::io::{BufRead, BufReader};
use std::mem;
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use smppkit::buffered::PduBuf;
use smppkit::values::{EsmClass, InterfaceVersion};
use smppkit::{BindTransceiver, BindTransceiverResp, Body, CommandId, CommandStatus, DeliverSm, SubmitSm};
use smppkit_conformance::soak::memory_of;
use smppkit_tokio::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Kilobytes that a connection costs which has said nothing.
const SILENT_CONNECTION_LIMIT: u64 = 16;
/// Kilobytes that a connection costs which says a bind for ever.
const SLOW_CONNECTION_LIMIT: u64 = 16;
/// Kilobytes that a connection costs which submits for ever and reads nothing.
const DEAF_CONNECTION_LIMIT: u64 = 512;
/// Kilobytes that a client costs to which receipts come that it does not take.
const STORM_LIMIT: u64 = 2048;

const SECOND: Duration = Duration::from_secs(1);

/// Fails the test instead of letting it hang; nothing depends on how long it is.
async fn at_last<F: Future>(what: F) -> F::Output {
    timeout(300 * SECOND, what).await.expect("this should have ended long ago")
}

/// A program of `soak-endpoint`, in a process of its own. It ends with this.
struct Program {
    child: Child,
    stdin: Option<ChildStdin>,
    port: u16,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soak-endpoint"));
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let stdin = child.stdin.take();
        let mut told = BufReader::new(child.stdout.take().expect("its output"));
        let mut port = 0;
        if arguments[0] == "server" {
            let mut line = String::new();
            told.read_line(&mut line).expect("a line");
            let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            port = line["listening"].as_u64().expect("a port") as u16;
        }
        // What it tells must not hold it up.
        thread::spawn(move || told.lines().for_each(drop));
        Self { child, stdin, port }
    }

    fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.port).into()
    }

    /// Kilobytes, now or at their most.
    fn memory(&self, figure: &str) -> u64 {
        memory_of(self.child.id(), figure).expect("a figure")
    }

    fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.child.id())).expect("its descriptors").count()
    }

    /// An application that does what it should is served as ever.
    async fn serves_others(&self) {
        let client = Client::new(self.address().to_string()).transceiver("app", "secret");
        let (link, _) = at_last(client.connect()).await.expect("it is let in");
        for number in 0..100 {
            let text = format!("{number} {}", "x".repeat(number * 37 % 120));
            let response = at_last(link.request(&submit(&text))).await.expect("a response");
            assert_eq!(response.is_ok(), number % 50 != 49);
        }
        at_last(link.unbind(5 * SECOND)).await;
    }

    /// It ends in good order.
    fn end(mut self) {
        self.stdin = None;
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended, or the test has failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn frame<B: Body>(sequence_number: u32, body: &B) -> Vec<u8> {
    PduBuf::encode(CommandStatus::ESME_ROK, sequence_number, body).expect("it is in order").into_bytes()
}

fn submit(text: &str) -> SubmitSm<'_> {
    SubmitSm { destination_addr: "447700900123".into(), short_message: text.into(), ..Default::default() }
}

fn bind() -> Vec<u8> {
    let bind = BindTransceiver {
        system_id: "a-long-name-for".into(),
        password: "secret".into(),
        system_type: "slow-loris".into(),
        interface_version: InterfaceVersion::V3_4,
        address_range: "4477009001234477009001234477009001234477".into(),
        ..Default::default()
    };
    frame(1, &bind)
}

/// Reads a PDU.
async fn read(stream: &mut TcpStream) -> PduBuf {
    let mut frame = vec![0; 16];
    stream.read_exact(&mut frame).await.expect("a header");
    let length = u32::from_be_bytes([frame[0], frame[1], frame[2], frame[3]]);
    frame.resize(length as usize, 0);
    stream.read_exact(&mut frame[16..]).await.expect("a body");
    PduBuf::new(frame).expect("a PDU")
}

/// Reads until the connection is over.
async fn over(mut stream: TcpStream) {
    let mut octets = [0; 4096];
    while stream.read(&mut octets).await.is_ok_and(|len| len > 0) {}
}

/// Lets this process, and those that it starts, have so many descriptors.
fn allow_descriptors(count: u64) {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= count) {
        return;
    }
    let maximum = maximum.map(|maximum| maximum.max(count));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(count), maximum });
    raised.unwrap_or_else(|error| panic!("{count} descriptors are needed (ulimit -n): {error}"));
}

#[tokio::test]
async fn ten_thousand_connections_that_say_nothing() {
    const SILENT: usize = 10_000;
    allow_descriptors(SILENT as u64 + 200);
    // All are to be there at once, however long it takes to make them.
    for session_init in [10, 60, 240] {
        let arguments = ["--session-init", &session_init.to_string(), "--max-connections", "20000"];
        let server = Program::start(&[&["server", "1"], &arguments[..]].concat());
        server.serves_others().await;
        let before = server.memory("VmRSS");
        let mut silent = JoinSet::new();
        for _ in 0..SILENT {
            let stream = at_last(TcpStream::connect(server.address())).await.expect("a connection");
            silent.spawn(over(stream));
        }
        server.serves_others().await;
        let there = server.descriptors() >= SILENT && silent.try_join_next().is_none();
        let peak = server.memory("VmHWM");
        // Each is closed by session_init.
        at_last(async { while silent.join_next().await.is_some() {} }).await;
        server.serves_others().await;
        if !there {
            continue;
        }
        let each = (peak - before) as f64 / SILENT as f64;
        println!("a connection that says nothing costs {each:.1} kB");
        assert!(peak - before <= SILENT_CONNECTION_LIMIT * SILENT as u64, "{each:.1} kB each");
        return server.end();
    }
    panic!("10,000 connections could not be made within four minutes");
}

#[tokio::test]
async fn peers_that_say_a_bind_an_octet_at_a_time() {
    const SLOW: usize = 1000;
    allow_descriptors(SLOW as u64 + 200);
    let server = Program::start(&["server", "1", "--session-init", "3"]);
    server.serves_others().await;
    let before = server.memory("VmRSS");
    let mut slow = JoinSet::new();
    for _ in 0..SLOW {
        let stream = at_last(TcpStream::connect(server.address())).await.expect("a connection");
        slow.spawn(async move {
            let (mut reads, mut writes) = stream.into_split();
            let write = async {
                for octet in bind() {
                    if writes.write_all(&[octet]).await.is_err() {
                        std::future::pending::<()>().await;
                    }
                    sleep(SECOND / 10).await;
                }
                panic!("a bind was said to its end");
            };
            // It is closed while it still speaks.
            let mut nothing = [0; 16];
            tokio::select! {
                () = write => {}
                _ = reads.read(&mut nothing) => {}
            }
        });
    }
    server.serves_others().await;
    at_last(async {
        while let Some(ended) = slow.join_next().await {
            ended.expect("it is closed");
        }
    })
    .await;
    let each = (server.memory("VmHWM") - before) as f64 / SLOW as f64;
    println!("a connection that says a bind for ever costs {each:.1} kB");
    assert!(each <= SLOW_CONNECTION_LIMIT as f64, "{each:.1} kB each");
    server.serves_others().await;
    server.end();
}

#[tokio::test]
async fn applications_that_submit_for_ever_and_read_nothing() {
    const DEAF: usize = 16;
    // It delivers to them, too.
    let server = Program::start(&["server", "1000000"]);
    server.serves_others().await;
    let before = server.memory("VmRSS");
    let mut deaf = JoinSet::new();
    for _ in 0..DEAF {
        let socket = TcpSocket::new_v4().expect("a socket");
        // What the operating system keeps for it is not ours to limit.
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let mut stream = at_last(socket.connect(server.address())).await.expect("a connection");
        deaf.spawn(async move {
            stream.write_all(&bind()).await.expect("it is taken");
            let text = format!("1 {}", "x".repeat(37));
            let mut taken = 0_u64;
            for number in 2.. {
                if stream.write_all(&frame(number, &submit(&text))).await.is_err() {
                    break;
                }
                taken += 1;
            }
            taken
        });
    }
    server.serves_others().await;
    // The server stops reading, and then closes each of them, since nobody answers its enquire_link.
    let taken: u64 = at_last(deaf.join_all()).await.into_iter().sum();
    let each = (server.memory("VmHWM") - before) as f64 / DEAF as f64;
    println!(
        "an application that reads nothing costs {each:.1} kB; {} messages of each were taken",
        taken / DEAF as u64
    );
    assert!(each <= DEAF_CONNECTION_LIMIT as f64, "{each:.1} kB each");
    server.serves_others().await;
    server.end();
}

/// A message centre that a client has bound to, played by the test.
async fn storm_center(arguments: &[&str]) -> (Program, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("its number").port().to_string();
    let client = Program::start(&[&["idle", &port], arguments].concat());
    let (mut stream, _) = at_last(listener.accept()).await.expect("a connection");
    let request = at_last(read(&mut stream)).await;
    let number = request.header().sequence_number;
    stream.write_all(&frame(number, &BindTransceiverResp::default())).await.expect("it is taken");
    (client, stream)
}

fn receipt(number: u32) -> Vec<u8> {
    let text = format!(
        "id:{number} sub:001 dlvrd:001 submit date:2611260000 done date:2611260000 stat:DELIVRD err:000"
    );
    let deliver = DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        source_addr: "447700900123".into(),
        short_message: text.as_str().into(),
        ..Default::default()
    };
    frame(number, &deliver)
}

#[tokio::test]
async fn a_storm_of_receipts_at_a_client_that_does_not_take_them() {
    let (client, mut stream) = storm_center(&[]).await;
    let before = client.memory("VmRSS");
    // The client stops reading: at some time nothing more is taken.
    let mut taken = 0;
    for number in 1.. {
        assert!(number < 10_000_000, "it is read for ever");
        if timeout(2 * SECOND, stream.write_all(&receipt(number))).await.is_err() {
            break;
        }
        taken = number;
    }
    let grown = client.memory("VmHWM") - before;
    println!("a storm that is not taken costs {grown} kB; {taken} receipts went out");
    assert!(grown <= STORM_LIMIT, "{grown} kB");
    drop(stream);
    client.end();
}

#[tokio::test]
async fn a_storm_of_receipts_at_a_client_that_refuses_them() {
    const RECEIPTS: u32 = 200_000;
    let (client, stream) = storm_center(&["--refuse"]).await;
    let before = client.memory("VmRSS");
    let (mut reads, mut writes) = stream.into_split();
    let write = async {
        for number in 1..=RECEIPTS {
            writes.write_all(&receipt(number)).await.expect("it is taken");
        }
    };
    let read = async {
        // A refusal of each receipt, in whatever order, enquire_links between them.
        let mut is_refused = vec![false; RECEIPTS as usize + 1];
        let mut left = RECEIPTS;
        let mut header = [0; 16];
        while left > 0 {
            reads.read_exact(&mut header).await.expect("an answer");
            let field = |at| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
            if field(4) == CommandId::ENQUIRE_LINK.0 {
                continue;
            }
            assert_eq!((field(0), field(4)), (16, CommandId::DELIVER_SM_RESP.0));
            assert_eq!(field(8), CommandStatus::ESME_RX_T_APPN.0);
            assert!(
                !mem::replace(&mut is_refused[field(12) as usize], true),
                "{} was refused twice",
                field(12)
            );
            left -= 1;
        }
    };
    at_last(async { tokio::join!(write, read) }).await;
    let grown = client.memory("VmHWM") - before;
    println!("a storm that is refused costs {grown} kB");
    assert!(grown <= STORM_LIMIT, "{grown} kB");
    client.end();
}

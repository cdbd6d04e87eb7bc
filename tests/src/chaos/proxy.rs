//! The proxy itself: it accepts connections, and passes their octets on as the script has it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::script::{Course, Opening, Script, Settings, Trouble};
use super::{Counts, Step};

/// What was done to which octet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Event {
    /// Of which connection, from 0.
    pub connection: u64,
    /// In which direction.
    pub from: &'static str,
    /// How many octets of it had passed.
    pub at: u64,
    /// What: one of [`Trouble::NAMES`], or `duplicate`.
    pub what: &'static str,
}

/// Is told what happens.
pub type Log = Arc<dyn Fn(Event) + Send + Sync>;

/// A proxy that listens. When it is dropped, all its connections end.
pub struct Proxy {
    local_addr: SocketAddr,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("local_addr", &self.local_addr).finish_non_exhaustive()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Proxy {
    /// Listens, and connects to `server` for each client that connects. Must be called within a tokio runtime.
    ///
    /// # Errors
    ///
    /// If it cannot listen there.
    pub async fn start(
        listen: &str,
        server: String,
        settings: Settings,
        log: Option<Log>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let local_addr = listener.local_addr()?;
        let counts = Arc::new(Counts::default());
        let shared = Arc::new(Shared { server, settings, log, counts: counts.clone() });
        let task = tokio::spawn(accept(listener, shared));
        Ok(Self { local_addr, counts, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// What it did so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }
}

struct Shared {
    server: String,
    settings: Settings,
    log: Option<Log>,
    counts: Arc<Counts>,
}

impl Shared {
    fn tell(&self, connection: u64, from: &'static str, at: u64, what: &'static str) {
        if let Some(log) = &self.log {
            log(Event { connection, from, at, what });
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // They end with this.
    let mut connections = JoinSet::new();
    for number in 0.. {
        let client = loop {
            match listener.accept().await {
                Ok((client, _)) => break client,
                // Out of file descriptors, most likely: some will be free again.
                Err(_) => sleep(Duration::from_millis(100)).await,
            }
        };
        shared.counts.connections.fetch_add(1, Ordering::Relaxed);
        let shared = shared.clone();
        connections.spawn(async move {
            // What breaks a connection is over with it.
            let _ = connect(number, client, &shared).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// Why a direction ended before its octets did.
enum End {
    Drawn(Trouble),
    /// A side has reset the connection, and so the other sees it.
    Broken,
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> Self {
        Self::Broken
    }
}

async fn connect(number: u64, client: TcpStream, shared: &Shared) -> io::Result<()> {
    let server = match TcpStream::connect(&shared.server).await {
        Ok(server) => server,
        Err(error) => {
            client.set_zero_linger()?;
            return Err(error);
        }
    };
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let first = First::default();
    let passing = pass_both(number, client, server, shared, &first);
    match Opening::draw(&shared.settings, number) {
        // The second connection may outlast the first.
        Some(opening) => {
            let (passed, doubled) = tokio::join!(passing, duplicate(number, opening, shared, &first));
            passed.and(doubled)
        }
        None => passing.await,
    }
}

/// How long both sides may take to close what was closed for them.
const CLOSES_WITHIN: Duration = Duration::from_secs(1);

/// Passes the octets of both sides on, until they or the script end the connection.
async fn pass_both(
    number: u64,
    mut client: TcpStream,
    mut server: TcpStream,
    shared: &Shared,
    first: &First,
) -> io::Result<()> {
    let end = {
        let (client_reads, client_writes) = client.split();
        let (server_reads, server_writes) = server.split();
        let direction = |course| Direction { number, course, shared, first, passed: 0 };
        tokio::try_join!(
            direction(Course::FromClient).pass(client_reads, server_writes),
            direction(Course::FromServer).pass(server_reads, client_writes),
        )
    };
    match end {
        Ok(_) => {}
        Err(End::Drawn(Trouble::Close)) => {
            let _ = tokio::join!(client.shutdown(), server.shutdown());
            // What is not read when a socket is closed would make it a reset.
            let over = async { tokio::join!(throw_away(&mut client), throw_away(&mut server)) };
            let _ = timeout(CLOSES_WITHIN, over).await;
        }
        Err(End::Drawn(Trouble::Silence)) => {
            tokio::join!(throw_away(&mut client), throw_away(&mut server));
        }
        Err(End::Drawn(_) | End::Broken) => {
            client.set_zero_linger()?;
            server.set_zero_linger()?;
        }
    }
    Ok(())
}

/// Reads until this side is over.
async fn throw_away(stream: &mut TcpStream) {
    let mut octets = [0; 4096];
    while stream.read(&mut octets).await.is_ok_and(|len| len > 0) {}
}

/// What a client said before it was answered.
#[derive(Default)]
struct First {
    said: Mutex<Said>,
}

#[derive(Default)]
struct Said {
    octets: Vec<u8>,
    answered: bool,
}

impl First {
    /// More than any bind.
    const LIMIT: usize = 256;

    fn add(&self, octets: &[u8]) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let room = Self::LIMIT.saturating_sub(said.octets.len());
        if !said.answered {
            said.octets.extend_from_slice(octets.get(..room).unwrap_or(octets));
        }
    }

    fn answered(&self) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).answered = true;
    }

    fn part(&self, part: f64) -> Vec<u8> {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let len = (said.octets.len() as f64 * part).round() as usize;
        said.octets.get(..len).unwrap_or_default().to_vec()
    }
}

async fn duplicate(number: u64, opening: Opening, shared: &Shared, first: &First) -> io::Result<()> {
    sleep(opening.after).await;
    let mut stream = TcpStream::connect(&shared.server).await?;
    shared.counts.duplicates.fetch_add(1, Ordering::Relaxed);
    shared.tell(number, "client", 0, "duplicate");
    stream.write_all(&first.part(opening.said)).await?;
    let _ = timeout(opening.stays, throw_away(&mut stream)).await;
    if opening.reset {
        stream.set_zero_linger()?;
    }
    Ok(())
}

/// One direction of one connection.
struct Direction<'a> {
    number: u64,
    course: Course,
    shared: &'a Shared,
    first: &'a First,
    passed: u64,
}

impl Direction<'_> {
    /// Passes on what is read until there is no more, and then ends what is written.
    async fn pass(mut self, mut reads: ReadHalf<'_>, mut writes: WriteHalf<'_>) -> Result<(), End> {
        let script = Script::new(&self.shared.settings, self.number, self.course);
        for step in script {
            self.count(step.trouble);
            match step.trouble {
                Trouble::None | Trouble::Gather(_) | Trouble::Throttle(_) => {}
                Trouble::Delay(time) | Trouble::Stall(time) => sleep(time).await,
                end => return Err(End::Drawn(end)),
            }
            if self.piece(step, &mut reads, &mut writes).await? {
                break;
            }
        }
        writes.shutdown().await?;
        Ok(())
    }

    fn count(&self, trouble: Trouble) {
        self.shared.counts.add(trouble);
        if trouble != Trouble::None {
            let from = if self.course == Course::FromClient { "client" } else { "server" };
            self.shared.tell(self.number, from, self.passed, trouble.name());
        }
    }

    /// Passes one piece on; true at the end of the octets.
    async fn piece(
        &mut self,
        step: Step,
        reads: &mut ReadHalf<'_>,
        writes: &mut WriteHalf<'_>,
    ) -> Result<bool, End> {
        let mut octets = vec![0; step.octets];
        let mut left = step.octets;
        while left > 0 {
            let room = &mut octets[..left];
            let len = match step.trouble {
                Trouble::Gather(time) => gather(reads, room, time).await?,
                _ => reads.read(room).await?,
            };
            if len == 0 {
                return Ok(true);
            }
            if let Trouble::Throttle(rate) = step.trouble {
                sleep(Duration::from_secs_f64(len as f64 / rate as f64)).await;
            }
            self.write(&octets[..len], writes).await?;
            left -= len;
        }
        Ok(false)
    }

    async fn write(&mut self, octets: &[u8], writes: &mut WriteHalf<'_>) -> Result<(), End> {
        match self.course {
            Course::FromClient => self.first.add(octets),
            _ => self.first.answered(),
        }
        self.passed += octets.len() as u64;
        self.shared.counts.octets.fetch_add(octets.len() as u64, Ordering::Relaxed);
        writes.write_all(octets).await?;
        Ok(())
    }
}

/// Reads until there is no room, no more octets, or nothing has come for so long.
async fn gather(reads: &mut ReadHalf<'_>, room: &mut [u8], time: Duration) -> io::Result<usize> {
    let mut len = reads.read(room).await?;
    while len > 0 && len < room.len() {
        let Ok(more) = timeout(time, reads.read(&mut room[len..])).await else { break };
        match more? {
            0 => break,
            more => len += more,
        }
    }
    Ok(len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    /// A proxy, a connection through it, and what it told.
    async fn through(
        settings: Settings,
    ) -> (Proxy, TcpStream, TcpStream, UnboundedReceiver<Event>, TcpListener) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (told, events) = unbounded_channel();
        let log: Log = Arc::new(move |event| {
            let _ = told.send(event);
        });
        let server = listener.local_addr().unwrap().to_string();
        let proxy = Proxy::start("127.0.0.1:0", server, settings, Some(log)).await.unwrap();
        let client = TcpStream::connect(proxy.local_addr()).await.unwrap();
        let (server, _) = listener.accept().await.unwrap();
        (proxy, client, server, events, listener)
    }

    fn octets(len: usize) -> Vec<u8> {
        (0..len).map(|at| (at % 251) as u8).collect()
    }

    async fn told(events: &mut UnboundedReceiver<Event>, what: &str) -> Event {
        loop {
            let event = timeout(Duration::from_secs(60), events.recv()).await.unwrap().unwrap();
            if event.what == what {
                return event;
            }
        }
    }

    /// How a side sees the end: what it read, and whether that was a reset.
    async fn end_of(stream: &mut TcpStream) -> (Vec<u8>, bool) {
        let mut read = Vec::new();
        let end = timeout(Duration::from_secs(60), stream.read_to_end(&mut read)).await.expect("an end");
        (read, end.is_err())
    }

    #[tokio::test]
    async fn octets_arrive_as_they_were_sent_in_both_directions() {
        let settings = Settings {
            gather: 3,
            delay: 20,
            delay_ms: 2,
            stall: 100,
            stall_ms: 20,
            throttle: 100,
            throttle_rate: 10_000_000,
            piece: 300,
            ..Settings::calm(3)
        };
        let (proxy, client, server, _, _) = through(settings).await;
        let (sent, answered) = (octets(100_000), octets(70_001));
        let say = async |mut stream: TcpStream, said: &[u8]| {
            let (mut reads, mut writes) = stream.split();
            let write = async {
                writes.write_all(said).await.unwrap();
                writes.shutdown().await.unwrap();
            };
            let mut read = Vec::new();
            let (_, len) = tokio::join!(write, reads.read_to_end(&mut read));
            len.unwrap();
            read
        };
        let (at_client, at_server) = tokio::join!(say(client, &answered), say(server, &sent));
        assert!(at_client == sent && at_server == answered);
        assert_eq!(proxy.counts().octets.load(Ordering::Relaxed), 170_001);
        assert_eq!(proxy.counts().ended(), 0);
    }

    #[tokio::test]
    async fn a_reset_is_seen_as_one_by_both() {
        let (proxy, mut client, mut server, mut events, _listener) =
            through(Settings { reset: 5, ..Settings::calm(1) }).await;
        // It comes, or the octets before it cannot be written any more.
        let _ = client.write_all(&octets(100_000)).await;
        let event = told(&mut events, "reset").await;
        assert!(end_of(&mut client).await.1 && end_of(&mut server).await.1);
        assert!(event.connection == 0 && event.at < 100_000);
        assert_eq!(proxy.counts().ended(), 1);
    }

    #[tokio::test]
    async fn a_close_is_seen_as_one_by_both_behind_what_was_sent_before() {
        let (_proxy, mut client, mut server, mut events, _listener) =
            through(Settings { close: 50, ..Settings::calm(4) }).await;
        let sent = octets(1 << 20);
        let (_, at_server) = tokio::join!(client.write_all(&sent), end_of(&mut server));
        let event = told(&mut events, "close").await;
        assert_eq!(event.from, "client");
        assert_eq!(at_server, (sent[..event.at as usize].to_vec(), false));
    }

    #[tokio::test]
    async fn in_silence_nothing_passes_and_nobody_is_told() {
        let (_proxy, mut client, mut server, mut events, _listener) =
            through(Settings { silence: 5, ..Settings::calm(1) }).await;
        client.write_all(&octets(100_000)).await.unwrap();
        let event = told(&mut events, "silence").await;
        let mut arrived = vec![0; event.at as usize];
        server.read_exact(&mut arrived).await.unwrap();
        // Neither what either says nor that it ends reaches the other.
        client.write_all(b"is anybody there?").await.unwrap();
        server.write_all(b"yes").await.unwrap();
        client.shutdown().await.unwrap();
        let silent = timeout(Duration::from_millis(100), server.read(&mut [0; 10])).await;
        assert!(silent.is_err(), "{silent:?}");
    }

    #[tokio::test]
    async fn the_end_of_one_side_is_that_of_the_other_and_so_is_its_reset() {
        let (_proxy, mut client, mut server, _, _listener) = through(Settings::calm(1)).await;
        client.write_all(b"last words").await.unwrap();
        client.shutdown().await.unwrap();
        assert_eq!(end_of(&mut server).await, (b"last words".to_vec(), false));
        // The other direction goes on.
        server.write_all(b"heard").await.unwrap();
        drop(server);
        assert_eq!(end_of(&mut client).await, (b"heard".to_vec(), false));

        let (_proxy, client, mut server, _, _listener) = through(Settings::calm(1)).await;
        client.set_zero_linger().unwrap();
        drop(client);
        assert!(end_of(&mut server).await.1);
    }

    #[tokio::test]
    async fn a_second_connection_says_what_came_before_the_first_answer() {
        let mut said = Vec::new();
        for seed in 0..12 {
            let settings = Settings { duplicate: 1, ..Settings::calm(seed) };
            let opening = Opening::draw(&settings, 0).unwrap();
            let (proxy, mut client, mut server, mut events, listener) = through(settings).await;
            client.write_all(b"bind").await.unwrap();
            server.read_exact(&mut [0; 4]).await.unwrap();
            server.write_all(b"bound").await.unwrap();
            client.read_exact(&mut [0; 5]).await.unwrap();
            client.write_all(b"message").await.unwrap();
            server.read_exact(&mut [0; 7]).await.unwrap();
            told(&mut events, "duplicate").await;
            assert_eq!(proxy.counts().duplicates.load(Ordering::Relaxed), 1);
            let (mut second, _) = listener.accept().await.unwrap();
            let len = (4.0 * opening.said).round() as usize;
            let mut heard = vec![0; len];
            second.read_exact(&mut heard).await.unwrap();
            assert_eq!(heard, b"bind"[..len]);
            said.push(len);
        }
        assert!(said.contains(&0) && said.contains(&4), "{said:?}");
    }

    #[tokio::test]
    async fn the_same_seed_does_the_same_to_the_same_octets_however_they_come() {
        let mut runs = Vec::new();
        for chunk in [1, 70, 4096, 50_000] {
            let settings = Settings { gather: 20, delay: 20, delay_ms: 1, reset: 100, ..Settings::calm(11) };
            let (_proxy, mut client, mut server, mut events, _listener) = through(settings).await;
            let write = async {
                for chunk in octets(50_000).chunks(chunk) {
                    if client.write_all(chunk).await.is_err() {
                        break;
                    }
                }
            };
            tokio::join!(write, end_of(&mut server));
            let mut run = Vec::new();
            while run.last().is_none_or(|event: &Event| event.what != "reset") {
                run.push(timeout(Duration::from_secs(60), events.recv()).await.unwrap().unwrap());
            }
            run.retain(|event| event.from == "client");
            runs.push(run);
        }
        assert!(runs[0].len() > 2, "{runs:?}");
        assert!(runs.iter().all(|run| *run == runs[0]), "{runs:?}");
    }
}

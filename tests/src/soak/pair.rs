//! A client and a server, and the network between them.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::endpoint::{Endpoint, Program};
use super::passage::{Line, Passage, Tally};
use crate::chaos::{Proxy, Settings};

/// A run that says nothing for so long hangs.
const HANGS_AFTER: Duration = Duration::from_secs(120);

/// A client and a server that are to exchange messages.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The ESME.
    pub client: Program,
    /// The MC.
    pub server: Program,
    /// How many messages each of them sends.
    pub messages: u32,
    /// The network.
    pub network: Settings,
}

/// What came of it.
#[derive(Debug)]
pub struct Result {
    /// `client > server`.
    pub name: String,
    /// Of submit_sm.
    pub submitted: Tally,
    /// Of deliver_sm.
    pub delivered: Tally,
    /// What the network did.
    pub network: String,
    /// How many connections the client made.
    pub connections: u64,
    /// How many the network ended.
    pub ended: u64,
    /// How long it took.
    pub took: Duration,
    /// The largest resident set of client and server, in kilobytes.
    pub peak_memory: [u64; 2],
    /// What does not add up; nothing if all is well.
    pub faults: Vec<String>,
}

impl Pair {
    /// What it is called.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} > {}", self.client.name, self.server.name)
    }

    /// Lets them exchange their messages, and reckons up.
    ///
    /// # Errors
    ///
    /// If it could not be brought to its end.
    pub async fn run(&self) -> std::result::Result<Result, String> {
        let start = Instant::now();
        let messages = self.messages.to_string();
        let mut server = self.server.start(&["server".into(), messages.clone()])?;
        let port =
            server.line().await?.and_then(|line| line.listening).ok_or("the server does not listen")?;
        let settings = Settings { seed: self.seed(), ..self.network.clone() };
        let proxy = Proxy::start("127.0.0.1:0", format!("127.0.0.1:{port}"), settings, None).await;
        let proxy = proxy.map_err(|error| format!("the network: {error}"))?;
        let port = proxy.local_addr().port().to_string();
        let client = self.client.start(&["client".into(), port, messages])?;

        let mut run = Run::new(client, server, self.messages);
        run.exchange().await?;
        let peak_memory = [run.client.peak_memory()?, run.server.peak_memory()?];
        run.end().await?;
        let took = start.elapsed();

        let Run { submitted, delivered, mut faults, .. } = run;
        let (submitted, found) = submitted.close();
        faults.extend(found.into_iter().map(|fault| format!("submit_sm: {fault}")));
        let (delivered, found) = delivered.close();
        faults.extend(found.into_iter().map(|fault| format!("deliver_sm: {fault}")));
        for (program, peak) in [&self.client, &self.server].into_iter().zip(peak_memory) {
            let limit = program.memory_limit();
            if peak > limit * 1024 {
                faults.push(format!("{} took {peak} kB of memory, its limit is {limit} MB", program.name));
            }
        }
        let counts = proxy.counts();
        let connections = counts.connections.load(std::sync::atomic::Ordering::Relaxed);
        let result = Result {
            name: self.name(),
            submitted,
            delivered,
            network: counts.to_string(),
            connections,
            ended: counts.ended(),
            took,
            peak_memory,
            faults,
        };
        Ok(result.with_its_worth())
    }

    /// Each pair has a network of its own, the same whenever it runs.
    fn seed(&self) -> u64 {
        self.name()
            .bytes()
            .fold(self.network.seed, |seed, octet| seed.wrapping_mul(31).wrapping_add(octet.into()))
    }
}

impl Result {
    /// A run in which nearly nothing was answered proves little.
    fn with_its_worth(mut self) -> Self {
        for (what, Tally { answered, refused, lost, not_sent, .. }) in
            [("submit_sm", self.submitted), ("deliver_sm", self.delivered)]
        {
            if lost + not_sent > 2 * answered {
                self.faults.push(format!("of most {what} nothing is known"));
            }
            if refused == 0 {
                self.faults.push(format!("no {what} was refused"));
            }
        }
        self
    }
}

struct Run {
    client: Endpoint,
    server: Endpoint,
    submitted: Passage,
    delivered: Passage,
    client_done: bool,
    server_done: bool,
    faults: Vec<String>,
}

#[derive(Copy, Clone)]
enum Side {
    Client,
    Server,
}

impl Run {
    fn new(client: Endpoint, server: Endpoint, messages: u32) -> Self {
        let (submitted, delivered) = (Passage::new(messages), Passage::new(messages));
        Self { client, server, submitted, delivered, client_done: false, server_done: false, faults: vec![] }
    }

    /// Until all messages of both are settled.
    async fn exchange(&mut self) -> std::result::Result<(), String> {
        while !(self.client_done && self.server_done) {
            let line = timeout(HANGS_AFTER, async {
                tokio::select! {
                    line = self.client.line() => (Side::Client, line),
                    line = self.server.line() => (Side::Server, line),
                }
            });
            let (side, line) = line.await.map_err(|_| {
                let settled = [self.submitted.is_settled(), self.delivered.is_settled()];
                format!(
                    "it hangs; all are settled of submit_sm: {}, of deliver_sm: {}",
                    settled[0], settled[1]
                )
            })?;
            match line? {
                Some(line) => self.told(side, line),
                None => return Err(format!("{} has ended", self.name(side))),
            }
        }
        Ok(())
    }

    /// Ends first the client, then the server, in good order; hears what they say until then.
    async fn end(&mut self) -> std::result::Result<(), String> {
        for side in [Side::Client, Side::Server] {
            self.endpoint(side).end();
            loop {
                let line = tokio::select! {
                    line = self.client.line(), if matches!(side, Side::Client) => (Side::Client, line),
                    line = self.server.line() => (Side::Server, line),
                    () = tokio::time::sleep(HANGS_AFTER) => return Err(format!("{} does not end", self.name(side))),
                };
                match (line.0, line.1?) {
                    (from, Some(line)) => self.told(from, line),
                    (Side::Server, None) if matches!(side, Side::Client) => {
                        return Err(format!("{} has ended", self.server.name));
                    }
                    (_, None) => break,
                }
            }
            let status = self.endpoint(side).ended().await.map_err(|error| error.to_string())?;
            if !status.success() {
                let name = self.name(side);
                self.faults.push(format!("{name} ended with {status}"));
            }
        }
        Ok(())
    }

    fn endpoint(&mut self, side: Side) -> &mut Endpoint {
        match side {
            Side::Client => &mut self.client,
            Side::Server => &mut self.server,
        }
    }

    fn name(&mut self, side: Side) -> String {
        let role = if matches!(side, Side::Client) { "client" } else { "server" };
        format!("the {role}, {},", self.endpoint(side).name)
    }

    fn told(&mut self, side: Side, line: Line) {
        let (own, others, done) = match side {
            Side::Client => (&mut self.submitted, &mut self.delivered, &mut self.client_done),
            Side::Server => (&mut self.delivered, &mut self.submitted, &mut self.server_done),
        };
        match line {
            Line { sent: Some(number), .. } => own.sent(number, line),
            Line { received: Some(number), .. } => others.received(number, line),
            Line { done: true, .. } => *done = true,
            Line { wrong: Some(what), .. } => {
                let name = self.name(side);
                self.faults.push(format!("{name} says: {what}"));
            }
            line => {
                let name = self.name(side);
                self.faults.push(format!("{name} says {line:?}"));
            }
        }
    }
}

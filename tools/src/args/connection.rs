//! Where an application connects, and how it binds.

use std::fs;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::Duration;

use smppkit::values::{Npi, Ton};
use smppkit_tokio::{BindKind, Client};

use super::{Bind, ClientTlsArgs, Version, duration};
use crate::exit::Failure;

/// The message centre, and who binds to it.
#[derive(clap::Args)]
pub struct ServerArgs {
    /// The message centre
    #[arg(long, short, value_name = "HOST:PORT", default_value = "127.0.0.1:2775")]
    pub server: String,
    /// Who binds
    #[arg(long, short, value_name = "SYSTEM_ID[:PASSWORD]")]
    account: String,
    /// The first line of this file is the password: unlike an argument, nobody else on the machine can see it
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// How it binds, and what the session is like.
#[derive(clap::Args)]
#[command(next_help_heading = "Session")]
pub struct SessionArgs {
    /// How to bind; by default as transceiver, or as transmitter if no receipts are waited for
    #[arg(long, value_name = "KIND")]
    bind: Option<Bind>,
    /// The version to speak
    #[arg(long, value_name = "VERSION", default_value = "3.4")]
    smpp: Version,
    /// The kind of application, for message centres that want to know it
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    system_type: String,
    /// The addresses that this application serves
    #[arg(long, value_name = "PATTERN", default_value = "", hide_default_value = true)]
    address_range: String,
    /// How many messages may be unanswered at once
    #[arg(long, value_name = "NUMBER", default_value = "16", value_parser = crate::args::positive::<NonZeroU16>)]
    pub window: NonZeroU16,
    /// How long to wait for a connection, and for each response
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub timeout: Duration,
}

impl ServerArgs {
    /// Who binds.
    pub fn system_id(&self) -> &str {
        self.account.split_once(':').map_or(self.account.as_str(), |(system_id, _)| system_id)
    }

    /// Host and port.
    pub fn address(&self) -> Result<(&str, u16), Failure> {
        let parts = self.server.rsplit_once(':').filter(|(host, _)| !host.contains('/'));
        let parts = parts.and_then(|(host, port)| Some((host, port.parse().ok()?)));
        parts.ok_or_else(|| Failure::Usage(format!("--server {}: write it as HOST:PORT", self.server)))
    }

    fn password(&self) -> Result<String, Failure> {
        let given = self.account.split_once(':').map(|(_, password)| password);
        match &self.password_file {
            Some(_) if given.is_some() => {
                Err(Failure::Usage("the password is either in --account or in --password-file".into()))
            }
            Some(path) => first_line(path),
            None => Ok(given.unwrap_or_default().to_owned()),
        }
    }
}

/// A client that can send, and receive if receipts are wanted.
pub fn client(
    server: &ServerArgs,
    session: &SessionArgs,
    tls: &ClientTlsArgs,
    receipts: bool,
) -> Result<Client, Failure> {
    let kind = match session.bind {
        Some(Bind::Transmitter) => BindKind::Transmitter,
        Some(Bind::Receiver) => return Err(Failure::Usage("a receiver cannot send".into())),
        Some(Bind::Transceiver) => BindKind::Transceiver,
        None if receipts => BindKind::Transceiver,
        None => BindKind::Transmitter,
    };
    if kind == BindKind::Transmitter && receipts {
        return Err(Failure::Usage("a transmitter receives no receipts: bind as transceiver".into()));
    }
    server.address()?;
    let client = Client::new(&server.server)
        .bind(kind, server.system_id(), server.password()?)
        .interface_version(session.smpp.0)
        .system_type(&session.system_type)
        .address_range(Ton::UNKNOWN, Npi::UNKNOWN, &session.address_range)
        .window(session.window.get().into())
        .connect_limit(session.timeout)
        .configure(|config| config.response = session.timeout);
    Ok(match tls.get()? {
        Some(tls) => client.tls(tls),
        None => client,
    })
}

fn first_line(path: &Path) -> Result<String, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|error| Failure::Usage(format!("cannot read {}: {error}", path.display())))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

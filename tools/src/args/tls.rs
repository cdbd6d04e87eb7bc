//! TLS on the command line.

use std::fs;
use std::path::{Path, PathBuf};

use smppkit_tokio::{ClientTls, ServerTls};

use crate::exit::Failure;

/// TLS of one who connects.
#[derive(clap::Args)]
#[command(next_help_heading = "TLS")]
pub struct ClientTlsArgs {
    /// Speak TLS, and trust what the operating system trusts
    #[arg(long)]
    tls: bool,
    /// Speak TLS, and trust only the certificates in this PEM file
    #[arg(long, value_name = "FILE")]
    tls_ca: Option<PathBuf>,
    /// The name that must be in the certificate, instead of the host's
    #[arg(long, value_name = "NAME")]
    tls_name: Option<String>,
    /// Speak TLS with anybody: whoever is on the way can read and change everything
    #[arg(long, conflicts_with_all = ["tls", "tls_ca", "tls_name"])]
    tls_insecure: bool,
}

impl ClientTlsArgs {
    pub fn get(&self) -> Result<Option<ClientTls>, Failure> {
        let tls = if self.tls_insecure {
            ClientTls::danger_accept_any_certificate()
        } else if let Some(path) = &self.tls_ca {
            ClientTls::with_roots(&read(path)?)
        } else if self.tls || self.tls_name.is_some() {
            ClientTls::new()
        } else {
            return Ok(None);
        };
        let tls = tls.map_err(|error| Failure::Usage(format!("TLS: {error}")))?;
        Ok(Some(match &self.tls_name {
            Some(name) => tls.server_name(name),
            None => tls,
        }))
    }
}

/// TLS of one who listens.
#[derive(clap::Args)]
#[command(next_help_heading = "TLS")]
pub struct ServerTlsArgs {
    /// Speak TLS with this chain of certificates, a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of the first of them, a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
}

impl ServerTlsArgs {
    pub const fn is_wanted(&self) -> bool {
        self.tls_cert.is_some()
    }

    pub fn get(&self) -> Result<Option<ServerTls>, Failure> {
        let (Some(cert), Some(key)) = (&self.tls_cert, &self.tls_key) else { return Ok(None) };
        let tls = ServerTls::new(&read(cert)?, &read(key)?);
        tls.map(Some).map_err(|error| Failure::Usage(format!("TLS: {error}")))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Usage(format!("cannot read {}: {error}", path.display())))
}

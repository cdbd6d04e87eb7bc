//! Whom a load may be put on.

use tokio::net::lookup_host;

use crate::exit::Failure;

/// A load test by accident costs money, or an account: only this machine takes one without being named twice.
pub async fn check(server: &str, host: &str, confirmed: Option<&str>) -> Result<(), Failure> {
    if let Some(confirmed) = confirmed {
        if confirmed == host {
            return Ok(());
        }
        return Err(Failure::Usage(format!("--confirm {confirmed} is another host than {host} in --server")));
    }
    let addresses = lookup_host(server).await;
    let mut addresses =
        addresses.map_err(|error| Failure::Connection(format!("cannot connect to {server}: {error}")))?;
    if addresses.all(|address| address.ip().to_canonical().is_loopback()) {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "{host} is not this machine: real messages cost money, and a load that nobody expects costs trust.\n       \
         If whoever runs it knows, say so: --confirm {host}"
    )))
}

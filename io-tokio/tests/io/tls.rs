//! TLS: who is trusted, and that it carries what is sent.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use smppkit_tokio::{Client, ClientTls, ConnectError, RunningServer, Server, ServerTls};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::support::*;

/// A certification authority made for one test.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn roots(&self) -> ClientTls {
        ClientTls::with_roots(self.0.pem().as_bytes()).unwrap()
    }

    async fn server(&self, name: &str) -> (RunningServer, String) {
        let key = KeyPair::generate().unwrap();
        let certificate =
            CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        let tls = ServerTls::new(certificate.pem().as_bytes(), key.serialize_pem().as_bytes()).unwrap();
        let server = Server::new("mc").tls(tls);
        let server = server.listen("127.0.0.1:0", anybody, accept_all).await.unwrap();
        let address = format!("localhost:{}", server.local_addr().unwrap().port());
        (server, address)
    }
}

#[tokio::test]
async fn a_trusted_certificate_of_the_right_name_is_accepted() {
    let authority = Authority::new("ours");
    let (server, address) = authority.server("localhost").await;
    let client = Client::new(address).transceiver("app", "secret").tls(authority.roots()).window(64);
    let (link, _) = soon(client.connect()).await.unwrap();
    let tasks = (0..300).map(|n| {
        let link = link.clone();
        tokio::spawn(async move {
            let text = format!("{n} {}", "x".repeat(200));
            assert!(link.request(&submit(&text[..60])).await.unwrap().is_ok());
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        soon(task).await.unwrap();
    }
    soon(link.unbind(SECOND)).await;
    assert_eq!(soon(server.shutdown(60 * SECOND)).await, 0);
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused() {
    let (_server, address) = Authority::new("theirs").server("localhost").await;
    let client = Client::new(address).tls(Authority::new("ours").roots());
    let error = soon(client.connect()).await.expect_err("not trusted");
    assert!(matches!(error, ConnectError::Tls { .. }), "{error:?}");
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
}

#[tokio::test]
async fn the_roots_of_the_operating_system_do_not_trust_it_either() {
    let (_server, address) = Authority::new("theirs").server("localhost").await;
    // A machine without any roots trusts nobody, which is as good.
    let Ok(tls) = ClientTls::new() else { return };
    let error = soon(Client::new(address).tls(tls).connect()).await.expect_err("not trusted");
    assert!(matches!(error, ConnectError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn a_certificate_of_another_name_is_refused_unless_that_name_is_expected() {
    let authority = Authority::new("ours");
    let (_server, address) = authority.server("smsc.example").await;
    let error = soon(Client::new(&address).tls(authority.roots()).connect()).await.expect_err("another name");
    assert!(matches!(error, ConnectError::Tls { .. }), "{error:?}");
    let expected = authority.roots().server_name("smsc.example");
    soon(Client::new(&address).tls(expected).connect()).await.unwrap();
}

#[tokio::test]
async fn any_certificate_is_accepted_by_who_asks_for_that_danger() {
    let (_server, address) = Authority::new("theirs").server("whoever").await;
    let tls = ClientTls::danger_accept_any_certificate().unwrap();
    let (link, _) = soon(Client::new(address).tls(tls).connect()).await.unwrap();
    assert!(soon(link.request(&submit("x"))).await.unwrap().is_ok());
}

#[tokio::test]
async fn who_speaks_no_tls_is_not_served_and_harms_nobody() {
    let authority = Authority::new("ours");
    let (server, address) = authority.server("localhost").await;
    let error = soon(Client::new(&address).connect()).await.expect_err("plain");
    assert!(matches!(error, ConnectError::Bind(_)), "{error:?}");
    let mut stream = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, &[0x16; 300]).await.unwrap();
    let _ = soon(stream.read_to_end(&mut Vec::new())).await;
    soon(Client::new(&address).tls(authority.roots()).connect()).await.unwrap();
}

#[tokio::test]
async fn a_server_that_speaks_no_tls_is_an_error_of_tls() {
    let (_server, client) = listen(Server::new("mc")).await;
    let error = soon(client.tls(Authority::new("ours").roots()).connect()).await.expect_err("no TLS");
    assert!(matches!(error, ConnectError::Tls { .. }), "{error:?}");
}

#[tokio::test]
async fn who_never_ends_the_handshake_does_not_hold_up_shutdown() {
    let (server, _) = Authority::new("ours").server("localhost").await;
    let _silent = TcpStream::connect(server.local_addr().unwrap()).await.unwrap();
    while server.connections() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(soon(server.shutdown(3600 * SECOND)).await, 0);
}

#[test]
fn what_is_no_certificate_is_an_error() {
    assert!(ClientTls::with_roots(b"").is_err());
    assert!(
        ClientTls::with_roots(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err()
    );
    assert!(ServerTls::new(b"", b"").is_err());
}

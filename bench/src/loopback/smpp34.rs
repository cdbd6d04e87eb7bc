//! smpp34's client and server, used as its own throughput example does.

use std::net::{IpAddr, Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use smpp34::client::{BIND_TYPE, SMSC, SmppClient, SmppClientListener};
use smpp34::{
    SmppConnectionInformation, SmppServer, SmppServerListener, bind_transceiver, bind_transceiver_resp,
    submit_sm, submit_sm_resp,
};
use tokio::sync::{Mutex, oneshot};

use super::{Esme, WINDOW};
use crate::fixtures;

struct Centre;

#[async_trait]
impl SmppServerListener for Centre {
    async fn on_bind_transceiver(
        &self,
        request: bind_transceiver,
        _: &SmppConnectionInformation,
        _: &String,
    ) -> bind_transceiver_resp {
        request.accept("centre".to_owned(), Some(0x34))
    }

    async fn on_submit_sm(
        &self,
        request: submit_sm,
        _: &SmppConnectionInformation,
        _: &String,
    ) -> submit_sm_resp {
        request.accept(fixtures::MESSAGE_ID.to_owned())
    }
}

/// Hands over the session as soon as it is bound.
struct Bound(Mutex<Option<oneshot::Sender<SMSC>>>);

#[async_trait]
impl SmppClientListener for Bound {
    async fn on_smsc_bound(&self, session: SMSC, _: &String) {
        if let Some(sender) = self.0.lock().await.take() {
            let _ = sender.send(session);
        }
    }
}

impl Esme for SMSC {
    async fn submit(&self) -> bool {
        self.submit_sm()
            .source_addr_ton(5)
            .source_addr(fixtures::SOURCE)
            .dest_addr_ton(1)
            .dest_addr_npi(1)
            .destination_addr(fixtures::DESTINATION)
            .registered_delivery(1)
            .short_message(fixtures::TEXT)
            .send()
            .await
            .is_ok_and(|response| response.is_success())
    }
}

pub async fn bind(esmes: usize) -> (Vec<Arc<SMSC>>, (SmppServer, Vec<SmppClient>)) {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
        .port();
    let mut server = SmppServer::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port, Arc::new(Centre));
    server.start().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let (mut sessions, mut clients) = (Vec::new(), Vec::new());
    for _ in 0..esmes {
        let (sender, session) = oneshot::channel();
        let mut client = SmppClient::new(
            Ipv4Addr::LOCALHOST.to_string(),
            port,
            false,
            BIND_TYPE::TRX,
            "esme".to_owned(),
            "secret".to_owned(),
            String::new(),
            0,
            0,
            String::new(),
            Arc::new(Bound(Mutex::new(Some(sender)))),
            WINDOW,
        );
        client.start().await;
        sessions.push(Arc::new(session.await.expect("the client binds")));
        clients.push(client);
    }
    (sessions, (server, clients))
}

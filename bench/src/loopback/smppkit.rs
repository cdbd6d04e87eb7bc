//! smppkit's client and server, as their documentation shows them.

use std::sync::Arc;

use smppkit::{CommandStatus, Pdu, SubmitSmResp};
use smppkit_tokio::{Account, BindRequest, Bound, Client, Incoming, Link, RunningServer, Server};

use super::{Esme, WINDOW};
use crate::{bodies, fixtures};

async fn authenticate(_: BindRequest) -> Result<Account<()>, CommandStatus> {
    Ok(Account::new(()))
}

async fn serve(mut bound: Bound<()>) {
    while let Some(request) = bound.incoming.next_request().await {
        let answered = match request.pdu() {
            Pdu::SubmitSm(_) => request
                .accept(&SubmitSmResp { message_id: fixtures::MESSAGE_ID.into(), ..Default::default() }),
            _ => request.reject(CommandStatus::ESME_RINVCMDID),
        };
        if answered.is_err() {
            break;
        }
    }
}

impl Esme for Link {
    async fn submit(&self) -> bool {
        self.request(&bodies::plain_submit_sm()).await.is_ok_and(|response| response.is_ok())
    }
}

pub async fn bind(esmes: usize) -> (Vec<Arc<Link>>, (RunningServer, Vec<Incoming>)) {
    let server =
        Server::new("centre").listen("127.0.0.1:0", authenticate, serve).await.expect("the server listens");
    let address = server.local_addr().expect("it has an address").to_string();
    let (mut links, mut incoming) = (Vec::new(), Vec::new());
    for _ in 0..esmes {
        let client = Client::new(address.as_str()).transceiver("esme", "secret").window(WINDOW);
        let (link, requests) = client.connect().await.expect("the client binds");
        links.push(Arc::new(link));
        incoming.push(requests);
    }
    (links, (server, incoming))
}

//! The tap sees every PDU, in both directions and in order.

use std::sync::{Arc, Mutex};

use smppkit::buffered::PduBuf;
use smppkit_tokio::{Direction, Server, Tap};

use crate::support::*;

type Seen = Arc<Mutex<Vec<(Direction, String)>>>;

fn tap() -> (Seen, Tap) {
    let seen = Seen::default();
    let tap = Tap::new({
        let seen = seen.clone();
        move |direction, octets: &[u8]| {
            let pdu = PduBuf::new(octets).expect("one whole PDU");
            seen.lock().unwrap().push((direction, pdu.header().command_id.to_string()));
        }
    });
    (seen, tap)
}

#[tokio::test]
async fn both_sides_see_every_pdu_those_of_the_session_included() {
    let ((at_client, client_tap), (at_server, server_tap)) = (tap(), tap());
    let (server, client) = listen(Server::new("mc").tap(server_tap)).await;
    let (link, _) = soon(client.tap(client_tap).connect()).await.unwrap();
    soon(link.request(&submit("x"))).await.unwrap();
    soon(link.request(&smppkit::EnquireLink::default())).await.unwrap();
    soon(link.unbind(SECOND)).await;
    soon(server.shutdown(60 * SECOND)).await;

    use Direction::{Received, Sent};
    let expected = [
        (Sent, "bind_transceiver"),
        (Received, "bind_transceiver_resp"),
        (Sent, "submit_sm"),
        (Received, "submit_sm_resp"),
        (Sent, "enquire_link"),
        (Received, "enquire_link_resp"),
        (Sent, "unbind"),
        (Received, "unbind_resp"),
    ];
    let seen = at_client.lock().unwrap().clone();
    assert_eq!(seen, expected.map(|(direction, name)| (direction, name.to_owned())));
    let turned =
        seen.into_iter().map(|(direction, name)| (if direction == Sent { Received } else { Sent }, name));
    assert_eq!(*at_server.lock().unwrap(), turned.collect::<Vec<_>>());
}

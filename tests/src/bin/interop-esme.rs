//! Our client as an ESME in `tests/interop`: `interop-esme PORT SCENARIO`.
//!
//! Goes through the scenario as the programs of other implementations do, and tells the same in lines of JSON; beside it,
//! each PDU that passes as `{"session", "direction", "hex"}`.

use std::collections::HashMap;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{env, fs};

use serde_json::{Map, Value as Json, json};
use smppkit::buffered::PduBuf;
use smppkit::session::CloseReason;
use smppkit::values::InterfaceVersion;
use smppkit::{Body as _, CommandId, DataSmResp, DeliverSmResp, FieldType, Pdu};
use smppkit_conformance::model::{Dest, Model, Value};
use smppkit_tokio::{
    BindKind, Client, ConnectError, Direction, InFlight, Incoming, Link, Response, Tap, TextOptions,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Fallible<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [port, scenario] = arguments.as_slice() else { return Err("interop-esme PORT SCENARIO".into()) };
    let sessions: Vec<Vec<Json>> = serde_json::from_str(&fs::read_to_string(scenario)?)?;
    let mut esme = Esme { address: format!("127.0.0.1:{port}"), ids: HashMap::new() };
    for steps in &sessions {
        let Some((bind, steps)) = steps.split_first() else { continue };
        let Some(mut session) = esme.bind(bind).await? else { continue };
        for step in steps {
            esme.step(&mut session, step).await.map_err(|error| format!("{}: {error}", step["step"]))?;
        }
    }
    Ok(())
}

/// One line for the checker.
fn tell(step: &Json, seen: Json) {
    let mut line = json!({"step": step["step"]});
    if let (Json::Object(line), Json::Object(seen)) = (&mut line, seen) {
        line.extend(seen);
    }
    println!("{line}");
}

fn text<'a>(step: &'a Json, name: &str) -> &'a str {
    step[name].as_str().unwrap_or_default()
}

fn number(step: &Json, name: &str) -> u64 {
    step[name].as_u64().unwrap_or_default()
}

struct Esme {
    address: String,
    /// The message ids that steps gave.
    ids: HashMap<String, String>,
}

struct Session {
    link: Link,
    deliveries: UnboundedReceiver<Json>,
}

impl Esme {
    async fn bind(&self, step: &Json) -> Fallible<Option<Session>> {
        let kind = match text(step, "kind") {
            "transmitter" => BindKind::Transmitter,
            "receiver" => BindKind::Receiver,
            _ => BindKind::Transceiver,
        };
        let version = u8::try_from(number(step, "interface_version"))?;
        let client = Client::new(&self.address)
            .bind(kind, text(step, "system_id"), text(step, "password"))
            .interface_version(InterfaceVersion(version))
            .window(20)
            .tap(tap());
        match client.connect().await {
            Ok((link, incoming)) => {
                tell(step, json!({"command_status": 0}));
                let (told, deliveries) = unbounded_channel();
                tokio::spawn(accept_all(incoming, told));
                Ok(Some(Session { link, deliveries }))
            }
            Err(ConnectError::Refused { status }) => {
                tell(step, json!({"command_status": status.0}));
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn step(&mut self, session: &mut Session, step: &Json) -> Fallible<()> {
        match text(step, "do") {
            "submit_text" => submit_text(&session.link, step).await?,
            "submit_many" => {
                let pdu = request("submit_sm", step["pdu"].as_object(), &step["tlvs"])?;
                let mut answers: Vec<InFlight> = Vec::new();
                for _ in 0..number(step, "count") {
                    answers.push(session.link.start_request(&pdu.pdu()).await?);
                }
                for answer in answers {
                    tell(step, seen(&answer.await?));
                }
            }
            "receive" => {
                tell(step, json!({"ready": true}));
                for _ in 0..number(step, "count") {
                    tell(step, session.deliveries.recv().await.ok_or("the link is over")?);
                }
            }
            "wait" => {
                tell(step, json!({"ready": true}));
                tokio::time::sleep(Duration::from_secs_f64(step["seconds"].as_f64().unwrap_or_default()))
                    .await;
            }
            "unbind" => {
                let closed = session.link.unbind(Duration::from_secs(5)).await;
                tell(
                    step,
                    match closed.reason {
                        CloseReason::Unbound => json!({"command_status": 0}),
                        _ => json!({"closed": closed.to_string()}),
                    },
                );
            }
            "receive_unbind" => {
                tell(step, json!({"ready": true}));
                tell(step, json!({"closed": session.link.closed().await.to_string()}));
            }
            command => {
                let response = session.link.request(&self.pdu(command, step)?.pdu()).await?;
                let seen = seen(&response);
                self.ids.insert(text(step, "step").into(), text(&seen, "message_id").into());
                tell(step, seen);
            }
        }
        Ok(())
    }

    /// What a step asks for: its "pdu", or the fields that it has itself.
    fn pdu(&self, command: &str, step: &Json) -> Fallible<PduBuf> {
        let fields = step["pdu"].as_object().or(step.as_object()).cloned();
        let mut fields = fields.ok_or("a step is an object")?;
        if let Some(id) = self.ids.get(text(step, "message")) {
            fields.insert("message_id".into(), id.as_str().into());
        }
        if let Some(dests) = step.get("dest_address") {
            fields.insert("dest_address".into(), dests.clone());
        }
        request(command, Some(&fields), &step["tlvs"])
    }
}

/// Each PDU that passes, with the number of its session.
fn tap() -> Tap {
    static SESSIONS: AtomicUsize = AtomicUsize::new(0);
    let session = SESSIONS.fetch_add(1, Ordering::Relaxed) + 1;
    Tap::new(move |direction, frame| {
        let direction = if direction == Direction::Sent { "sent" } else { "received" };
        let hex: String = frame.iter().map(|octet| format!("{octet:02x}")).collect();
        println!("{}", json!({"session": format!("#{session}"), "direction": direction, "hex": hex}));
    })
}

async fn submit_text(link: &Link, step: &Json) -> Fallible<()> {
    let (from, to) = (text(step, "source_addr"), text(step, "destination_addr"));
    let sent = link.send_text(from, to, text(step, "text"), &TextOptions::default()).await?;
    for message_id in sent.message_ids {
        tell(step, json!({"command_status": 0, "message_id": message_id}));
    }
    Ok(())
}

/// Accepts what the message centre delivers, and tells it to whoever waits for it.
async fn accept_all(mut incoming: Incoming, told: UnboundedSender<Json>) {
    while let Some(request) = incoming.next_request().await {
        let pdu = request.pdu();
        let mut fields = Map::new();
        pdu.visit_fields(&mut |row, value| {
            let value = match Value::from(value) {
                Value::Octet(octet) => octet.into(),
                Value::CString(text) => {
                    text.iter().map(|octet| char::from(*octet)).collect::<String>().into()
                }
                Value::Text(octets) => {
                    octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>().into()
                }
                _ => return,
            };
            fields.insert(row.name.into(), value);
        });
        // It fails when nobody waits any more.
        let _ = told.send(json!({"received": pdu.command_id().to_string(), "fields": fields}));
        let _ = match pdu {
            Pdu::DataSm(_) => request.accept(&DataSmResp::default()),
            _ => request.accept(&DeliverSmResp::default()),
        };
    }
}

/// What is told of a response.
fn seen(response: &Response) -> Json {
    let mut seen = json!({"command_status": response.command_status().0});
    response.pdu().visit_fields(&mut |row, value| match Value::from(value) {
        Value::CString(text) if row.name == "message_id" => {
            seen["message_id"] = String::from_utf8_lossy(&text).into();
        }
        Value::Octet(state) if row.name == "message_state" => seen["message_state"] = state.into(),
        _ => {}
    });
    seen
}

/// A PDU by the names of its fields.
fn request(command: &str, fields: Option<&Map<String, Json>>, tlvs: &Json) -> Fallible<PduBuf> {
    let id = CommandId::from_name(command).ok_or_else(|| format!("{command} is no PDU"))?;
    let mut model = Model::all_defaults(id.def().ok_or("a PDU of the table")?);
    for (row, value) in model.def.fields.iter().zip(&mut model.fields) {
        if let Some(json) = fields.and_then(|fields| fields.get(row.name)) {
            *value = field(row.kind, json)?;
        }
    }
    for tlv in tlvs.as_array().into_iter().flatten() {
        model.tlvs.push((u16::try_from(number(tlv, "tag"))?, hex(text(tlv, "hex"))?));
    }
    Ok(PduBuf::new(model.octets())?)
}

fn field(kind: FieldType, json: &Json) -> Fallible<Value> {
    Ok(match (kind, json) {
        (FieldType::ShortMessage, Json::String(octets)) => Value::Text(hex(octets)?),
        (FieldType::DestAddresses, Json::Array(dests)) => {
            let octet = |dest, name| u8::try_from(number(dest, name));
            let dest = |dest| -> Fallible<Dest> {
                let address = text(dest, "destination_addr").into();
                Ok(Dest::Sme(octet(dest, "dest_addr_ton")?, octet(dest, "dest_addr_npi")?, address))
            };
            Value::Dests(dests.iter().map(dest).collect::<Result<_, _>>()?)
        }
        (_, Json::Number(number)) => Value::Octet(u8::try_from(number.as_u64().ok_or("an octet")?)?),
        (_, Json::String(text)) => Value::CString(text.as_bytes().into()),
        _ => return Err(format!("{json} is no {kind:?}").into()),
    })
}

fn hex(text: &str) -> Fallible<Vec<u8>> {
    let pairs =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2).unwrap_or("?"), 16));
    Ok(pairs.collect::<Result<_, _>>()?)
}

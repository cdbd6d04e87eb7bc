import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;

/** jSMPP as an ESME: {@code JsmppEsme PORT SCENARIO}. */
final class JsmppEsme extends Acting {
    /** Asks when it is told to, and not only when nothing was heard for a while. */
    private static final class Asking extends SMPPSession {
        void ask() throws Exception {
            sendEnquireLink();
        }
    }

    private static final NumberingPlanIndicator NO_NPI = NumberingPlanIndicator.UNKNOWN;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Asking session;

    private JsmppEsme(int port) {
        super(port);
        doing.put("bind", this::bind);
        doing.put("submit_sm", step -> answered(step, step.getAsJsonObject("pdu")));
        doing.put("submit_many", this::submitMany);
        doing.put("submit_text", step -> {
            throw new Cannot("leaves alphabets and parts to the application");
        });
        doing.put("submit_multi", this::submitMulti);
        doing.put("data_sm", this::dataSm);
        doing.put("query_sm", this::querySm);
        doing.put("replace_sm", step -> {
            session.replaceShortMessage(id(step), ton(step, "source_addr"), npi(step, "source_addr"), text(step, "source_addr"),
                text(step, "schedule_delivery_time"), "", new RegisteredDelivery(0), (byte) 0, octets(step, "short_message"));
            tell(step, Map.of("command_status", 0));
        });
        doing.put("cancel_sm", step -> {
            session.cancelShortMessage("", id(step), ton(step, "source_addr"), npi(step, "source_addr"),
                text(step, "source_addr"), ton(step, "dest_addr"), npi(step, "dest_addr"), text(step, "destination_addr"));
            tell(step, Map.of("command_status", 0));
        });
        doing.put("enquire_link", step -> {
            session.ask();
            tell(step, Map.of("command_status", 0));
        });
        doing.put("unbind", step -> {
            session.unbind();
            session.close();
            tell(step, Map.of("command_status", 0));
        });
        doing.put("receive_unbind", this::receiveUnbind);
    }

    private void bind(JsonObject step) throws Exception {
        session = new Asking();
        // With more, what comes is taken in any order.
        session.setPduProcessorDegree(1);
        session.setMessageReceiverListener(new Receiver());
        BindType type = switch (text(step, "kind")) {
            case "transmitter" -> BindType.BIND_TX;
            case "receiver" -> BindType.BIND_RX;
            default -> BindType.BIND_TRX;
        };
        InterfaceVersion version = InterfaceVersion.valueOf(octet(step, "interface_version"));
        try {
            session.connectAndBind("127.0.0.1", port, new BindParameter(
                type, text(step, "system_id"), text(step, "password"), "", TypeOfNumber.UNKNOWN, NO_NPI, "", version));
            tell(step, Map.of("command_status", 0));
        } catch (IOException refused) {
            if (!(refused.getCause() instanceof NegativeResponseException response)) throw refused;
            tell(step, Map.of("command_status", response.getCommandStatus()));
        }
    }

    private void answered(JsonObject step, JsonObject pdu) throws Exception {
        try {
            String id = session.submitShortMessage(
                text(pdu, "service_type"), ton(pdu, "source_addr"), npi(pdu, "source_addr"), text(pdu, "source_addr"),
                ton(pdu, "dest_addr"), npi(pdu, "dest_addr"), text(pdu, "destination_addr"),
                new ESMClass(octet(pdu, "esm_class")), octet(pdu, "protocol_id"), octet(pdu, "priority_flag"),
                text(pdu, "schedule_delivery_time"), text(pdu, "validity_period"),
                new RegisteredDelivery(octet(pdu, "registered_delivery")), octet(pdu, "replace_if_present_flag"),
                new RawDataCoding(octet(pdu, "data_coding")), octet(pdu, "sm_default_msg_id"),
                octets(pdu, "short_message"), parameters(step)).getMessageId();
            answered(step, 0, id);
        } catch (NegativeResponseException refused) {
            answered(step, refused.getCommandStatus(), "");
        }
    }

    private void submitMany(JsonObject step) throws Exception {
        List<Future<?>> answers = new ArrayList<>();
        for (int left = step.get("count").getAsInt(); left > 0; left--) {
            answers.add(threads.submit(() -> {
                answered(step, step.getAsJsonObject("pdu"));
                return null;
            }));
        }
        for (Future<?> answer : answers) answer.get();
    }

    private void submitMulti(JsonObject step) throws Exception {
        JsonObject pdu = step.getAsJsonObject("pdu");
        List<Address> to = new ArrayList<>();
        for (JsonElement one : step.getAsJsonArray("dest_address")) {
            JsonObject address = one.getAsJsonObject();
            to.add(new Address(ton(address, "dest_addr"), npi(address, "dest_addr"), text(address, "destination_addr")));
        }
        String id = session.submitMultiple(
            "", ton(pdu, "source_addr"), npi(pdu, "source_addr"), text(pdu, "source_addr"), to.toArray(new Address[0]),
            new ESMClass(), (byte) 0, (byte) 0, "", "", new RegisteredDelivery(0), new ReplaceIfPresentFlag(0),
            new RawDataCoding((byte) 0), (byte) 0, octets(pdu, "short_message")).getMessageId();
        answered(step, 0, id);
    }

    private void dataSm(JsonObject step) throws Exception {
        JsonObject pdu = step.getAsJsonObject("pdu");
        String id = session.dataShortMessage(
            "", ton(pdu, "source_addr"), npi(pdu, "source_addr"), text(pdu, "source_addr"), ton(pdu, "dest_addr"),
            npi(pdu, "dest_addr"), text(pdu, "destination_addr"), new ESMClass(), new RegisteredDelivery(0),
            new RawDataCoding((byte) 0), parameters(step)).getMessageId();
        answered(step, 0, id);
    }

    private void querySm(JsonObject step) throws Exception {
        QuerySmResult result =
            session.queryShortMessage(id(step), ton(step, "source_addr"), npi(step, "source_addr"), text(step, "source_addr"));
        // The result does not have the message_id of the response.
        tell(step, Map.of("command_status", 0, "message_id", id(step), "message_state", result.getMessageState().value()));
    }

    private void receiveUnbind(JsonObject step) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        session.addSessionStateListener((state, before, which) -> {
            if (state == SessionState.CLOSED) closed.countDown();
        });
        tell(step, Map.of("ready", true));
        closed.await();
        tell(step, Map.of("closed", true));
    }

    private String id(JsonObject step) {
        return ids.get(text(step, "message"));
    }

    static TypeOfNumber ton(JsonObject pdu, String address) {
        return TypeOfNumber.valueOf(octet(pdu, address + "_ton"));
    }

    static NumberingPlanIndicator npi(JsonObject pdu, String address) {
        return NumberingPlanIndicator.valueOf(octet(pdu, address + "_npi"));
    }

    private static OptionalParameter[] parameters(JsonObject step) {
        List<OptionalParameter> parameters = new ArrayList<>();
        for (JsonElement one : tlvs(step)) {
            JsonObject tlv = one.getAsJsonObject();
            parameters.add(new OptionalParameter.OctetString((short) tlv.get("tag").getAsInt(), octets(tlv, "hex")));
        }
        return parameters.toArray(new OptionalParameter[0]);
    }

    static JsonArray tlvs(OptionalParameter[] parameters) {
        JsonArray tlvs = new JsonArray();
        for (OptionalParameter one : parameters) {
            byte[] octets = one.serialize();
            tlvs.add(tlv(one.tag, Arrays.copyOfRange(octets, 4, octets.length)));
        }
        return tlvs;
    }

    private final class Receiver implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm pdu) {
            JsonObject delivery = object("received", "deliver_sm", "fields", object(
                "source_addr_ton", pdu.getSourceAddrTon(), "source_addr_npi", pdu.getSourceAddrNpi(),
                "source_addr", pdu.getSourceAddr(), "dest_addr_ton", pdu.getDestAddrTon(),
                "dest_addr_npi", pdu.getDestAddrNpi(), "destination_addr", pdu.getDestAddress(),
                "esm_class", pdu.getEsmClass() & 0xFF, "data_coding", pdu.getDataCoding() & 0xFF,
                "short_message", hex(pdu.getShortMessage())));
            delivery.add("tlvs", tlvs(pdu.getOptionalParameters()));
            deliveries.add(delivery);
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification pdu) {}

        @Override
        public DataSmResult onAcceptDataSm(DataSm pdu, Session source) {
            throw new UnsupportedOperationException("no data_sm in the scenario");
        }
    }

    public static void main(String[] arguments) throws Exception {
        new JsmppEsme(Integer.parseInt(arguments[0])).act(arguments[1]);
    }
}

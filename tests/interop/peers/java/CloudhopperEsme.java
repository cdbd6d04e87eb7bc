import com.cloudhopper.commons.charset.CharsetUtil;
import com.cloudhopper.commons.util.windowing.WindowFuture;
import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppClient;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.CancelSm;
import com.cloudhopper.smpp.pdu.DataSm;
import com.cloudhopper.smpp.pdu.DataSmResp;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.Pdu;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.QuerySm;
import com.cloudhopper.smpp.pdu.QuerySmResp;
import com.cloudhopper.smpp.pdu.ReplaceSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.pdu.SubmitSmResp;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppBindException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** cloudhopper-smpp as an ESME: {@code CloudhopperEsme PORT SCENARIO}. */
final class CloudhopperEsme extends Acting {
    private final DefaultSmppClient client = new DefaultSmppClient();
    private SmppSession session;
    private CountDownLatch closed;

    private CloudhopperEsme(int port) {
        super(port);
        doing.put("bind", this::bind);
        doing.put("submit_sm", step -> submitted(step, submitSm(step)));
        doing.put("submit_text", this::submitText);
        doing.put("submit_many", this::submitMany);
        doing.put("data_sm", this::dataSm);
        doing.put("query_sm", this::querySm);
        doing.put("replace_sm", this::replaceSm);
        doing.put("cancel_sm", this::cancelSm);
        doing.put("enquire_link", step ->
            tell(step, Map.of("command_status", session.enquireLink(new EnquireLink(), 5000).getCommandStatus())));
        doing.put("unbind", step -> {
            session.unbind(5000);
            session.destroy();
            tell(step, Map.of("command_status", 0));
        });
        doing.put("receive_unbind", step -> {
            tell(step, Map.of("ready", true));
            closed.await();
            tell(step, Map.of("closed", true));
        });
    }

    private void bind(JsonObject step) throws Exception {
        SmppSessionConfiguration configuration = new SmppSessionConfiguration();
        configuration.setType(SmppBindType.valueOf(text(step, "kind").toUpperCase()));
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setSystemId(text(step, "system_id"));
        configuration.setPassword(text(step, "password"));
        configuration.setInterfaceVersion(octet(step, "interface_version"));
        configuration.setWindowSize(20);
        CountDownLatch closed = new CountDownLatch(1);
        this.closed = closed;
        try {
            session = client.bind(configuration, new DefaultSmppSessionHandler() {
                @Override
                public PduResponse firePduRequestReceived(PduRequest request) {
                    if (request instanceof DeliverSm pdu) deliveries.add(delivery(pdu));
                    return request.createResponse();
                }

                @Override
                public void fireChannelUnexpectedlyClosed() {
                    closed.countDown();
                }
            });
            tell(step, Map.of("command_status", 0));
        } catch (SmppBindException refused) {
            tell(step, Map.of("command_status", refused.getBindResponse().getCommandStatus()));
        }
    }

    private static SubmitSm submitSm(JsonObject step) throws Exception {
        SubmitSm pdu = new SubmitSm();
        fill(pdu, step.getAsJsonObject("pdu"));
        add(pdu, step);
        return pdu;
    }

    private static void fill(BaseSm<?> pdu, JsonObject from) throws Exception {
        pdu.setServiceType(text(from, "service_type"));
        pdu.setSourceAddress(address(from, "source_addr", "source_addr"));
        pdu.setDestAddress(address(from, "dest_addr", "destination_addr"));
        pdu.setEsmClass(octet(from, "esm_class"));
        pdu.setRegisteredDelivery(octet(from, "registered_delivery"));
        pdu.setDataCoding(octet(from, "data_coding"));
        if (pdu instanceof DataSm) return;
        pdu.setProtocolId(octet(from, "protocol_id"));
        pdu.setPriority(octet(from, "priority_flag"));
        pdu.setScheduleDeliveryTime(text(from, "schedule_delivery_time"));
        pdu.setValidityPeriod(text(from, "validity_period"));
        pdu.setReplaceIfPresent(octet(from, "replace_if_present_flag"));
        pdu.setDefaultMsgId(octet(from, "sm_default_msg_id"));
        pdu.setShortMessage(octets(from, "short_message"));
    }

    private static void add(Pdu pdu, JsonObject step) {
        for (JsonElement one : tlvs(step)) {
            JsonObject tlv = one.getAsJsonObject();
            pdu.addOptionalParameter(new Tlv((short) tlv.get("tag").getAsInt(), octets(tlv, "hex")));
        }
    }

    private void submitted(JsonObject step, SubmitSm pdu) throws Exception {
        SubmitSmResp response = session.submit(pdu, 5000);
        answered(step, response.getCommandStatus(), response.getMessageId());
    }

    private void submitText(JsonObject step) throws Exception {
        if (text(step, "shows").equals("long")) throw new Cannot("splits no text");
        SubmitSm pdu = new SubmitSm();
        pdu.setSourceAddress(new Address((byte) 0, (byte) 0, text(step, "source_addr")));
        pdu.setDestAddress(new Address((byte) 1, (byte) 1, text(step, "destination_addr")));
        boolean isUnicode = text(step, "shows").equals("unicode");
        pdu.setDataCoding((byte) (isUnicode ? 8 : 0));
        pdu.setShortMessage(
            CharsetUtil.encode(text(step, "text"), isUnicode ? CharsetUtil.CHARSET_UCS_2 : CharsetUtil.CHARSET_GSM));
        submitted(step, pdu);
    }

    private void submitMany(JsonObject step) throws Exception {
        List<WindowFuture<Integer, PduRequest, PduResponse>> answers = new ArrayList<>();
        for (int left = step.get("count").getAsInt(); left > 0; left--) {
            answers.add(session.sendRequestPdu(submitSm(step), 5000, false));
        }
        for (WindowFuture<Integer, PduRequest, PduResponse> answer : answers) {
            answer.await();
            SubmitSmResp response = (SubmitSmResp) answer.getResponse();
            answered(step, response.getCommandStatus(), response.getMessageId());
        }
    }

    private PduResponse ask(PduRequest<?> pdu) throws Exception {
        WindowFuture<Integer, PduRequest, PduResponse> answer = session.sendRequestPdu(pdu, 5000, true);
        answer.await();
        return answer.getResponse();
    }

    private void dataSm(JsonObject step) throws Exception {
        DataSm pdu = new DataSm();
        fill(pdu, step.getAsJsonObject("pdu"));
        add(pdu, step);
        DataSmResp response = (DataSmResp) ask(pdu);
        answered(step, response.getCommandStatus(), response.getMessageId());
    }

    private void querySm(JsonObject step) throws Exception {
        QuerySm pdu = new QuerySm();
        pdu.setMessageId(ids.get(text(step, "message")));
        pdu.setSourceAddress(address(step, "source_addr", "source_addr"));
        QuerySmResp response = (QuerySmResp) ask(pdu);
        tell(step, Map.of("command_status", response.getCommandStatus(), "message_id", response.getMessageId(),
            "message_state", response.getMessageState()));
    }

    private void replaceSm(JsonObject step) throws Exception {
        ReplaceSm pdu = new ReplaceSm();
        pdu.setMessageId(ids.get(text(step, "message")));
        pdu.setSourceAddress(address(step, "source_addr", "source_addr"));
        pdu.setScheduleDeliveryTime(text(step, "schedule_delivery_time"));
        pdu.setShortMessage(octets(step, "short_message"));
        tell(step, Map.of("command_status", ask(pdu).getCommandStatus()));
    }

    private void cancelSm(JsonObject step) throws Exception {
        CancelSm pdu = new CancelSm();
        pdu.setMessageId(ids.get(text(step, "message")));
        pdu.setSourceAddress(address(step, "source_addr", "source_addr"));
        pdu.setDestAddress(address(step, "dest_addr", "destination_addr"));
        tell(step, Map.of("command_status", ask(pdu).getCommandStatus()));
    }

    private static Address address(JsonObject from, String type, String name) {
        return new Address(octet(from, type + "_ton"), octet(from, type + "_npi"), text(from, name));
    }

    private static JsonObject delivery(DeliverSm pdu) {
        Address from = pdu.getSourceAddress();
        Address to = pdu.getDestAddress();
        JsonObject delivery = object("received", "deliver_sm", "fields", object(
            "source_addr_ton", from.getTon(), "source_addr_npi", from.getNpi(), "source_addr", from.getAddress(),
            "dest_addr_ton", to.getTon(), "dest_addr_npi", to.getNpi(), "destination_addr", to.getAddress(),
            "esm_class", pdu.getEsmClass() & 0xFF, "data_coding", pdu.getDataCoding() & 0xFF,
            "short_message", hex(pdu.getShortMessage())));
        delivery.add("tlvs", tlvs(pdu));
        return delivery;
    }

    static JsonArray tlvs(Pdu pdu) {
        JsonArray tlvs = new JsonArray();
        if (pdu.getOptionalParameters() != null) {
            for (Tlv one : pdu.getOptionalParameters()) tlvs.add(tlv(one.getTag(), one.getValue()));
        }
        return tlvs;
    }

    public static void main(String[] arguments) throws Exception {
        new CloudhopperEsme(Integer.parseInt(arguments[0])).act(arguments[1]);
    }
}

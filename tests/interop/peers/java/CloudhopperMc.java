import com.cloudhopper.commons.util.windowing.WindowFuture;
import com.cloudhopper.smpp.SmppBindType;
import com.cloudhopper.smpp.SmppServerConfiguration;
import com.cloudhopper.smpp.SmppServerHandler;
import com.cloudhopper.smpp.SmppServerSession;
import com.cloudhopper.smpp.SmppSessionConfiguration;
import com.cloudhopper.smpp.impl.DefaultSmppServer;
import com.cloudhopper.smpp.impl.DefaultSmppSessionHandler;
import com.cloudhopper.smpp.pdu.BaseBind;
import com.cloudhopper.smpp.pdu.BaseBindResp;
import com.cloudhopper.smpp.pdu.BaseSm;
import com.cloudhopper.smpp.pdu.BaseSmResp;
import com.cloudhopper.smpp.pdu.CancelSm;
import com.cloudhopper.smpp.pdu.DataSm;
import com.cloudhopper.smpp.pdu.DeliverSm;
import com.cloudhopper.smpp.pdu.EnquireLink;
import com.cloudhopper.smpp.pdu.PduRequest;
import com.cloudhopper.smpp.pdu.PduResponse;
import com.cloudhopper.smpp.pdu.QuerySm;
import com.cloudhopper.smpp.pdu.QuerySmResp;
import com.cloudhopper.smpp.pdu.ReplaceSm;
import com.cloudhopper.smpp.pdu.SubmitSm;
import com.cloudhopper.smpp.tlv.Tlv;
import com.cloudhopper.smpp.type.Address;
import com.cloudhopper.smpp.type.SmppProcessingException;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** cloudhopper-smpp as an MC: {@code CloudhopperMc}. README.md says what an MC does here. */
final class CloudhopperMc implements SmppServerHandler {
    private static final Centre CENTRE = new Centre();
    private final Map<Long, Served> sessions = new ConcurrentHashMap<>();

    public static void main(String[] arguments) throws Exception {
        SmppServerConfiguration configuration = new SmppServerConfiguration();
        int port = Centre.freePort();
        configuration.setHost("127.0.0.1");
        configuration.setPort(port);
        configuration.setSystemId("cloudhopper");
        configuration.setDefaultWindowSize(20);
        new DefaultSmppServer(configuration, new CloudhopperMc()).start();
        CENTRE.serve(port);
    }

    @Override
    public void sessionBindRequested(Long id, SmppSessionConfiguration configuration, BaseBind bind) throws SmppProcessingException {
        int status = Centre.status(bind.getSystemId(), bind.getPassword());
        Centre.tell("esme", bind.getName(), Acting.object(
            "system_id", bind.getSystemId(), "interface_version", bind.getInterfaceVersion() & 0xFF), null, Centre.status(status));
        if (status != 0) throw new SmppProcessingException(status);
    }

    @Override
    public void sessionCreated(Long id, SmppServerSession session, BaseBindResp response) {
        Served served = new Served(session);
        sessions.put(id, served);
        // Before the ESME knows that it is bound, and may want to be unbound.
        CENTRE.enter(served, session.getBindType() != SmppBindType.TRANSMITTER);
        session.serverReady(served);
    }

    @Override
    public void sessionDestroyed(Long id, SmppServerSession session) {
        Served served = sessions.remove(id);
        if (served != null) CENTRE.leave(served);
        session.destroy();
    }

    private static final class Served extends DefaultSmppSessionHandler implements Centre.Bound {
        private final SmppServerSession session;
        private int taken;

        Served(SmppServerSession session) {
            this.session = session;
        }

        @Override
        public PduResponse firePduRequestReceived(PduRequest request) {
            PduResponse response = request.createResponse();
            if (request instanceof SubmitSm || request instanceof DataSm) {
                take((BaseSm<?>) request, (BaseSmResp) response);
            } else if (request instanceof QuerySm pdu) {
                QuerySmResp answer = (QuerySmResp) response;
                answer.setMessageId(pdu.getMessageId());
                answer.setMessageState((byte) 1);
                Centre.tell("esme", "query_sm", Acting.object("message_id", pdu.getMessageId()), null,
                    Acting.object("command_status", 0, "message_id", pdu.getMessageId(), "message_state", 1));
            } else if (request instanceof ReplaceSm pdu) {
                Centre.tell("esme", "replace_sm", Acting.object("message_id", pdu.getMessageId(), "schedule_delivery_time",
                    pdu.getScheduleDeliveryTime(), "short_message", Acting.hex(pdu.getShortMessage())), null, Centre.status(0));
            } else if (request instanceof CancelSm pdu) {
                Centre.tell("esme", "cancel_sm", Acting.object("message_id", pdu.getMessageId(), "destination_addr",
                    pdu.getDestAddress().getAddress()), null, Centre.status(0));
            }
            return response;
        }

        private void take(BaseSm<?> pdu, BaseSmResp response) {
            Address from = pdu.getSourceAddress();
            Address to = pdu.getDestAddress();
            JsonObject fields = Acting.object("service_type", pdu.getServiceType() == null ? "" : pdu.getServiceType(),
                "source_addr_ton", from.getTon(), "source_addr_npi", from.getNpi(), "source_addr", from.getAddress(),
                "dest_addr_ton", to.getTon(), "dest_addr_npi", to.getNpi(), "destination_addr", to.getAddress(),
                "esm_class", pdu.getEsmClass() & 0xFF, "registered_delivery", pdu.getRegisteredDelivery() & 0xFF,
                "data_coding", pdu.getDataCoding() & 0xFF);
            if (pdu instanceof SubmitSm) fields.addProperty("short_message", Acting.hex(pdu.getShortMessage()));
            JsonObject answer;
            if (session.getConfiguration().getSystemId().equals("busy") && ++taken > 1) {
                response.setCommandStatus(Centre.ESME_RTHROTTLED);
                answer = Centre.status(Centre.ESME_RTHROTTLED);
            } else {
                String id = CENTRE.nextId();
                response.setMessageId(id);
                answer = Acting.object("command_status", 0, "message_id", id);
                if (pdu.getRegisteredDelivery() == 1) {
                    CENTRE.receipt(from.getTon(), from.getNpi(), from.getAddress(), to.getTon(), to.getNpi(), to.getAddress(), id);
                }
            }
            Centre.tell("esme", pdu.getName(), fields, CloudhopperEsme.tlvs(pdu), answer);
        }

        private PduResponse ask(PduRequest<?> pdu) throws Exception {
            WindowFuture<Integer, PduRequest, PduResponse> answer = session.sendRequestPdu(pdu, 5000, true);
            answer.await();
            return answer.getResponse();
        }

        @Override
        public void deliver(Centre.Delivery one) throws Exception {
            DeliverSm pdu = new DeliverSm();
            pdu.setSourceAddress(new Address((byte) one.fromTon(), (byte) one.fromNpi(), one.from()));
            pdu.setDestAddress(new Address((byte) one.toTon(), (byte) one.toNpi(), one.to()));
            pdu.setEsmClass((byte) one.esmClass());
            pdu.setDataCoding((byte) one.dataCoding());
            pdu.setShortMessage(one.text());
            if (one.receiptedMessageId() != null) {
                byte[] id = (one.receiptedMessageId() + "\0").getBytes(StandardCharsets.US_ASCII);
                pdu.addOptionalParameter(new Tlv((short) 0x001E, id));
                pdu.addOptionalParameter(new Tlv((short) 0x0427, new byte[] {2}));
            }
            int status = ask(pdu).getCommandStatus();
            Centre.tell("mc", "deliver_sm", one.fields(), CloudhopperEsme.tlvs(pdu), Centre.status(status));
        }

        @Override
        public void enquire() throws Exception {
            if (session.isBound()) ask(new EnquireLink());
        }

        @Override
        public void unbind() {
            session.unbind(5000);
        }
    }
}

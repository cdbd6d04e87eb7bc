import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DestinationAddress;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.bean.UnsuccessDelivery;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;

/** jSMPP as an MC: {@code JsmppMc}. README.md says what an MC does here. */
final class JsmppMc {
    private static final OptionalParameter[] NONE = {};
    private static final Centre CENTRE = new Centre();

    public static void main(String[] arguments) throws Exception {
        int port = Centre.freePort();
        SMPPServerSessionListener listener = new SMPPServerSessionListener(port);
        // With more, messages of one session would be taken in any order.
        listener.setPduProcessorDegree(1);
        Thread accepting = new Thread(() -> {
            try {
                while (true) serve(listener.accept());
            } catch (Exception failed) {
                failed.printStackTrace();
            }
        });
        accepting.setDaemon(true);
        accepting.start();
        CENTRE.serve(port);
    }

    private static void serve(SMPPServerSession session) throws Exception {
        BindRequest bind = session.waitForBind(5000);
        int status = Centre.status(bind.getSystemId(), bind.getPassword());
        Centre.tell("esme", bind.getBindType().toString().toLowerCase().replace("bind_trx", "bind_transceiver")
            .replace("bind_tx", "bind_transmitter").replace("bind_rx", "bind_receiver"), Acting.object(
            "system_id", bind.getSystemId(), "interface_version", bind.getInterfaceVersion().value() & 0xFF),
            null, Centre.status(status));
        if (status != 0) {
            bind.reject(status);
            session.close();
            return;
        }
        Served served = new Served(session, bind.getSystemId());
        session.setMessageReceiverListener(served);
        session.addSessionStateListener((state, before, which) -> {
            if (state == SessionState.CLOSED || state == SessionState.UNBOUND) CENTRE.leave(served);
        });
        session.setEnquireLinkTimer(300);
        // Before the ESME knows that it is bound, and may want to be unbound.
        CENTRE.enter(served, bind.getBindType() != BindType.BIND_TX);
        bind.accept("jsmpp");
    }

    private static final class Served implements ServerMessageReceiverListener, Centre.Bound {
        private final SMPPServerSession session;
        private final String systemId;
        private int taken;

        Served(SMPPServerSession session, String systemId) {
            this.session = session;
            this.systemId = systemId;
        }

        private String take(String command, JsonObject fields, OptionalParameter[] parameters) throws ProcessRequestException {
            JsonArray tlvs = JsmppEsme.tlvs(parameters);
            taken++;
            if (systemId.equals("busy") && taken > 1) {
                Centre.tell("esme", command, fields, tlvs, Centre.status(Centre.ESME_RTHROTTLED));
                throw new ProcessRequestException("too fast", Centre.ESME_RTHROTTLED);
            }
            String id = CENTRE.nextId();
            Centre.tell("esme", command, fields, tlvs, Acting.object("command_status", 0, "message_id", id));
            return id;
        }

        private static MessageId messageId(String id) {
            try {
                return new MessageId(id);
            } catch (PDUStringException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        @Override
        public synchronized SubmitSmResult onAcceptSubmitSm(SubmitSm pdu, SMPPServerSession source) throws ProcessRequestException {
            JsonObject fields = Acting.object("service_type", pdu.getServiceType(), "source_addr_ton", pdu.getSourceAddrTon(),
                "source_addr_npi", pdu.getSourceAddrNpi(), "source_addr", pdu.getSourceAddr(), "dest_addr_ton",
                pdu.getDestAddrTon(), "dest_addr_npi", pdu.getDestAddrNpi(), "destination_addr", pdu.getDestAddress(),
                "esm_class", pdu.getEsmClass() & 0xFF, "protocol_id", pdu.getProtocolId() & 0xFF, "priority_flag",
                pdu.getPriorityFlag(), "schedule_delivery_time", orEmpty(pdu.getScheduleDeliveryTime()), "validity_period",
                orEmpty(pdu.getValidityPeriod()), "registered_delivery", pdu.getRegisteredDelivery() & 0xFF,
                "data_coding", pdu.getDataCoding() & 0xFF, "short_message", Acting.hex(pdu.getShortMessage()));
            String id = take("submit_sm", fields, pdu.getOptionalParameters());
            if (pdu.getRegisteredDelivery() == 1) {
                CENTRE.receipt(pdu.getSourceAddrTon(), pdu.getSourceAddrNpi(), pdu.getSourceAddr(), pdu.getDestAddrTon(),
                    pdu.getDestAddrNpi(), pdu.getDestAddress(), id);
            }
            return new SubmitSmResult(messageId(id), NONE);
        }

        private static String orEmpty(String text) {
            return text == null ? "" : text;
        }

        @Override
        public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti pdu, SMPPServerSession source) throws ProcessRequestException {
            List<JsonObject> to = new ArrayList<>();
            for (DestinationAddress one : pdu.getDestAddresses()) {
                Address address = (Address) one;
                to.add(Acting.object("dest_flag", 1, "dest_addr_ton", address.getTon(), "dest_addr_npi", address.getNpi(),
                    "destination_addr", address.getAddress()));
            }
            JsonObject fields = Acting.object("source_addr", pdu.getSourceAddr(), "dest_address", to,
                "short_message", Acting.hex(pdu.getShortMessage()));
            return new SubmitMultiResult(take("submit_multi", fields, pdu.getOptionalParameters()), new UnsuccessDelivery[0], NONE);
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm pdu, Session source) throws ProcessRequestException {
            JsonObject fields = Acting.object("source_addr", pdu.getSourceAddr(), "destination_addr", pdu.getDestAddress());
            return new DataSmResult(messageId(take("data_sm", fields, pdu.getOptionalParameters())), NONE);
        }

        @Override
        public QuerySmResult onAcceptQuerySm(QuerySm pdu, SMPPServerSession source) {
            Centre.tell("esme", "query_sm", Acting.object("message_id", pdu.getMessageId(), "source_addr", pdu.getSourceAddr()),
                null, Acting.object("command_status", 0, "message_state", 1));
            return new QuerySmResult("", MessageState.ENROUTE, (byte) 0);
        }

        @Override
        public void onAcceptReplaceSm(ReplaceSm pdu, SMPPServerSession source) {
            Centre.tell("esme", "replace_sm", Acting.object("message_id", pdu.getMessageId(), "schedule_delivery_time",
                pdu.getScheduleDeliveryTime(), "short_message", Acting.hex(pdu.getShortMessage())), null, Centre.status(0));
        }

        @Override
        public void onAcceptCancelSm(CancelSm pdu, SMPPServerSession source) {
            Centre.tell("esme", "cancel_sm", Acting.object("message_id", pdu.getMessageId(), "destination_addr",
                pdu.getDestinationAddress()), null, Centre.status(0));
        }

        @Override
        public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm pdu, SMPPServerSession source) throws ProcessRequestException {
            throw new ProcessRequestException("not in the scenario", 0x03);
        }

        @Override
        public void onAcceptCancelBroadcastSm(CancelBroadcastSm pdu, SMPPServerSession source) throws ProcessRequestException {
            throw new ProcessRequestException("not in the scenario", 0x03);
        }

        @Override
        public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm pdu, SMPPServerSession source)
            throws ProcessRequestException {
            throw new ProcessRequestException("not in the scenario", 0x03);
        }

        @Override
        public void deliver(Centre.Delivery one) throws Exception {
            OptionalParameter[] parameters = one.receiptedMessageId() == null ? NONE : new OptionalParameter[] {
                new OptionalParameter.Receipted_message_id(one.receiptedMessageId()),
                new OptionalParameter.Message_state((byte) 2),
            };
            session.deliverShortMessage("", TypeOfNumber.valueOf((byte) one.fromTon()),
                NumberingPlanIndicator.valueOf((byte) one.fromNpi()), one.from(), TypeOfNumber.valueOf((byte) one.toTon()),
                NumberingPlanIndicator.valueOf((byte) one.toNpi()), one.to(), new ESMClass(one.esmClass()), (byte) 0, (byte) 0,
                new RegisteredDelivery(0), new RawDataCoding((byte) one.dataCoding()), one.text(), parameters);
            Centre.tell("mc", "deliver_sm", one.fields(), JsmppEsme.tlvs(parameters), Centre.status(0));
        }

        @Override
        public void enquire() {}

        @Override
        public void unbind() throws Exception {
            session.unbind();
            session.close();
        }
    }
}

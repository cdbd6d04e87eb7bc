import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What the message centres in Java have in common: accounts, message ids, receipts, messages of mobiles. */
final class Centre {
    static final int ESME_RINVPASWD = 0x0E;
    static final int ESME_RINVSYSID = 0x0F;
    static final int ESME_RTHROTTLED = 0x58;
    private static final Map<String, String> ACCOUNTS = Map.of("app", "secret", "busy", "secret");

    /** What goes out as deliver_sm. */
    record Delivery(int fromTon, int fromNpi, String from, int toTon, int toNpi, String to, int esmClass, int dataCoding,
        byte[] text, String receiptedMessageId) {
        JsonObject fields() {
            return Acting.object("source_addr_ton", fromTon, "source_addr_npi", fromNpi, "source_addr", from,
                "dest_addr_ton", toTon, "dest_addr_npi", toNpi, "destination_addr", to, "esm_class", esmClass,
                "data_coding", dataCoding, "short_message", Acting.hex(text));
        }
    }

    /** A session that the library holds. */
    interface Bound {
        void deliver(Delivery delivery) throws Exception;

        /** Sends an enquire_link and waits for its answer; nothing where the library does so by itself. */
        void enquire() throws Exception;

        void unbind() throws Exception;
    }

    private final Set<Bound> bound = new LinkedHashSet<>();
    private final Set<Bound> receivers = new LinkedHashSet<>();
    private final Queue<Delivery> waiting = new ArrayDeque<>();
    /** One thread: deliveries keep their order. */
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private int messages;

    static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static int status(String systemId, String password) {
        if (!ACCOUNTS.containsKey(systemId)) return ESME_RINVSYSID;
        return ACCOUNTS.get(systemId).equals(password) ? 0 : ESME_RINVPASWD;
    }

    static void tell(String by, String command, JsonObject fields, JsonArray tlvs, JsonObject answer) {
        JsonObject line = Acting.object("by", by, "command", command);
        line.add("fields", fields);
        if (tlvs != null) line.add("tlvs", tlvs);
        line.add("answer", answer);
        Acting.line(line);
    }

    static JsonObject status(int commandStatus) {
        return Acting.object("command_status", commandStatus);
    }

    synchronized String nextId() {
        return String.valueOf(++messages);
    }

    synchronized void enter(Bound one, boolean receives) {
        bound.add(one);
        if (receives) receivers.add(one);
        later.scheduleAtFixedRate(() -> {
            if (isBound(one)) run(one::enquire);
        }, 300, 300, TimeUnit.MILLISECONDS);
        later.schedule(this::flush, 50, TimeUnit.MILLISECONDS);
    }

    private synchronized boolean isBound(Bound one) {
        return bound.contains(one);
    }

    synchronized void leave(Bound one) {
        bound.remove(one);
        receivers.remove(one);
    }

    /** A receipt, once the response is on its way. */
    void receipt(int fromTon, int fromNpi, String from, int toTon, int toNpi, String to, String id) {
        String text = "id:" + id + " sub:001 dlvrd:001 submit date:2611261200 done date:2611261200 stat:DELIVRD err:000 text:";
        put(new Delivery(toTon, toNpi, to, fromTon, fromNpi, from, 4, 0, text.getBytes(StandardCharsets.US_ASCII), id));
    }

    private void put(Delivery delivery) {
        synchronized (this) {
            waiting.add(delivery);
        }
        later.schedule(this::flush, 50, TimeUnit.MILLISECONDS);
    }

    private void flush() {
        while (true) {
            Delivery delivery;
            Bound receiver;
            synchronized (this) {
                if (receivers.isEmpty() || waiting.isEmpty()) return;
                receiver = receivers.iterator().next();
                delivery = waiting.remove();
            }
            run(() -> receiver.deliver(delivery));
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (Exception failed) {
            failed.printStackTrace();
        }
    }

    /** Messages of mobiles on standard input; at its end, everybody is unbound. */
    void serve(int port) throws Exception {
        Acting.line(Acting.object("listening", port));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = input.readLine()) != null; ) {
            String[] parts = line.split(":", 3);
            boolean isAscii = parts[2].chars().allMatch(letter -> letter < 0x80);
            byte[] text = parts[2].getBytes(isAscii ? StandardCharsets.US_ASCII : StandardCharsets.UTF_16BE);
            put(new Delivery(1, 1, parts[0], 0, 0, parts[1], 0, isAscii ? 0 : 8, text, null));
        }
        List<Bound> last;
        synchronized (this) {
            last = new ArrayList<>(bound);
        }
        for (Bound one : last) run(one::unbind);
        System.exit(0);
    }
}

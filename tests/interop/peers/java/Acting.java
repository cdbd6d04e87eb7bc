import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the clients in Java have in common: they go through the scenario step by step and tell what they saw. */
abstract class Acting {
    /** The library cannot do this, and why. */
    static final class Cannot extends Exception {
        Cannot(String reason) {
            super(reason);
        }
    }

    interface Doing {
        void run(JsonObject step) throws Exception;
    }

    private static final Gson GSON = new Gson();
    final int port;
    /** The message ids that steps gave. */
    final Map<String, String> ids = new HashMap<>();
    final BlockingQueue<JsonObject> deliveries = new LinkedBlockingQueue<>();
    final Map<String, Doing> doing = new HashMap<>();

    Acting(int port) {
        this.port = port;
        doing.put("receive", this::receive);
        doing.put("wait", step -> {
            tell(step, Map.of("ready", true));
            Thread.sleep((long) (step.get("seconds").getAsDouble() * 1000));
        });
    }

    void act(String scenario) throws Exception {
        for (JsonElement session : JsonParser.parseString(Files.readString(Path.of(scenario))).getAsJsonArray()) {
            for (JsonElement element : session.getAsJsonArray()) {
                JsonObject step = element.getAsJsonObject();
                try {
                    Doing doing = this.doing.get(text(step, "do"));
                    if (doing == null) throw new Cannot("has no " + text(step, "do"));
                    doing.run(step);
                } catch (Cannot reason) {
                    tell(step, Map.of("cannot", reason.getMessage()));
                }
            }
        }
        // Threads of the library may go on.
        System.exit(0);
    }

    private void receive(JsonObject step) throws Exception {
        tell(step, Map.of("ready", true));
        for (int left = step.get("count").getAsInt(); left > 0; left--) {
            JsonObject delivery = deliveries.poll(10, TimeUnit.SECONDS);
            if (delivery == null) throw new IllegalStateException("nothing came");
            tell(step, delivery);
        }
    }

    static synchronized void tell(JsonObject step, Map<String, ?> seen) {
        tell(step, GSON.toJsonTree(seen).getAsJsonObject());
    }

    static synchronized void tell(JsonObject step, JsonObject seen) {
        seen.add("step", step.get("step"));
        line(seen);
    }

    static synchronized void line(JsonObject line) {
        System.out.println(GSON.toJson(line));
        System.out.flush();
    }

    void answered(JsonObject step, int commandStatus, String messageId) {
        ids.put(text(step, "step"), messageId);
        tell(step, Map.of("command_status", commandStatus, "message_id", messageId == null ? "" : messageId));
    }

    static String text(JsonObject object, String name) {
        return object.has(name) ? object.get(name).getAsString() : "";
    }

    static byte octet(JsonObject object, String name) {
        return object.has(name) ? (byte) object.get(name).getAsInt() : 0;
    }

    static byte[] octets(JsonObject object, String name) {
        return HexFormat.of().parseHex(text(object, name));
    }

    static JsonArray tlvs(JsonObject step) {
        return step.has("tlvs") ? step.getAsJsonArray("tlvs") : new JsonArray();
    }

    static String hex(byte[] octets) {
        return octets == null ? "" : HexFormat.of().formatHex(octets);
    }

    static JsonObject object(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int at = 0; at < namesAndValues.length; at += 2) map.put((String) namesAndValues[at], namesAndValues[at + 1]);
        return GSON.toJsonTree(map).getAsJsonObject();
    }

    static JsonArray tlv(int tag, byte[] value) {
        JsonArray pair = new JsonArray();
        pair.add(tag & 0xFFFF);
        pair.add(hex(value));
        return pair;
    }
}

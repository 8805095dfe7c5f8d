package org.sallyport.cli.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.Outcome;
import org.sallyport.api.codec.Json;

/** An event as RFC 5424 has it, framed by octet count (RFC 6587, as RFC 5425 asks for). Nothing is cut. */
final class SyslogMessage {
    private static final ObjectMapper JSON = Json.jsonMapper();
    private static final int LOG_AUDIT = 13;
    private static final int WARNING = 4;
    private static final int NOTICE = 5;
    /** Structured data under a name of our own needs an enterprise number; this one is for documentation (RFC 5612). */
    private static final String ELEMENT = "sallyport@32473";

    private final String host;

    /** @param host who logs: the cluster's name */
    SyslogMessage(String host) {
        this.host = name(host, 255);
    }

    byte[] framed(AuditEvent event) throws JsonProcessingException {
        byte[] message = text(event).getBytes(StandardCharsets.UTF_8);
        byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[length.length + message.length];
        System.arraycopy(length, 0, frame, 0, length.length);
        System.arraycopy(message, 0, frame, length.length, message.length);
        return frame;
    }

    private String text(AuditEvent event) throws JsonProcessingException {
        int severity = event.outcome() == Outcome.SUCCESS ? NOTICE : WARNING;
        Map<String, String> data = new LinkedHashMap<>();
        data.put("uid", event.uid().toString());
        data.put("event", event.event());
        data.put("user", event.user());
        data.put("resource", event.resource());
        data.put("address", event.address());
        data.put("session", event.sessionId());
        String elements = data.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> " " + entry.getKey() + "=\"" + escaped(entry.getValue()) + "\"")
                .collect(Collectors.joining());
        // no byte order mark before MSG, though the RFC asks for one before UTF-8: JSON forbids it (RFC 8259, 8.1), and
        // it is what reads MSG
        return "<" + (LOG_AUDIT * 8 + severity) + ">1 " + event.time() + " " + host + " sallyport - "
                + name(event.code(), 32) + " [" + ELEMENT + elements + "] " + JSON.writeValueAsString(event);
    }

    /** PARAM-VALUE; control characters are allowed but break receivers that read lines. */
    private static String escaped(String value) {
        return value.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\\"\\]])", "\\\\$1");
    }

    private static String name(String text, int most) {
        String printable = text.replaceAll("[^!-~]", "_");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(most, printable.length()));
    }
}

package org.sallyport.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;

final class SyslogMessageTest {
    private final SyslogMessage syslog = new SyslogMessage("my cluster");

    @Test
    void messageHasTheFormOfRfc5424() throws Exception {
        AuditEvent event = new SomeEvents(2, 1).all.get(1);
        String framed = new String(syslog.framed(event), StandardCharsets.UTF_8);
        Matcher form = Pattern.compile(
                        "(\\d+) (<109>1 2026-03-01T12:00:00.124Z my_cluster sallyport - SP2010I (\\[.*]) (\\{.*}))")
                .matcher(framed);
        assertThat(form.matches()).as(framed).isTrue();
        assertThat(form.group(2).getBytes(StandardCharsets.UTF_8)).hasSize(Integer.parseInt(form.group(1)));
        assertThat(form.group(3))
                .startsWith("[sallyport@32473 uid=\"" + event.uid() + "\" event=\"session.exec\" user=\"ada\"")
                .contains("resource=\"web \\\"1\\\"\\]\\\\\"");
        assertThat(Json.jsonMapper().readValue(form.group(4), AuditEvent.class)).isEqualTo(event);
    }

    @Test
    void failureIsAWarning() throws Exception {
        AuditEvent refused = new SomeEvents(1, 1).all.getFirst();
        assertThat(new String(syslog.framed(refused), StandardCharsets.UTF_8)).contains(" <108>1 ");
    }

    @Test
    void longEventIsNotCut() throws Exception {
        AuditEvent event = new SomeEvents(3000, 1).all.get(2999);
        assertThat(new String(syslog.framed(event), StandardCharsets.UTF_8)).contains("x".repeat(2999));
    }
}

package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.mock.MockHttpRequest;
import org.jboss.resteasy.mock.MockHttpResponse;
import org.junit.jupiter.api.Test;
import org.sallyport.api.recording.RecordingState;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.EventStreamReader;
import org.sallyport.core.recording.EventStreamReader.Item;
import org.sallyport.core.recording.RecordedEvent;

/** Recordings as they go over the wire. */
class RecordingRestTest {
    private final RestInProcess rest = new RestInProcess();
    private final String token =
            rest.logins.sessionOf(new Caller.User("eve", List.of("auditor"), Map.of(), "192.0.2.1"));
    private final String path = "/v1/recordings/" + rest.recordings.session.id;

    private MockHttpResponse get(String where) {
        try {
            // as the command line asks, which takes whatever comes
            return rest.invoke(MockHttpRequest.get(where)
                    .content(new byte[0])
                    .header("Authorization", "Bearer " + token)
                    .header("Accept", "application/json, application/problem+json")
                    .header("Accept", "*/*"));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private List<Item> items(String query) throws IOException {
        MockHttpResponse answer = get(path + "/events" + query);
        assertThat(answer.getStatus()).isEqualTo(200);
        List<Item> items = new ArrayList<>();
        try (EventStreamReader reader = new EventStreamReader(new ByteArrayInputStream(answer.getOutput()))) {
            do {
                items.add(reader.next());
            } while (!(items.getLast() instanceof Item.End));
        }
        return items;
    }

    private static List<String> bytes(List<Item> items) {
        return items.stream()
                .filter(Item.Event.class::isInstance)
                .map(item -> text(((Item.Event) item).event()))
                .toList();
    }

    private static String text(RecordedEvent event) {
        return event.atMicros() + " " + event.code() + " "
                + java.util.HexFormat.of().formatHex(event.data());
    }

    @Test
    void eventsComeByteByByteAndGoOnWhereTheyWereLeft() throws IOException {
        List<String> all = rest.recordings.session.events.stream()
                .map(RecordingRestTest::text)
                .toList();
        assertThat(bytes(items(""))).isEqualTo(all);

        List<Item> first = items("?segments=1");
        assertThat(first.getLast()).isEqualTo(new Item.End(RecordingState.COMPLETE, true));
        assertThat(first.get(first.size() - 2)).isEqualTo(new Item.Played(0));
        List<Item> rest2 = items("?segments=5&after=0");
        assertThat(rest2.getLast()).isEqualTo(new Item.End(RecordingState.COMPLETE, false));
        List<String> joined = new ArrayList<>(bytes(first));
        joined.addAll(bytes(rest2));
        assertThat(joined).isEqualTo(all);
        // whether it goes on with what was begun is for the service to believe
        assertThat(rest.recordings.playbacks).containsExactly(false, false, true);
    }

    @Test
    void castsAndTextAreWholeDocuments() throws Exception {
        String three = get(path + "/cast").getContentAsString();
        assertThat(three.lines()).first().asString().startsWith("{\"version\":3,");
        assertThat(three.lines()).hasSize(1 + rest.recordings.session.events.size());
        assertThat(get(path + "/cast?version=2").getContentAsString()).startsWith("{\"version\":2,\"width\":80");
        assertThat(get(path + "/cast?version=1").getStatus()).isEqualTo(400);
        MockHttpResponse text = get(path + "/text");
        assertThat(text.getOutputHeaders().getFirst("Content-Type").toString()).startsWith("text/plain");
        assertThat(text.getContentAsString())
                .contains("line 0.0 \u00e4\n")
                .contains("warning\n")
                .doesNotContain("\u001b");
    }

    @Test
    void filtersAreToldToTheService() throws Exception {
        MockHttpResponse answer = get("/v1/recordings?user=ann&node=web1&state=live&text=rm&from=2026-03-01T12:00:00Z");
        assertThat(rest.json
                        .readTree(answer.getContentAsString())
                        .at("/items/0/info/session_id")
                        .asText())
                .isEqualTo(rest.recordings.session.id.toString());
        assertThat(rest.recordings.asked.user()).isEqualTo("ann");
        assertThat(rest.recordings.asked.node()).isEqualTo("web1");
        assertThat(rest.recordings.asked.text()).isEqualTo("rm");
        assertThat(rest.recordings.asked.state()).isEqualTo(Optional.of(RecordingState.LIVE));
        assertThat(rest.recordings.asked.from()).isPresent();
        assertThat(get("/v1/recordings?state=odd").getStatus()).isEqualTo(400);
        assertThat(get(path + "/events?after=x").getStatus()).isEqualTo(400);
        assertThat(get(path + "/events?segments=0").getStatus()).isEqualTo(400);
    }

    @Test
    void whatIsNotThereAndAStorageThatIsAwayAreProblems() {
        assertThat(get("/v1/recordings/none/events").getStatus()).isEqualTo(404);
        assertThat(get("/v1/recordings/none/verify").getStatus()).isEqualTo(404);
        rest.recordings.storage.away = true;
        // told as one, since nothing has left yet
        assertThat(get(path + "/cast").getStatus()).isEqualTo(503);
    }
}

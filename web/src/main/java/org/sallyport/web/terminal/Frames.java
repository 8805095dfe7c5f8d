package org.sallyport.web.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.Problem;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.web.json.RestJson;

/** The text frames of docs/protocol/terminal.md. Everything that comes is bounded here. */
final class Frames {
    private static final ObjectMapper JSON = RestJson.mapper();
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LOGIN = 64;
    private static final int LARGEST = 1000;

    private Frames() {}

    /** What a browser asks for. */
    sealed interface Asked {
        /** @param join what is wanted instead of a shell; the login is the one that joins then */
        record Open(String node, String login, int columns, int rows, MfaAnswer answer, Optional<JoinWish> join)
                implements Asked {
            /** Of a shell. */
            Open(String node, String login, int columns, int rows, MfaAnswer answer) {
                this(node, login, columns, rows, answer, Optional.empty());
            }
        }

        record Resize(int columns, int rows) implements Asked {}

        record Signal(String name) implements Asked {}

        /** So many bytes of output are shown, and as many more may come. */
        record Taken(int bytes) implements Asked {}
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    static Asked parse(String text) {
        try {
            JsonNode frame = JSON.readTree(text);
            return switch (frame.path("type").asText()) {
                case "open" -> open(frame);
                case "resize" -> new Asked.Resize(size(frame, "columns"), size(frame, "rows"));
                case "signal" -> new Asked.Signal(name(frame, "name", 8));
                case "taken" -> new Asked.Taken(number(frame, "bytes", ShellReceiver.WINDOW));
                default -> throw malformed("its type is none of open, resize, signal, taken");
            };
        } catch (JsonProcessingException e) {
            throw malformed("it is no JSON of the form it should have");
        }
    }

    private static Asked.Open open(JsonNode frame) throws JsonProcessingException {
        Optional<JoinWish> join = JoinFrame.wish(frame);
        return new Asked.Open(
                name(frame, "node", LONGEST_NAME),
                join.isPresent() ? LiveSession.JOIN_LOGIN : name(frame, "login", LONGEST_LOGIN),
                size(frame, "columns"),
                size(frame, "rows"),
                frame.hasNonNull("mfa") ? JSON.treeToValue(frame.get("mfa"), MfaAnswer.class) : MfaAnswer.NONE,
                join);
    }

    private static String name(JsonNode frame, String field, int longest) {
        String value = frame.path(field).asText("").strip();
        if (value.isEmpty() || value.length() > longest || value.chars().anyMatch(Character::isISOControl)) {
            throw malformed(field + " must have 1 to " + longest + " characters");
        }
        return value;
    }

    private static int size(JsonNode frame, String field) {
        return number(frame, field, LARGEST);
    }

    private static int number(JsonNode frame, String field, int most) {
        JsonNode value = frame.path(field);
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
            throw malformed(field + " must be a whole number from 1 to " + most);
        }
        return value.intValue();
    }

    static SallyportException malformed(String cause) {
        return new SallyportException(
                ErrorCode.INVALID_ARGUMENT, "Terminal: a frame is malformed: " + cause + "; reload the console");
    }

    static String opened(String node, String hostId) {
        return encode(
                JSON.createObjectNode().put("type", "opened").put("node", node).put("host_id", hostId));
    }

    static String ended(ShellReceiver.End end) {
        ObjectNode frame = JSON.createObjectNode().put("type", "exit");
        end.status().ifPresent(status -> frame.put("status", status));
        end.signal().ifPresent(signal -> frame.put("signal", signal));
        return encode(frame);
    }

    static String problem(SallyportException why, String trace) {
        ObjectNode frame = JSON.createObjectNode().put("type", "problem");
        frame.set("problem", JSON.valueToTree(Problem.of(why, trace)));
        return encode(frame);
    }

    private static String encode(ObjectNode frame) {
        return frame.toString();
    }
}

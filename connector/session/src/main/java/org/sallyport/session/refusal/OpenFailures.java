package org.sallyport.session.refusal;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/** Texts of refused channels on their way to the client: MINA sends the reason code of a refusal and drops its text. */
public final class OpenFailures {
    private static final AttributeKey<Map<Long, String>> KEY = new AttributeKey<>();

    private OpenFailures() {}

    /** @param recipient the client's number of the channel */
    public static void say(Session session, long recipient, String text) {
        Map<Long, String> texts = session.getAttribute(KEY);
        if (texts == null) {
            texts = new ConcurrentHashMap<>();
            Map<Long, String> earlier = session.setAttribute(KEY, texts);
            if (earlier != null) {
                texts.putAll(earlier);
            }
        }
        texts.put(recipient, text);
    }

    static String take(Session session, long recipient, String otherwise) {
        Map<Long, String> texts = session.getAttribute(KEY);
        String text = texts == null ? null : texts.remove(recipient);
        return text == null ? otherwise : text;
    }
}

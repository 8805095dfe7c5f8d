package org.sallyport.agent.tunnel;

import java.util.Arrays;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.session.dial.DialRequest;

/** The part of the channel's opening that is ours. Bytes behind what is known here belong to later versions. */
final class DialPayload {
    private static final int VERSION = 1;
    private static final int LONGEST = 256;

    private DialPayload() {}

    static DialRequest read(Buffer buffer) {
        try {
            long version = buffer.getUInt();
            if (version != VERSION) {
                throw refused("it speaks version " + VERSION + " of the dial, not " + version + "; update the agent");
            }
            String kind = text(buffer);
            String target = text(buffer);
            String caller = text(buffer);
            String address = text(buffer);
            String trace = text(buffer);
            // proxies that are older than the field end here
            boolean resumable = buffer.available() > 0 && buffer.getBoolean();
            return new DialRequest(service(kind), target, caller, address, trace, resumable);
        } catch (BufferException e) {
            throw refused("the dial is malformed; the proxy may be of another version");
        }
    }

    private static String text(Buffer buffer) {
        String text = buffer.getString();
        if (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
            throw refused("the dial is malformed; the proxy may be of another version");
        }
        return text;
    }

    private static ServiceType service(String kind) {
        return Arrays.stream(ServiceType.values())
                .filter(service -> service.wireName().equals(kind))
                .findFirst()
                .orElseThrow(() -> refused("it knows no service '" + kind + "'; update the agent"));
    }

    // INVALID has the reason code 1 that the protocol wants here
    private static SallyportException refused(String why) {
        return new SallyportException(ErrorCode.UNSUPPORTED, "agent: " + why);
    }
}

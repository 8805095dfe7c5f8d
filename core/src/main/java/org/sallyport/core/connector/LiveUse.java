package org.sallyport.core.connector;

import static java.util.Objects.requireNonNull;

import org.sallyport.core.caller.Caller;
import org.sallyport.core.identity.SshIdentity;

/** Something that lives at the proxy: it is held to the locks again whenever they change. */
public sealed interface LiveUse {
    /** A user's or an agent's own connection to the proxy. */
    record Connection(SshIdentity identity) implements LiveUse {
        public Connection {
            requireNonNull(identity, "identity");
        }
    }

    /** A user's stream to a machine. */
    record Stream(Caller.User caller, String hostId) implements LiveUse {
        public Stream {
            requireNonNull(caller, "caller");
            requireNonNull(hostId, "hostId");
        }
    }
}

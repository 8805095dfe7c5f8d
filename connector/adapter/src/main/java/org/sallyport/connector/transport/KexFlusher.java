package org.sallyport.connector.transport;

import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.session.helpers.KeyExchangeMessageHandler;
import org.apache.sshd.common.util.threads.ThreadUtils;

/**
 * Replaces MINA's static thread pool for flushing after key exchanges, whose idle threads outlive an undeployment by a
 * minute and keep its class loader. The field is protected, hence the subclass, which is never instantiated.
 */
final class KexFlusher extends KeyExchangeMessageHandler {
    @SuppressWarnings("UnusedMethod") // the superclass wants one
    private KexFlusher(AbstractSession session, org.slf4j.Logger log) {
        super(session, log);
    }

    static void use(ExecutorService executor) {
        flushRunner.shutdown();
        flushRunner = executor;
    }

    static void restore() {
        // makes its threads when first used, so nothing runs now
        flushRunner = ThreadUtils.newCachedThreadPool("kex-flusher");
    }
}

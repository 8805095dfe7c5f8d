package org.sallyport.agent.tunnel;

import java.util.function.Supplier;
import org.sallyport.core.identity.Trust;

/** What the proxy's host certificate is checked against. */
@FunctionalInterface
public interface ProxyTrust extends Supplier<Trust> {
    /** There was no trust between proxy and agent: perhaps the CA keys were exchanged while this agent was away. May block. */
    default void catchUp() {}
}

package org.sallyport.core.change;

import org.sallyport.core.caller.Caller;

/**
 * Which kinds of things changed, so that what is shown can be read again; never what changed. Of kinds that the caller may
 * not list nothing is told. Changes of all servers count, each once it is committed. A node counts when it comes, goes or is
 * relabelled, not with each heartbeat.
 */
public interface ChangeService {
    /** For who has asked nothing yet: tells no kinds. */
    long BEGIN = -1;

    /** From memory: may be asked often. */
    Changes after(Caller caller, long mark);
}

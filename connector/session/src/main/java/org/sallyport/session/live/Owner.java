package org.sallyport.session.live;

/** The session that a room is of, seen from the room. Calls come on the room's threads, those of one kind one after another, and may block. */
public interface Owner {
    /** On the starter's terminal, as it is. */
    void tell(String text);

    /** In the recording. */
    void mark(String line);

    /** Once: the session must end now. @param by who wants it; empty when it is for the want of somebody */
    void end(String by, String why);
}

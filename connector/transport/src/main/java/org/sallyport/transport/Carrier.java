package org.sallyport.transport;

/** An acceptor that also takes connections which were accepted elsewhere. */
public interface Carrier {
    /** The connection is as if accepted from now on: told of, limited and closed with the others. */
    void carry(Wire wire);
}

package org.sallyport.agent.control;

import io.grpc.ManagedChannel;
import org.sallyport.rpc.v1.ComponentGrpc;

/** One of the things an agent does with the Auth Service for as long as it is connected. */
interface Task {
    /** Runs until it is interrupted, returns when a new connection is wanted, throws when the connection is no good. */
    void run(ManagedChannel channel) throws InterruptedException;

    /** A stub that blocks; streams have no deadline, so calls set theirs. */
    static ComponentGrpc.ComponentBlockingStub blocking(ManagedChannel channel) {
        return ComponentGrpc.newBlockingStub(channel);
    }
}

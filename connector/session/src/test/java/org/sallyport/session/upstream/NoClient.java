package org.sallyport.session.upstream;

import java.util.function.Consumer;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.Visitor;

/** Of a visitor whose client is asked for nothing. */
final class NoClient implements Visitor.Client {
    @Override
    public void open(String type, ByteStream stream, Consumer<Buffer> payload) {
        throw new AssertionError();
    }

    @Override
    public void refused(String what, String why) {
        throw new AssertionError(why);
    }

    @Override
    public void dismiss(String why) {
        throw new AssertionError(why);
    }
}

package org.sallyport.web.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.FileStored;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.NodeFiles;
import org.sallyport.core.terminal.FileTransfer;
import org.sallyport.web.edge.CookieCallers.Login;
import org.sallyport.web.edge.Refusals;

/** One file between a browser and a node: piece by piece, by one thread that waits for whichever end is slower. */
final class Transfer implements FilesReceiver {
    private static final int PIECE = 32 * 1024;

    private final Login login;
    private final FileCall call;
    private final FileExchange browser;
    private final Ending ending;
    private volatile boolean begun;
    private volatile boolean atBrowser;
    private final AtomicLong bytes = new AtomicLong();
    private String path;
    private NodeFiles node;
    private SallyportException ended;
    private long lookedAt = -1;
    private int stood;

    /** Hears of the end, once. */
    interface Ending {
        void over(Transfer transfer, FileTransfer told);
    }

    Transfer(Login login, FileCall call, FileExchange browser, Ending ending) {
        this.login = requireNonNull(login, "login");
        this.call = requireNonNull(call, "call");
        this.browser = requireNonNull(browser, "browser");
        this.ending = requireNonNull(ending, "ending");
        this.path = call.path();
    }

    Login login() {
        return login;
    }

    FileCall call() {
        return call;
    }

    boolean isOf(String token) {
        return login.token().reveal().equals(token);
    }

    @Override
    public void opened(NodeFiles files) {
        try {
            reached(files);
            switch (call.direction()) {
                case DOWNLOAD -> download(files);
                case UPLOAD -> upload(files);
            }
            over(Optional.empty());
        } catch (IOException e) {
            fail(new SallyportException(
                    ErrorCode.PROXY_UNREACHABLE,
                    "REST: the connection to the browser broke off in the middle of the file; try again",
                    String.valueOf(e.getMessage()),
                    e));
        } catch (RuntimeException | Error e) {
            fail(Refusals.of(e));
        }
    }

    private synchronized void reached(NodeFiles files) {
        if (ended != null) {
            throw ended;
        }
        node = files;
        lookedAt = 0;
    }

    private void download(NodeFiles files) throws IOException {
        NodeFiles.Source source = files.read(call.path());
        // what cannot be read at all is refused before anything is sent
        Optional<byte[]> piece = source.next();
        OptionalLong size = piece.isEmpty() ? OptionalLong.of(0) : source.size();
        begun = true;
        OutputStream out = browser.begin(FileCall.lastOf(call.path()), size);
        while (piece.isPresent()) {
            byte[] content = piece.get();
            atBrowser = true;
            out.write(content);
            atBrowser = false;
            bytes.addAndGet(content.length);
            piece = source.next();
        }
        atBrowser = true;
        browser.done();
    }

    private void upload(NodeFiles files) throws IOException {
        try (NodeFiles.Target target = files.write(call.path(), call.name(), call.overwrite())) {
            InputStream body = browser.body();
            byte[] buffer = new byte[PIECE];
            for (int length = read(body, buffer); length >= 0; length = read(body, buffer)) {
                target.write(buffer, 0, length);
                bytes.addAndGet(length);
            }
            target.complete();
            path = target.path();
        }
        begun = true;
        atBrowser = true;
        browser.stored(new FileStored(path, bytes.get()));
    }

    private int read(InputStream body, byte[] buffer) throws IOException {
        atBrowser = true;
        int length = body.read(buffer);
        atBrowser = false;
        return length;
    }

    @Override
    public void refused(SallyportException why) {
        fail(why);
    }

    private void fail(SallyportException failure) {
        SallyportException why;
        synchronized (this) {
            why = ended == null ? failure : ended;
        }
        try {
            if (begun || atBrowser) {
                browser.cut();
                browser.complete();
            } else {
                // it is looked after, and may be cut, until what still comes has been read
                atBrowser = true;
                browser.refuse(why);
            }
        } finally {
            over(Optional.of(why));
        }
    }

    private void over(Optional<SallyportException> failure) {
        synchronized (this) {
            node = null;
        }
        ending.over(this, new FileTransfer(call.direction(), call.node(), call.login(), path, bytes.get(), failure));
    }

    /** Ends it from outside, with these words where they can still be told. */
    void end(SallyportException why) {
        NodeFiles left;
        synchronized (this) {
            if (ended == null) {
                ended = why;
            }
            left = node;
        }
        if (left == null) {
            return;
        }
        left.close();
        if (atBrowser) {
            browser.cut();
        }
    }

    /** @return in how many looks in a row nothing has moved; none while the node is not reached yet */
    synchronized int look() {
        long now = bytes.get();
        stood = now == lookedAt ? stood + 1 : 0;
        if (lookedAt >= 0) {
            lookedAt = now;
        }
        return lookedAt < 0 ? 0 : stood;
    }
}

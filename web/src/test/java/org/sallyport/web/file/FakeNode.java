package org.sallyport.web.file;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.core.connector.ConnectorPorts;
import org.sallyport.core.connector.DialConnection;
import org.sallyport.core.connector.DialConnectionFactory;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.core.connector.NodeFiles;
import org.sallyport.core.connector.OpenDial;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;

/** A connector with one node whose files are in memory, and which stalls or breaks when the test says so. */
final class FakeNode implements DialConnectionFactory, DialConnection, AutoCloseable {
    static final int PIECE = 32 * 1024;

    final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> certificates = new CopyOnWriteArrayList<>();
    /** Bytes after which the node breaks off. */
    volatile long breaksAt = Long.MAX_VALUE;
    /** Bytes after which nothing more comes, nor is taken. */
    volatile long stallsAt = Long.MAX_VALUE;

    final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Override
    public void files(Caller.User caller, DialTarget target, FilesRequest request, FilesReceiver receiver) {
        threads.execute(() -> {
            try {
                certificates.add(request.certificate().apply("key"));
            } catch (SallyportException refusal) {
                receiver.refused(refusal);
                return;
            }
            receiver.opened(new Opened());
        });
    }

    private final class Opened implements NodeFiles {
        @Override
        public String hostId() {
            return "h1";
        }

        @Override
        public Source read(String path) {
            byte[] content = Optional.ofNullable(files.get(path))
                    .orElseThrow(() -> new SallyportException(
                            ErrorCode.NOT_FOUND, "SFTP server: there is no '" + path + "'; see to the path"));
            return new Source() {
                private int at;

                @Override
                public OptionalLong size() {
                    return path.startsWith("/proc/") ? OptionalLong.empty() : OptionalLong.of(content.length);
                }

                @Override
                public Optional<byte[]> next() {
                    pass(at);
                    byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + PIECE));
                    at += piece.length;
                    return piece.length == 0 ? Optional.empty() : Optional.of(piece);
                }
            };
        }

        @Override
        public Target write(String path, String name, boolean overwrite) {
            String file = path.endsWith("/") ? path + name : path;
            if (files.containsKey(file) && !overwrite) {
                throw new SallyportException(
                        ErrorCode.ALREADY_EXISTS, "SFTP server: there is a '" + file + "' already; overwrite it");
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            return new Target() {
                @Override
                public String path() {
                    return file;
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    pass(content.size());
                    content.write(bytes, offset, length);
                }

                @Override
                public void complete() {
                    files.put(file, content.toByteArray());
                }

                @Override
                public void close() {
                    // what is not complete is nowhere
                }
            };
        }

        private void pass(long bytes) {
            if (bytes >= stallsAt) {
                stalled.countDown();
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw lost();
            }
            if (bytes >= breaksAt) {
                throw lost();
            }
        }

        private SallyportException lost() {
            return new SallyportException(
                    ErrorCode.AGENT_OFFLINE, "SFTP server: the connection to the node broke off; try again");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Override
    public DialConnection getConnection() {
        return this;
    }

    @Override
    public void close() {
        // a handle of no pool
    }

    void stop() {
        threads.shutdownNow();
    }

    @Override
    public DialStream dial(Caller.User caller, DialTarget target) {
        throw new UnsupportedOperationException("only files");
    }

    @Override
    public CompletionStage<OpenDial> open(Caller.User caller, DialTarget target) {
        throw new UnsupportedOperationException("only files");
    }

    @Override
    public void shell(Caller.User caller, DialTarget target, ShellRequest request, ShellReceiver receiver) {
        throw new UnsupportedOperationException("only files");
    }

    @Override
    public void carry(CarriedConnection connection) {
        throw new UnsupportedOperationException("only files");
    }

    @Override
    public void admit(InetSocketAddress peer) {
        throw new UnsupportedOperationException("only files");
    }

    @Override
    public ConnectorLoad load() {
        return ConnectorLoad.NONE;
    }

    @Override
    public ConnectorPorts ports() {
        return ConnectorPorts.NONE;
    }
}

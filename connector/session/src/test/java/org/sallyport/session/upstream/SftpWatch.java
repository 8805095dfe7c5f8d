package org.sallyport.session.upstream;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;

/** What the server did, and what it is told to refuse. */
final class SftpWatch implements SftpEventListener {
    final AtomicLong read = new AtomicLong();
    final AtomicLong written = new AtomicLong();
    volatile long full = Long.MAX_VALUE;

    @Override
    public void read(
            ServerSession session,
            String remoteHandle,
            FileHandle localHandle,
            long offset,
            byte[] data,
            int dataOffset,
            int dataLen,
            int readLen,
            Throwable thrown) {
        read.addAndGet(Math.max(0, readLen));
    }

    @Override
    public void writing(
            ServerSession session,
            String remoteHandle,
            FileHandle localHandle,
            long offset,
            byte[] data,
            int dataOffset,
            int dataLen)
            throws IOException {
        if (offset >= full) {
            throw new FileSystemException(localHandle.getFile().toString(), null, "No space left on device");
        }
    }

    @Override
    public void written(
            ServerSession session,
            String remoteHandle,
            FileHandle localHandle,
            long offset,
            byte[] data,
            int dataOffset,
            int dataLen,
            Throwable thrown) {
        written.addAndGet(dataLen);
    }

    @Override
    public void opening(ServerSession session, String remoteHandle, Handle localHandle) throws IOException {
        if (localHandle.getFile().toString().contains("secret")) {
            throw new AccessDeniedException("secret");
        }
    }
}

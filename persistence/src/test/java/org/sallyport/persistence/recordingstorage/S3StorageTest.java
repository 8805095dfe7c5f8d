package org.sallyport.persistence.recordingstorage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.contract.RecordingStorageContract;
import org.sallyport.core.recording.RecordingStorage;

/** Against a server that speaks the S3 API and checks signatures. */
class S3StorageTest extends RecordingStorageContract {
    private static final String BUCKET = "sessions";
    private final String secret = "s3-" + java.util.UUID.randomUUID();

    @TempDir
    private Path home;

    private BlobStoreContext blobs;
    private S3Proxy server;

    @BeforeEach
    void start() throws Exception {
        blobs = ContextBuilder.newBuilder(new TransientApiMetadata()).buildView(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);
        server = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "recorder", secret)
                .build();
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        blobs.close();
    }

    @Override
    protected RecordingStorage storage() {
        return storage(BUCKET, "recorder\n" + secret + "\n", "rw-------", server.getPort());
    }

    private RecordingStorage storage(String bucket, String credentials, String mode, int port) {
        try {
            Path file = home.resolve("credentials");
            Files.writeString(file, credentials);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            Map<String, String> properties = new HashMap<>(Map.of(
                    "sallyport.recordings.storage",
                    "s3",
                    "sallyport.recordings.s3.endpoint",
                    "http://127.0.0.1:" + port,
                    "sallyport.recordings.s3.bucket",
                    bucket,
                    "sallyport.recordings.s3.credentials.file",
                    file.toString()));
            return new ConfiguredStorage(properties::get);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String refusal(RecordingStorage storage) {
        SallyportException failure =
                catchThrowableOfType(SallyportException.class, () -> storage.put(KEY, new byte[] {1}));
        assertThat(failure).as("a refusal").isNotNull();
        // agents keep their segments and come again
        assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        return failure.userMessage();
    }

    @Test
    void objectsLieBelowAFolderOfTheirOwn() {
        storage().put(KEY, new byte[] {1});
        assertThat(blobs.getBlobStore().blobExists(BUCKET, "recordings/" + KEY)).isTrue();
    }

    @Test
    void aWrongSecretIsToldAsThat() {
        assertThat(refusal(storage(BUCKET, "recorder\nwrong\n", "rw-------", server.getPort())))
                .contains("refuses the access key (SignatureDoesNotMatch)")
                .contains("s3.credentials.file");
        assertThat(refusal(storage(BUCKET, "nobody\n" + secret, "rw-------", server.getPort())))
                .contains("refuses the access key (InvalidAccessKeyId)");
    }

    @Test
    void aBucketThatIsNotThereIsToldAsThat() {
        RecordingStorage elsewhere = storage("absent", "recorder\n" + secret, "rw-------", server.getPort());
        assertThat(refusal(elsewhere))
                .contains("has no bucket 'absent' (NoSuchBucket)")
                .contains("make it");
        SallyportException reading = catchThrowableOfType(SallyportException.class, () -> elsewhere.get(KEY));
        assertThat(reading.userMessage()).contains("has no bucket 'absent'");
    }

    @Test
    void aServerThatIsAwayIsToldAsThatAndUsedAgainWhenItIsBack() throws Exception {
        RecordingStorage storage = storage();
        storage.put(KEY, new byte[] {1});
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        assertThat(refusal(storage(BUCKET, "recorder\n" + secret, "rw-------", free)))
                .contains("http://127.0.0.1:" + free + " does not answer")
                .contains("can be reached");
        assertThat(storage.get(KEY).orElseThrow()).containsExactly(1);
    }

    @Test
    void credentialsThatOthersCanReadAreRefused() {
        assertThat(refusal(storage(BUCKET, "recorder\n" + secret, "rw-r--r--", server.getPort())))
                .contains("others may read")
                .contains("chmod 600");
        assertThat(refusal(storage(BUCKET, "recorder", "rw-------", server.getPort())))
                .contains("must have two lines");
        assertThat(refusal(new ConfiguredStorage(Map.of("sallyport.recordings.storage", "tape")::get)))
                .contains("storage must be file or s3, not 'tape'");
    }
}

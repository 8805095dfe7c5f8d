package org.sallyport.persistence.recordingstorage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.recording.RecordingStorage;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects in a bucket of Amazon S3 or of what speaks its API. A PUT that was answered is whole and durable there. */
final class S3Storage implements RecordingStorage, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SOCKET = Duration.ofSeconds(20);
    private static final Duration CALL = Duration.ofSeconds(40);

    private final S3Client client;
    private final String bucket;
    private final String place;

    /** @param endpoint empty for Amazon's own of that region */
    record Settings(
            Optional<URI> endpoint,
            String region,
            String bucket,
            boolean pathStyle,
            String accessKey,
            Secret secretKey) {}

    S3Storage(Settings settings) {
        this.bucket = settings.bucket();
        this.place = settings.endpoint().map(URI::toString).orElse("Amazon S3 in " + settings.region());
        var builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        settings.accessKey(), settings.secretKey().reveal())))
                // many that speak the API do not know these; the bytes are checked by our own digests
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(override -> override.apiCallTimeout(CALL))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SOCKET));
        settings.endpoint().ifPresent(builder::endpointOverride);
        this.client = builder.build();
    }

    @Override
    public void put(String key, byte[] content) {
        String object = object(key);
        try {
            client.putObject(request -> request.bucket(bucket).key(object), RequestBody.fromBytes(content));
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        String object = object(key);
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(object))
                            .asByteArray());
        } catch (NoSuchKeyException none) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    @Override
    public void delete(String key) {
        String object = object(key);
        try {
            client.deleteObject(request -> request.bucket(bucket).key(object));
        } catch (NoSuchKeyException none) {
            // as asked
        } catch (SdkException e) {
            throw failed(e);
        }
    }

    private static String object(String key) {
        return "recordings/" + ObjectKeys.checked(key);
    }

    private SallyportException failed(SdkException failure) {
        if (!(failure instanceof S3Exception answer)) {
            return StorageFailure.of(
                    place + " does not answer (" + failure.getMessage() + "); check that it runs and can be reached,"
                            + " and the sallyport.recordings.s3 properties",
                    failure);
        }
        String code =
                answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
        String what =
                switch (answer.statusCode()) {
                    case 401, 403 ->
                        "refuses the access key (" + code
                                + "); check the key and secret in sallyport.recordings.s3.credentials.file, and that"
                                + " it may read, write and delete in bucket '" + bucket + "'";
                    case 404 ->
                        "has no bucket '" + bucket + "' (" + code
                                + "); make it, or name another in sallyport.recordings.s3.bucket";
                    default -> "answers " + answer.statusCode() + " " + code + "; see its log";
                };
        return StorageFailure.of(place + " " + what, failure);
    }

    @Override
    public void close() {
        client.close();
    }
}

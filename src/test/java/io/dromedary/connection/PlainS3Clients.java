package io.dromedary.connection;

import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 clients as the server makes them, with the resolver of this machine, and requests that nobody stops. */
public final class PlainS3Clients {

    private PlainS3Clients() {
    }

    public static S3Client create(URI endpoint, String region, String accessKeyId, String secretAccessKey) {
        return S3Clients.create(endpoint, region, accessKeyId, secretAccessKey, SystemDefaultDnsResolver.INSTANCE,
                request -> { });
    }

    /** @param silence how long a connection may stay silent */
    static S3Client create(URI endpoint, String region, String accessKeyId, String secretAccessKey, Duration silence) {
        return S3Clients.create(endpoint, region, accessKeyId, secretAccessKey, SystemDefaultDnsResolver.INSTANCE,
                request -> { }, silence);
    }
}

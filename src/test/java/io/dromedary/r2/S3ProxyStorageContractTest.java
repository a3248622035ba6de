package io.dromedary.r2;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.Tag;

/** The contract, kept by s3proxy: a second opinion by a server that others wrote, with real signatures. */
@Tag("slow")
class S3ProxyStorageContractTest extends StorageContractTest {

    private final Credentials key = new Credentials("local-identity", "local-credential");
    private S3Proxy proxy;

    @Override
    void startStore(Path folder) throws Exception {
        Files.createDirectories(folder.resolve(BUCKET));
        proxy = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:0"))
                .blobStore(new FilesystemNio2BlobStore(folder.toString()))
                .awsAuthentication(AuthenticationType.AWS_V4, key.accessKeyId(), key.secretAccessKey())
                .build();
        proxy.start();
    }

    @Override
    void stopStore() throws Exception {
        proxy.stop();
    }

    @Override
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    @Override
    Credentials key() {
        return key;
    }

    @Override
    Credentials readOnlyKey() {
        return key;
    }

    @Override
    Set<Difference> differences() {
        return EnumSet.allOf(Difference.class);
    }
}

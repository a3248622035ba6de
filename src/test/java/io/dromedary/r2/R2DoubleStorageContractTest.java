package io.dromedary.r2;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** The contract, kept by the double with keys of R2's object tiers. */
@Tag("slow")
class R2DoubleStorageContractTest extends StorageContractTest {

    private R2Double r2;
    private Credentials key;
    private Credentials readOnlyKey;

    @Override
    void startStore(Path folder) {
        r2 = R2Double.start(folder);
        r2.createBucket(BUCKET);
        // Not limited to one bucket: the contract also asks for a bucket that is not there.
        key = r2.newKey(Tier.OBJECT_READ_WRITE);
        readOnlyKey = r2.newKey(Tier.OBJECT_READ, BUCKET);
    }

    @Override
    void stopStore() {
        r2.close();
    }

    @Override
    URI endpoint() {
        return r2.endpoint();
    }

    @Override
    Credentials key() {
        return key;
    }

    @Override
    Credentials readOnlyKey() {
        return readOnlyKey;
    }

    @Override
    Set<Difference> differences() {
        return EnumSet.noneOf(Difference.class);
    }
}

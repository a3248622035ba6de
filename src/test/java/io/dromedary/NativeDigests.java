package io.dromedary;

import java.security.Security;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Offers digests by a native library to the double of R2, where there is one for the machine. Java computes them quickly
 * only with its second compiler, which the tests' JVM goes without: a quarter of its time was theirs. The provider comes
 * last, so that nobody who does not ask for it has anything of it.
 */
public final class NativeDigests implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Conscrypt.isAvailable()) {
            Security.addProvider(Conscrypt.newProvider());
        }
    }
}

package io.dromedary;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what must come, where they do not say: long, since a busy machine is no fault of what is tested,
 * and what does not come at all is found out all the same.
 */
public final class Patience implements BeforeAllCallback {

    /** Where an operation wants to be told. */
    public static final Duration SOON = Duration.ofSeconds(300);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(SOON);
    }
}

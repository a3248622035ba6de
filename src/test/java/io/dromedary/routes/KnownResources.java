package io.dromedary.routes;

import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;

/** Knows what no library has. Each context of Camel looks for the same hundreds of names, most of them in vain. */
final class KnownResources extends DefaultClassResolver {

    private static final Set<String> MISSING = ConcurrentHashMap.newKeySet();

    KnownResources(CamelContext context) {
        super(context);
    }

    @Override
    public InputStream loadResourceAsStream(String name) {
        if (MISSING.contains(name)) {
            return null;
        }
        InputStream found = super.loadResourceAsStream(name);
        if (found == null) {
            MISSING.add(name);
        }
        return found;
    }
}

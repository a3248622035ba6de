package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.net.AllowedHosts;
import io.dromedary.net.HostNames;
import io.dromedary.storage.OpenRequests;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reads inputs: no project can take the connections of others. */
class InputWiringTest {

    private static final int HEAVY = 5;
    private static final int LIGHT = 7;
    private static final int TRANSFERS = 11;
    private static final int PARALLEL = 13;

    private static HttpComponent component(DefaultCamelContext context, String scheme) {
        var values = new Properties();
        values.putAll(Settings.read(Path.of(DromedaryBeans.SETTINGS)));
        values.setProperty("dromedary.worker.slots", Integer.toString(HEAVY));
        values.setProperty("dromedary.worker.light-slots", Integer.toString(LIGHT));
        values.setProperty("dromedary.transfer.slots", Integer.toString(TRANSFERS));
        values.setProperty("dromedary.transfer.parallel", Integer.toString(PARALLEL));
        new InputWiring(new Settings(values::getProperty, name -> null, values)).bind(context,
                new AllowedHosts("", Set.of(), HostNames.SYSTEM), new OpenRequests());
        return context.getComponent(scheme, HttpComponent.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void thereAreConnectionsForAllThatCanBeAtWorkAlsoAtOneHost(String scheme) throws Exception {
        try (var context = new DefaultCamelContext()) {
            var pool = (PoolingHttpClientConnectionManager) component(context, scheme).getClientConnectionManager();
            int all = (HEAVY + LIGHT + TRANSFERS + HttpWiring.OUTGOING) * PARALLEL;
            assertThat(pool.getMaxTotal()).isEqualTo(all);
            assertThat(pool.getDefaultMaxPerRoute()).isEqualTo(all);
        }
    }

    /** Camel's own bound is three minutes, in which no cancel and no deadline is heard. */
    @Test
    void nobodyWaitsLongForAConnection() throws Exception {
        try (var context = new DefaultCamelContext()) {
            assertThat(component(context, "https").getConnectionRequestTimeout()).isBetween(1_000L, 5_000L);
        }
    }
}

package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What no guest is to see, by the settings. */
class SandboxSettingsTest {

    private static List<Path> hidden(Map<String, String> values) {
        Properties file = Settings.read(Path.of("config/application.properties"));
        var all = new HashMap<String, String>();
        file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
        all.putAll(values);
        var given = new Properties();
        given.putAll(all);
        return SandboxSettings.hidden(new Settings(all::get, name -> null, given), Path.of("/srv/data"), Path.of("/opt/dromedary"));
    }

    @Test
    void theFoldersOfTheServerAreHidden() {
        assertThat(hidden(Map.of())).containsExactly(Path.of("/srv/data"), Path.of("/opt/dromedary"));
    }

    @Test
    void soIsWhatSettingsPutElsewhere() {
        assertThat(hidden(Map.of("dromedary.key.file", "/usr/local/keys/one", "dromedary.tls.certificate", "/usr/tls/chain.p12",
                "dromedary.tls.key", "/usr/tls/key.pem", "dromedary.cdn", "/usr/share/cdn", "dromedary.database.url",
                "jdbc:sqlite:/usr/db/one.db", "dromedary.database.password-file", "/usr/run/password")))
                .contains(Path.of("/usr/local/keys/one"), Path.of("/usr/local/keys/webhook.secret"),
                        Path.of("/usr/local/keys/cdn.secret"), Path.of("/usr/tls/chain.p12"), Path.of("/usr/tls/key.pem"),
                        Path.of("/usr/share/cdn"), Path.of("/usr/db/one.db"), Path.of("/usr/db/one.db-wal"),
                        Path.of("/usr/run/password"));
    }
}

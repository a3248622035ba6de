package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingNamesTest {

    @TempDir
    private Path home;

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(home.resolve("config"));
    }

    private void check(String... variables) {
        SettingNames.check(home, List.of(DromedaryBeans.SETTINGS, DromedaryBeans.WATCHES), Set.of(variables));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve(file), text);
    }

    @Test
    void theDefaultsAreThoseOfTheFile() {
        assertThat(Settings.DEFAULTS).isEqualTo(Settings.load(Path.of(DromedaryBeans.SETTINGS)));
    }

    @Test
    void whatIsShippedIsKnown() {
        assertThatCode(() -> SettingNames.check(Path.of(""), List.of(DromedaryBeans.SETTINGS, DromedaryBeans.WATCHES),
                Set.of("DROMEDARY_PORT", "PATH"))).doesNotThrowAnyException();
    }

    @Test
    void aMissingSettingHasItsDefault() throws IOException {
        write(DromedaryBeans.SETTINGS, "dromedary.host=::1\n");
        Properties settings = Settings.read(home.resolve(DromedaryBeans.SETTINGS));
        assertThat(settings.getProperty("dromedary.host")).isEqualTo("::1");
        assertThat(settings.getProperty("dromedary.port")).isEqualTo("8080");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dromedary.prot=8081 | there is no setting dromedary.prot. Did you mean dromedary.port?",
        "dromdary.port: 8081 | there is no setting dromdary.port. Did you mean dromedary.port?",
        "dromedary.cheese=x | there is no setting dromedary.cheese. docs/settings.md lists all.",
        "camel.route-tempalte[a].bucket=x | is no setting of Camel. Did you mean camel.route-template?",
        "camel.mian.name=x | is no setting of Camel. Did you mean camel.main?"})
    void anUnknownSettingIsRefusedWithItsLineAndWhatIsMeant(String line, String words) throws IOException {
        write(DromedaryBeans.SETTINGS, "# " + line + "\ndromedary.port=1\n" + line + "\n");
        assertThatThrownBy(this::check).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("config/application.properties, line 3: ").hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "bucket=x", "camel.main.name=x", "camel.route-template.bucket=x", "dromedary.prot=1",
        "camel.route-tempalte[a].bucket=x"})
    void whatIsNoWatchIsRefusedInTheFileOfWatches(String line) throws IOException {
        write(DromedaryBeans.WATCHES, "\n" + line + "\n");
        assertThatThrownBy(this::check).hasMessageStartingWith("config/watches.properties, line 2: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my.bucket=x", "camel.component.kafka.brokers=x", "camel.routeTemplate[a].bucket=b",
        "dromedary.broker.port=0", "camel.devConsole.enabled=true"})
    void settingsOfCamelAndOnesOwnAreTaken(String line) throws IOException {
        write(DromedaryBeans.SETTINGS, line);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"DROMEDARY_PROT | Did you mean DROMEDARY_PORT?",
        "DROMEDARY_CHEESE | docs/settings.md lists all."})
    void anUnknownVariableIsRefused(String name, String words) {
        assertThatThrownBy(() -> check("PATH", name)).hasMessageStartingWith("The variable " + name + " of the environment")
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROMEDARY_JAVA_OPTS", "DROMEDARY_SERVICE_HOST", "DROMEDARY_PORT_8080_TCP_ADDR",
        "DROMEDARY_API_SERVICE_PORT_HTTP", "DROMEDARY_API_PORT", "DROMEDARY_BROKER_URL", "MY_DROMEDARY", "DROMEDARY_TOKEN"})
    void variablesOfOthersAreTaken(String name) throws IOException {
        write(DromedaryBeans.WATCHES, "camel.route-template[a].token={{env:DROMEDARY_TOKEN}}");
        assertThatCode(() -> check(name)).doesNotThrowAnyException();
    }

    @Test
    void aBackslashThatIsNotClosedIsToldWithItsFile() throws IOException {
        write(DromedaryBeans.SETTINGS, "dromedary.data=C:\\users\n");
        assertThatThrownBy(this::check).hasMessageContaining("application.properties").hasMessageContaining("Write a backslash");
    }
}

package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every setting of config/application.properties: what it must not be, and in which words that is said. */
class SettingsTest {

    private static final Path FILE = Path.of(DromedaryBeans.SETTINGS);
    private static final WrongSettings WRONG = new WrongSettings();

    @TempDir
    static Path folder;
    private static Wired wired;

    @BeforeAll
    static void make() throws IOException {
        // Which walls there are takes processes to find out, and is nothing that settings say.
        wired = new Wired(folder, settings(Map.of("dromedary.sandbox", "off")));
    }

    @AfterAll
    static void end() {
        wired.close();
    }

    static Stream<WrongSettings.Row> wrongValues() {
        return WRONG.rows().stream();
    }

    static Stream<WrongSettings.Edge> edges() {
        return WRONG.edges().stream();
    }

    @Test
    void everySettingHasAWrongValueOrTakesEveryText() {
        Set<String> known = Settings.read(FILE).stringPropertyNames().stream().filter(name -> name.startsWith("dromedary."))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> withRow = WRONG.rows().stream().map(WrongSettings.Row::setting)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(withRow).doesNotContainAnyElementsOf(WrongSettings.EVERY_TEXT.keySet());
        withRow.addAll(WrongSettings.EVERY_TEXT.keySet());
        // Its wrong values are files.
        withRow.add("dromedary.key.file");
        assertThat(withRow).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongValueIsRefusedInOneLineThatNamesItAndSaysWhatIsRight(WrongSettings.Row row) {
        var values = new HashMap<>(row.with());
        values.put(row.setting(), row.wrong());
        assertSaid(refusal(row.reader(), values), row.setting(), row.says());
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theLeastAndTheMostAreRight(WrongSettings.Edge edge) {
        assertThatCode(() -> edge.reader().read(settings(Map.of(edge.setting(), Long.toString(edge.right()))), wired))
                .doesNotThrowAnyException();
    }

    /** What is refused above is not refused for another reason. */
    @Test
    void theValuesOfTheFileAreRight() {
        for (Reads reader : EnumSet.complementOf(EnumSet.of(Reads.LOG_FORMAT, Reads.SHARED_SECRETS))) {
            assertThatCode(() -> reader.read(settings(Map.of()), wired)).as("%s", reader).doesNotThrowAnyException();
        }
    }

    @Test
    void hostsAreAllowedInEveryForm() {
        String hosts = "media.example.com, localhost:9000,under_score,127.0.0.1, 10.0.0.1:80 ,[::1],[fe80::1]:8080";
        assertThatCode(() -> Reads.INPUTS.read(settings(Map.of("dromedary.allow-hosts", hosts)), wired))
                .doesNotThrowAnyException();
    }

    @Test
    void aKeyFileThatHoldsNoKeyIsNamedWithItsSetting() throws IOException {
        Path file = Files.writeString(Files.createFile(folder.resolve("bad.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))), "no-key");
        assertSaid(refusal(Reads.SECRETS, Map.of("dromedary.key.file", file.toString())), "dromedary.key.file",
                "names " + file + ", which does not hold base64");
    }

    @Test
    void aKeyFileIsMadeForItsOwnerAloneAndRefusedWhenOthersCanReadIt() throws Exception {
        Path file = folder.resolve("keys/secret.key");
        var named = Map.of("dromedary.key.file", file.toString());
        Reads.SECRETS.read(settings(named), wired);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        for (String open : List.of("rw-r-----", "rw----r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThat(refusal(Reads.SECRETS, named)).contains("can be read by others", "chmod 600 " + file);
        }
    }

    /** A secret is not shown to who reads the line. */
    @Test
    void aSecretThatIsWrongIsNotRepeated() {
        for (String setting : List.of("dromedary.key", "dromedary.webhook.secret", "dromedary.cdn.secret")) {
            assertThat(refusal(Reads.SECRETS, Map.of("dromedary.cdn.signed", "true", setting, "d3JvbmcK")))
                    .contains(setting).doesNotContain("d3JvbmcK");
        }
        assertThat(refusal(Reads.DATABASE, Map.of("dromedary.database.url", "jdbc:postgresql://x/y?password=d3JvbmcK")))
                .doesNotContain("d3JvbmcK");
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheSettingsOfTheWayOut() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(refusal(Reads.HTTP, Map.of("dromedary.port", Integer.toString(taken.getLocalPort()))))
                    .contains(Integer.toString(taken.getLocalPort()), "DROMEDARY_PORT", "DROMEDARY_HOST")
                    .doesNotContain("\n", "Exception");
        }
    }

    @Test
    void aDataFolderThatCannotBeMadeIsNamedWithItsSetting() throws IOException {
        Path file = Files.writeString(folder.resolve("no-folder"), "");
        assertThat(refusal(Reads.DATA, Map.of("dromedary.data", file.toString())))
                .contains("data folder", "DROMEDARY_DATA").doesNotContain("\n");
    }

    /** Otherwise each would seal and sign by keys that the others do not have. */
    @Test
    void nodesThatShareADatabaseMustShareTheirKeysToo() {
        assertThat(refusal(Reads.SHARED_SECRETS, Map.of())).contains("DROMEDARY_KEY_FILE", "DROMEDARY_WEBHOOK_SECRET");
        String key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
        var own = Map.of("dromedary.key", key, "dromedary.webhook.secret", "whsec_" + key);
        assertThatCode(() -> Reads.SHARED_SECRETS.read(settings(own), wired)).doesNotThrowAnyException();
        var signed = new HashMap<>(own);
        signed.put("dromedary.cdn.signed", "true");
        assertThat(refusal(Reads.SHARED_SECRETS, signed)).contains("DROMEDARY_CDN_SECRET");
    }

    private static String refusal(Reads reader, Map<String, String> values) {
        Throwable thrown = catchThrowable(() -> reader.read(settings(values), wired));
        assertThat(thrown).as("%s is refused", values).isNotNull();
        return StartupError.explain(thrown);
    }

    private static void assertSaid(String line, String setting, String says) {
        assertThat(line).startsWith("The server did not start: ").contains(says)
                .contains(setting.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
                .endsWith(".").doesNotContain("Exception", "\n");
        // A certificate, its key and its password are named together, by the first of them.
        assertThat(line).contains(setting.matches("dromedary\\.tls\\.(key|password)") ? "dromedary.tls.certificate" : setting);
    }

    /** Those of the file, with these instead; but for a port that is surely free, and a folder of the test. */
    private static Settings settings(Map<String, String> values) {
        var all = new Properties();
        all.putAll(Settings.read(FILE));
        all.put("dromedary.port", "0");
        all.put("dromedary.data", folder.resolve("data").toString());
        all.putAll(values);
        return new Settings(all::getProperty, name -> null, all);
    }
}

package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed secrets open for their owner, with their key, unchanged; else not at all. */
class SecretBoxTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;
    private static final int PREFIX_LENGTH = "v2.01234567.".length();
    private static final String OF_VERSION_1 = "v1.AAECAwQFBgcICQoL+65QIGWJ1EebuKfVZoJpzx+Cyk1p8w==";

    private final SecretBox box = box((byte) 1);

    @Test
    void whatIsSealedOpensAgain() {
        for (String secret : List.of("s", "a secret of \u00fcml\u00e4ut \ud83d\udc2a", "x".repeat(1024))) {
            assertThat(box.open(box.seal(secret, "conn_1"), "conn_1")).isEqualTo(secret);
        }
    }

    @Test
    void theSameSecretNeverLooksTheSame() {
        assertThat(box.seal("secret", "conn_1")).isNotEqualTo(box.seal("secret", "conn_1")).doesNotContain("secret");
    }

    @Test
    void aSecretMovedToAnotherOwnerDoesNotOpen() {
        String sealed = box.seal("secret", "conn_1");
        assertThatThrownBy(() -> box.open(sealed, "conn_2")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        String sealed = box.seal("secret", "conn_1");
        assertThatThrownBy(() -> box((byte) 2).open(sealed, "conn_1")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("DROMEDARY_KEY_FILE");
    }

    @Test
    void theNewestKeySealsAndTheOthersStillOpen() {
        String old = SecretBox.freshKey(RANDOM);
        String fresh = SecretBox.freshKey(RANDOM);
        String sealedBefore = box(old).seal("secret", "conn_1");
        SecretBox both = box(fresh, old);
        assertThat(both.open(sealedBefore, "conn_1")).isEqualTo("secret");
        assertThat(both.isNewest(sealedBefore)).isFalse();
        String sealedAfter = both.seal("secret", "conn_1");
        assertThat(both.isNewest(sealedAfter)).isTrue();
        assertThat(box(fresh).open(sealedAfter, "conn_1")).isEqualTo("secret");
        assertThatThrownBy(() -> box(old).open(sealedAfter, "conn_1")).hasMessageContaining("lost a key");
    }

    /** What was sealed before keys had ids; a value of that version, and the key of zeros. */
    @Test
    void whatWasSealedBeforeKeysHadIdsIsOpenedByWhicheverKeyFits() {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        assertThat(box(SecretBox.freshKey(RANDOM), zeros).open(OF_VERSION_1, "conn_1")).isEqualTo("secret");
        assertThatThrownBy(() -> box(SecretBox.freshKey(RANDOM)).open(OF_VERSION_1, "conn_1"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aKeyFileIsReplacedAsAWholeAndStaysItsOwners() throws IOException {
        Path file = folder.resolve("replaced.key");
        inFile(file);
        KeyFile.replace(file, List.of("new", "old"));
        assertThat(Files.readString(file)).isEqualTo("new\nold\n");
        assertThat(KeyFile.secrets(Files.readString(file))).containsExactly("new", "old");
        KeyFile.refuseWhenOthersCanRead(file);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aChangeOfAnyByteIsNoticed() {
        byte[] sealed = Base64.getDecoder().decode(box.seal("secret", "conn_1").substring(PREFIX_LENGTH));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            String text = box.seal("secret", "conn_1").substring(0, PREFIX_LENGTH)
                    + Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> box.open(text, "conn_1")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithTheWayOut() {
        for (String key : List.of("%%%", "abc", Base64.getEncoder().encodeToString(new byte[16]))) {
            assertThatThrownBy(() -> SecretBox.keys(List.of(key), "DROMEDARY_KEY"))
                    .hasMessageContaining("DROMEDARY_KEY").hasMessageContaining("openssl rand -base64 32")
                    .hasMessageNotContaining(key);
        }
    }

    @Test
    void nodesThatMakeTheKeyFileAtOnceEndWithTheSame() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path file = folder.resolve("keys" + round).resolve("secret.key");
            var threads = Executors.newFixedThreadPool(8);
            try {
                var starts = new ArrayList<Callable<SecretBox>>();
                for (int i = 0; i < 8; i++) {
                    starts.add(() -> inFile(file));
                }
                var boxes = new ArrayList<SecretBox>();
                for (var made : threads.invokeAll(starts)) {
                    boxes.add(made.get());
                }
                String sealed = boxes.get(0).seal("secret", "conn_1");
                assertThat(boxes).allMatch(other -> other.open(sealed, "conn_1").equals("secret"));
            } finally {
                threads.shutdownNow();
            }
            try (var files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void aBrokenKeyFileIsNotReplaced() throws IOException {
        Path file = folder.resolve("secret.key");
        inFile(file);
        Files.writeString(file, "");
        assertThatThrownBy(() -> inFile(file)).hasMessageContaining(file.toString());
        assertThat(file).isEmptyFile();
    }

    private static SecretBox box(byte seed) {
        byte[] key = new byte[32];
        key[0] = seed;
        return box(Base64.getEncoder().encodeToString(key));
    }

    private static SecretBox box(String... keys) {
        List<SecretBox.Key> ring = SecretBox.keys(List.of(keys), "key");
        return new SecretBox(() -> ring, RANDOM);
    }

    private static SecretBox inFile(Path file) {
        List<SecretBox.Key> ring = SecretBox.keys(
                KeyFile.secrets(KeyFile.read(file, () -> SecretBox.freshKey(RANDOM))), "The key file " + file);
        return new SecretBox(() -> ring, RANDOM);
    }
}

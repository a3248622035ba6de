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
    void aChangeOfAnyByteIsNoticed() {
        byte[] sealed = Base64.getDecoder().decode(box.seal("secret", "conn_1").substring("v1.".length()));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            String text = "v1." + Base64.getEncoder().encodeToString(changed);
            assertThatThrownBy(() -> box.open(text, "conn_1")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aKeyThatIsNoneIsRefusedWithTheWayOut() {
        for (String key : List.of("%%%", "abc", Base64.getEncoder().encodeToString(new byte[16]))) {
            assertThatThrownBy(() -> SecretBox.withKey(key, "DROMEDARY_KEY", RANDOM))
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
                    starts.add(() -> SecretBox.withKeyFile(file, RANDOM));
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
        SecretBox.withKeyFile(file, RANDOM);
        Files.writeString(file, "");
        assertThatThrownBy(() -> SecretBox.withKeyFile(file, RANDOM)).hasMessageContaining(file.toString());
        assertThat(file).isEmptyFile();
    }

    private static SecretBox box(byte seed) {
        byte[] key = new byte[32];
        key[0] = seed;
        return SecretBox.withKey(Base64.getEncoder().encodeToString(key), "key", RANDOM);
    }
}

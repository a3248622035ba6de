package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encryption of segments, and what is no key for it. */
class SegmentKeyTest {

    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 100_000})
    void aSegmentIsEncryptedByItsNumber(int bytes) throws Exception {
        byte[] plain = new byte[bytes];
        Path file = Files.write(folder.resolve("segment-258.ts"), plain);

        key().encrypt(file, 258);

        byte[] vector = new byte[16];
        vector[14] = 1;
        vector[15] = 2;
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(KEY, "AES"), new IvParameterSpec(vector));
        assertThat(Files.size(file)).isEqualTo((bytes / 16 + 1) * 16);
        assertThat(cipher.doFinal(Files.readAllBytes(file))).isEqualTo(plain);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17, 32, 1000})
    void aKeyOfAnotherSizeIsRefusedByItsField(int bytes) {
        assertThatThrownBy(() -> SegmentKey.read(new ByteArrayInputStream(new byte[bytes])))
                .isInstanceOfSatisfying(Problem.class, e -> {
                    assertThat(e.kind()).isEqualTo(ProblemKind.INPUT_UNSUPPORTED);
                    assertThat(e).hasMessageContaining("The key at 'encryption.key_url' has").hasMessageContaining("exactly 16");
                });
    }

    @Test
    void itIsNotShown() throws IOException {
        assertThat(key()).hasToString("SegmentKey");
    }

    private static SegmentKey key() throws IOException {
        return SegmentKey.read(new ByteArrayInputStream(KEY));
    }
}

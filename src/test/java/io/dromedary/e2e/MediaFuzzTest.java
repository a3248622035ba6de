package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.LongForm;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of bench/fuzz; that of {@code bin/test --long} has more files. */
@Tag("process")
class MediaFuzzTest {

    private static final int FILES = LongForm.choose(48, 200);

    @Test
    void everyDamagedFileEndsAsADefinedErrorOrAWholeResultInTimeAndNothingIsLeftOver(@TempDir Path folder)
            throws IOException {
        try (var fuzz = new MediaFuzz(folder, 1)) {
            MediaFuzz.Outcome outcome = fuzz.run(FILES, 0);
            System.out.println(outcome.table());
            assertThat(outcome.wrong()).as(outcome.table()).isEmpty();
            assertThat(outcome.ends()).hasSizeGreaterThanOrEqualTo(12);
            assertThat(outcome.results()).as("results, without which nothing but refusals was tried")
                    .isBetween(FILES / 10, FILES - FILES / 10);
            assertThat(outcome.guestSpace()).as("address space of an ffmpeg that was seen").isPositive();
        }
    }
}

package io.dromedary.r2;

import static io.dromedary.r2.RulesTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the double, by requests which the AWS SDK's signer signed and a bare socket sent. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class R2RulesTest {

    private static final int RULES = 25;

    private R2Double r2;
    private RulesTable.Env env;

    @BeforeAll
    void start(@TempDir Path folder) {
        r2 = R2Double.start(folder);
        r2.createBucket("media");
        r2.createBucket("private");
        env = new RulesTable.Env(r2, r2.newKey(Tier.ADMIN), r2.newKey(Tier.OBJECT_READ_WRITE, "media"),
                r2.newKey(Tier.OBJECT_READ, "media"));
        r2.put("media", "ten", "0123456789".getBytes(), "text/plain");
    }

    @AfterAll
    void stop() {
        r2.close();
    }

    static Stream<RulesTable.Row> rows() {
        return Stream.of(SignatureRules.rows(), RequestRules.rows(), BodyRules.rows()).flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void answersAsR2(RulesTable.Row row) {
        RawHttp.Answer answer = row.scenario().apply(env);

        assertThat(answer.status()).as(row + "\n" + answer.text()).isEqualTo(row.status());
        if (row.code().isEmpty()) {
            assertThat(answer.text()).doesNotContain("<Error>");
        } else {
            assertThat(answer.element("Code")).as(row.toString()).isEqualTo(row.code());
            // Rule 25 holds for every error.
            assertThat(answer.headers()).containsEntry("content-type", "application/xml");
            assertThat(answer.text()).contains("<Error><Code>").doesNotContain("xmlns");
        }
    }

    @Test
    void everyRuleHasARow() {
        List<Integer> covered = rows().map(RulesTable.Row::rule).distinct().sorted().toList();
        assertThat(covered).isEqualTo(IntStream.rangeClosed(1, RULES).boxed().toList());
    }

    @Test
    void aRowReadsAsItsRule() {
        assertThat(row(8, "STREAMING-AWS4-…", 501, "NotImplemented", none -> null).toString())
                .isEqualTo("rule 08: STREAMING-AWS4-… -> 501 NotImplemented");
    }
}

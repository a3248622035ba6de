package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.LongForm;
import io.dromedary.api.Contract;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any combination of options is either refused, naming the field, or makes what was asked for. Each test is a seed, so
 * that one can be looked at again; {@code -Dcombinations=5000} tries more of them, {@code -Dcombinations.from=7} others.
 * {@code bin/test --long} tries 500.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("encode")
class CombinationsTest {

    /** What only the probed file can show to be impossible. */
    private static final Set<String> BY_FILE =
            Set.of("option_conflict", "no_video_stream", "no_audio_stream", "resource_limit");

    private final Contract contract = Contract.read(Path.of("config/openapi.yaml"));
    private CombinationInputs inputs;
    private Plans plans;
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger impossible = new AtomicInteger();

    static LongStream seeds() {
        long from = Long.getLong("combinations.from", 0);
        return LongStream.range(from, from + Integer.getInteger("combinations", LongForm.choose(50, 500)));
    }

    @BeforeAll
    void prepare(@TempDir Path folder) {
        inputs = new CombinationInputs(folder);
        plans = new Plans(folder, VideoEncodes.hasty());
    }

    /** A generator that only makes nonsense would let everything pass. */
    @AfterAll
    void mostWereMade() {
        int all = made.get() + refused.get() + impossible.get();
        assertThat(made.get()).as("%s made, %s refused, %s impossible for the file", made, refused, impossible)
                .isGreaterThan(all / 2);
        assertThat(refused.get()).isGreaterThan(all / 20);
        // Of five kinds, one has renditions; WebM, Ogg, MP3 and others are left to ffprobe.
        assertThat(read.get()).as("results that are described without ffprobe, of %s", made).isGreaterThan(made.get() / 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyCombinationIsRefusedByNameOrMadeAsAsked(long seed) throws IOException {
        var combinations = new OptionCombinations(seed);
        Kind kind = combinations.kind();
        ObjectNode options = combinations.options(kind);
        Path input = combinations.oneOf(inputs.of(kind));
        String told = "seed " + seed + ": " + kind.wireName() + " of " + input.getFileName() + " with " + options;
        Optional<Problem> refusal = refusal(kind, options);
        if (refusal.isPresent()) {
            refused.incrementAndGet();
            assertThat(refusal.get().kind()).as(told).isEqualTo(ProblemKind.INVALID_INPUT);
            assertThat(refusal.get().field()).as("%s: %s", told, refusal.get().getMessage())
                    .hasValueSatisfying(field -> assertThat(field).startsWith("options."));
            return;
        }
        try {
            Plan plan = plans.run(kind, input, options.toString(), attached(options));
            new AsAsked(told, options, Ffmpeg.probe(input)).check(kind, plan);
            made.incrementAndGet();
            if (plan.renditions().isEmpty() && plan.unprobed().isEmpty() && ReadResult.agrees(plan.main(), told)) {
                read.incrementAndGet();
            }
        } catch (MediaException e) {
            impossible.incrementAndGet();
            assertThat(BY_FILE).as("%s: %s", told, e.getMessage()).contains(e.kind());
            assertThat(e.getMessage()).as(told).isNotBlank();
        } catch (Ffmpeg.ToolFailure e) {
            throw new AssertionError(told, e);
        }
    }

    private Map<Attachment, Path> attached(ObjectNode options) {
        var attached = new HashMap<Attachment, Path>();
        if (options.has("watermark")) {
            attached.put(Attachment.WATERMARK, inputs.mark());
        }
        if (options.has("subtitle_url")) {
            attached.put(Attachment.SUBTITLES, inputs.words());
        }
        for (int i = 0; i < options.path("subtitles").size(); i++) {
            attached.put(Attachment.subtitles(i), inputs.words());
        }
        return attached;
    }

    private Optional<Problem> refusal(Kind kind, ObjectNode options) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("input", "https://example.com/in").put("kind", kind.wireName());
        body.set("options", options);
        try {
            contract.checkBody("createJob", body);
            ShippedMedia.media().planner(kind, options);
            return Optional.empty();
        } catch (Problem problem) {
            return Optional.of(problem);
        } catch (MediaException e) {
            return Optional.of(new Problem(ProblemKind.of(e.kind()), e.getMessage(), e.field().orElse("")));
        }
    }
}

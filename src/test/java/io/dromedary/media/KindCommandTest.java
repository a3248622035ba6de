package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The argument lists of all kinds but video, as kept in {@code golden/<kind>}: one file a case, with the options, the
 * input, what was measured where something is, and the arguments of each command, one option a line.
 */
class KindCommandTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final List<Kind> KINDS = List.of(Kind.AUDIO, Kind.IMAGE, Kind.ANIMATION);

    static List<Path> cases() throws IOException {
        var cases = new ArrayList<Path>();
        for (Kind kind : KINDS) {
            cases.addAll(GoldenArguments.in(GOLDEN.resolve(kind.wireName())));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theArgumentsAreAsKept(Path file) throws IOException {
        assertThat(lines(file)).isEqualTo(GoldenArguments.kept(file));
    }

    @Test
    void everyKindHasCases() throws IOException {
        for (Kind kind : KINDS) {
            assertThat(cases().stream().filter(file -> file.startsWith(GOLDEN.resolve(kind.wireName()))))
                    .hasSizeGreaterThan(4);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> head = GoldenArguments.head(file);
        Kind kind = Kind.of(file.getParent().getFileName().toString());
        Planner planner = Plans.planner(ShippedMedia.media(), kind, head.get(0).substring("options: ".length()));
        Optional<String> measured = head.stream().filter(line -> line.startsWith("measured:")).findFirst()
                .map(line -> line.substring("measured: ".length()));
        var inputs = new PlanInputs(VideoCommandTest.probed(head.get(1).substring("input:   ".length())),
                Path.of("/job/input"), Path.of("/job"), Path.of("/job/out"), Path.of("/job/out"), "name", watermark(planner.options()), Map.of(),
                measured);
        var lines = new ArrayList<String>();
        if (measured.isPresent()) {
            add(planner.measurement(inputs).orElseThrow(), lines);
        }
        planner.plan(inputs).commands().forEach(command -> add(command, lines));
        return lines;
    }

    /** A picture of 640×480 where the options name one. */
    private static Optional<PlanInputs.Picture> watermark(KindOptions options) {
        return Optional.ofNullable(options.attachments().get(Attachment.WATERMARK))
                .map(url -> new PlanInputs.Picture(Path.of("/job/watermark"), VideoCommandTest.probed("still")));
    }

    private static void add(Command command, List<String> lines) {
        lines.add(command.name() + ":");
        lines.addAll(GoldenArguments.lines(command.arguments()));
    }

    /** Writes the cases anew after a change that was meant; what changed is then for the reader to judge. */
    public static void main(String[] none) throws IOException {
        for (Path file : cases()) {
            GoldenArguments.write(file, lines(file));
        }
    }
}

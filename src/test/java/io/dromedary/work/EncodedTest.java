package io.dromedary.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dromedary.media.AudioStream;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** A result that was made before all of the input was known is taken where the plan of the complete input makes the same. */
class EncodedTest {

    private static final AudioStream SOUND =
            new AudioStream(0, "aac", 2, 48_000, true, true, Optional.empty(), Optional.empty());

    @Test
    void whatIsFoundOutAboutTheLengthIsHeldAgainstTheResult() {
        Encoded made = made(plan("-i pipe:0", 4, ExpectedResult.ANY), 9);

        assertThat(made.isResultOf(plan("-i pipe:0", 9.1, sound(9.1)))).isTrue();
        assertThat(made.isResultOf(plan("-i pipe:0", 12, sound(12)))).as("it is too short").isFalse();
    }

    @Test
    void otherCommandsMakeAnotherResult() {
        Encoded made = made(plan("-i pipe:0", 4, ExpectedResult.ANY), 9);

        assertThat(made.isResultOf(plan("-i pipe:0 -af adelay=1", 4, ExpectedResult.ANY))).isFalse();
    }

    @Test
    void whatWasNotComparedIsTheResultOfTheSamePlanAlone() {
        var made = new Encoded(plan("-i pipe:0", 4, ExpectedResult.ANY), JsonNodeFactory.instance.objectNode());

        assertThat(made.isResultOf(plan("-i pipe:0", 4, ExpectedResult.ANY))).isTrue();
        assertThat(made.isResultOf(plan("-i pipe:0", 9, ExpectedResult.ANY))).isFalse();
    }

    private static Encoded made(Plan plan, double seconds) {
        var media = new MediaFile(List.of("mov"), "M4A", OptionalDouble.of(seconds), OptionalLong.empty(), OptionalLong.empty(),
                List.of(SOUND), Map.of(0, new MediaFile.Span(0, seconds)), 0, Optional.empty(), Optional.empty(), List.of());
        return new Encoded(plan, JsonNodeFactory.instance.objectNode(), Optional.of(media));
    }

    private static Plan plan(String arguments, double seconds, ExpectedResult expected) {
        Path main = Path.of("out/sound.m4a");
        return Plan.of(Command.encode(List.of(arguments.split(" ")), OptionalDouble.of(seconds), main), main).expecting(expected);
    }

    private static ExpectedResult sound(double seconds) {
        return ExpectedResult.of(new ExpectedResult.Length(OptionalDouble.of(seconds), OptionalDouble.empty(), 0.3));
    }
}

package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dromedary.media.ExpectedResult.Length;
import io.dromedary.media.probe.Probe;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was read from a result is compared with what was planned, in both directions, whatever its header says. */
class ExpectedResultTest {

    private static final ExpectedResult FILM = new ExpectedResult(
            Optional.of(new ExpectedResult.Picture(64, 36, exactly(8, 0.3), OptionalDouble.of(25))), Optional.of(exactly(8, 0.3)),
            0, false);

    private static Length exactly(double seconds, double tolerance) {
        return new Length(OptionalDouble.of(seconds), OptionalDouble.of(seconds), tolerance);
    }

    private static MediaFile result(String picture, String sound) {
        return Probe.parse("""
                {"format": {"format_name": "mov,mp4", "duration": "8.000000", "start_time": "0.000000"}, "streams": [
                 {"index": 0, "codec_type": "video", "codec_name": "h264", "width": 64, "height": 36, "pix_fmt": "yuv420p",
                  "avg_frame_rate": "25/1", "duration": "8.000000"%s},
                 {"index": 1, "codec_type": "audio", "codec_name": "aac", "channels": 2, "sample_rate": "48000",
                  "duration": "8.000000"%s}]}""".formatted(picture, sound));
    }

    @Test
    void whatIsAsPlannedDiffersInNothing() {
        assertThat(FILM.difference(result("", ""))).isEmpty();
        assertThat(FILM.difference(result(",\"duration\": \"7.80\"", ",\"duration\": \"8.20\""))).as("rounding").isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        ",\"duration\": \"0.040000\"; ''; the picture is 0.04 s long instead of 8.00 s",
        "''; ,\"duration\": \"1.01\"; the sound is 1.01 s long instead of 8.00 s",
        "''; ,\"duration\": \"9.01\"; the sound is 9.01 s long instead of 8.00 s",
        "''; ,\"duration\": \"N/A\"; ''",
        ",\"width\": 62; ''; the picture has 62×36 pixels instead of 64×36",
        ",\"avg_frame_rate\": \"12/1\"; ''; the picture has 12.00 frames a second instead of 25.00",
        ",\"codec_type\": \"data\"; ''; it has no picture",
        "''; ,\"codec_type\": \"data\"; it has no sound"
    })
    void everyDifferenceIsToldWithBothValues(String picture, String sound, String told) {
        Optional<String> difference = FILM.difference(result(picture, sound));

        if (told.isEmpty()) {
            assertThat(difference).as("the file's length counts for a stream that does not say its own").isEmpty();
        } else {
            assertThat(difference).contains("The result is not whole: " + told + ". Nothing of it is published.");
        }
    }

    @ParameterizedTest
    @CsvSource({"2.00, 2.05, ''", "2.00, 6.00, 6.00", "2.00, 1.20, 1.20"})
    void aSoundThatEndsByThePicturesIsComparedWithThem(String picture, String sound, String told) {
        var expected = new ExpectedResult(Optional.of(new ExpectedResult.Picture(64, 36, Length.ANY, OptionalDouble.empty())),
                Optional.of(new Length(OptionalDouble.of(6), OptionalDouble.empty(), 0.3)), 0, true);

        Optional<String> difference = expected.difference(result(",\"duration\": \"%s\"".formatted(picture),
                ",\"duration\": \"%s\"".formatted(sound)));

        assertThat(difference).isEqualTo(told.isEmpty() ? Optional.empty() : Optional.of(("The result is not whole: the sound is"
                + " %s s long instead of 2.00 s. Nothing of it is published.").formatted(told)));
    }

    @Test
    void aTrackOfSubtitlesMustBeThere() {
        var expected = new ExpectedResult(Optional.empty(), Optional.empty(), 1, false);
        assertThat(expected.difference(result("", ""))).get().asString().contains("it has no track of subtitles");
        assertThat(expected.difference(result("", ",\"codec_type\": \"subtitle\""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e300", "-5", "Infinity", "NaN", "99999999999999999999999999", "0x10", "\\u0000"})
    void aHeaderThatLiesIsOneDifferenceOfBoundedLength(String length) {
        Optional<String> difference = FILM.difference(result(",\"duration\": \"" + length + "\", \"start_time\": \"" + length + "\"", ""));

        difference.ifPresent(told -> assertThat(told.length()).isLessThan(200));
    }

    @Test
    void matroskaTellsTheEndOfEachStreamInATag() {
        MediaFile file = Probe.parse("""
                {"format": {"format_name": "matroska,webm", "duration": "8.0", "start_time": "1.000000"}, "streams": [
                 {"index": 0, "codec_type": "audio", "codec_name": "opus", "channels": 2, "sample_rate": "48000",
                  "start_time": "2.0", "tags": {"DURATION-eng": "00:00:03.500000000"}},
                 {"index": 1, "codec_type": "audio", "codec_name": "opus", "tags": {"DURATION": "99999999:99:99"}}]}""");

        assertThat(file.spans()).containsOnlyKeys(0);
        assertThat(file.spans().get(0)).isEqualTo(new MediaFile.Span(1, 2.5));
    }

    @Test
    void theSizeOfASheetIsReadFromItsHeader() {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xDB, 0, 4, 1, 2, (byte) 0xFF, (byte) 0xC0, 0, 11, 8, 0, 90, 0,
            (byte) 160, 1, 1, 17, 0};
        var sheet = new ExpectedPicture(java.nio.file.Path.of("x.thumbnails.jpg"), 160, 90);

        assertThat(sheet.difference(jpeg)).isEmpty();
        jpeg[14] = 80;
        assertThat(sheet.difference(jpeg)).get().asString().contains("x.thumbnails.jpg is 160×80 instead of 160×90 pixels");
        assertThat(sheet.difference(new byte[0])).get().asString().contains("is no picture instead of");
        assertThat(sheet.difference("made to harm".getBytes(StandardCharsets.UTF_8))).isPresent();
        for (int length = 0; length < jpeg.length; length++) {
            assertThat(sheet.difference(java.util.Arrays.copyOf(jpeg, length))).as("%d bytes", length).isPresent();
        }
    }
}

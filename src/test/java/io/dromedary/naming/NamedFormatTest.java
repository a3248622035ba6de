package io.dromedary.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.dromedary.media.Kind;
import io.dromedary.media.WireName;
import io.dromedary.media.format.AnimationFormat;
import io.dromedary.media.format.AudioFormat;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.VideoFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedFormatTest {

    @ParameterizedTest
    @CsvSource({
        "video, mp4, mp4", "video, m4v, mp4", "video, webm, webm", "video, mov, mov", "video, MOV, mov",
        "audio, mp3, mp3", "audio, aac, aac", "audio, m4a, m4a", "audio, ogg, ogg", "audio, oga, ogg", "audio, opus, opus",
        "audio, wav, wav", "audio, flac, flac", "audio, FLAC, flac",
        "image, jpg, jpeg", "image, jpeg, jpeg", "image, JPG, jpeg", "image, png, png", "image, webp, webp",
        "image, avif, avif", "animation, gif, gif", "animation, webp, webp", "adaptive_video, m3u8, hls"})
    void theExtensionChoosesTheFormat(String kind, String extension, String format) {
        assertThat(of(kind, "a/b.c/result." + extension)).contains(format);
        assertThat(NamedFormat.of(kind, name("x." + extension), asked(format))).as("both").contains(format);
    }

    @ParameterizedTest
    @CsvSource({"result", "result.bin", "result.BIN", "result.", "result.v2-small", "a.webm/result", "a.png/", "result.tmp",
        "result.txt", "mp4", "result.{ext}", "result.mp4.part"})
    void aNameThatSaysNothingOfMediaLeavesTheDefault(String name) {
        for (Kind kind : Kind.values()) {
            assertThat(of(kind.wireName(), name)).as(kind.wireName()).isEmpty();
            assertThat(NamedFormat.of(kind.wireName(), name(name), asked("anything"))).as(kind.wireName()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "video | mkv  | kind 'video' does not make: its formats are mp4, webm and mov. No kind makes .mkv.",
        "video | gif  | kind 'video' does not make: its formats are mp4, webm and mov. .gif is made by kind 'animation'.",
        "video | webp | .webp is made by kind 'image' and kind 'animation'.",
        "video | M4A  | .m4a is made by kind 'audio'.",
        "video | m3u8 | .m3u8 is made by kind 'adaptive_video'.",
        "audio | mp4  | its formats are mp3, aac, m4a, ogg, opus, wav and flac. .mp4 is made by kind 'video'.",
        "audio | webm | .webm is made by kind 'video'.",
        "audio | wma  | No kind makes .wma.",
        "audio | json | .json is made by kind 'audio' with \"waveform\": \"json\".",
        "image | gif  | its formats are jpeg, png, webp and avif. .gif is made by kind 'animation'.",
        "image | tiff | No kind makes .tiff.",
        "animation | png | its formats are gif and webp. .png is made by kind 'image'.",
        "animation | mp4 | .mp4 is made by kind 'video'.",
        "waveform  | mp3 | \"waveform\": \"json\" does not make: its format is json. .mp3 is made by kind 'audio'.",
        "adaptive_video | mp4 | its format is hls. .mp4 is made by kind 'video'."
    })
    void whatAKindDoesNotMakeIsRefusedWithWhatItMakesAndWhoMakesTheOther(String kind, String extension, String message) {
        assertThatThrownBy(() -> of(kind, "x." + extension)).isInstanceOf(UnsuitableName.class)
                .hasMessageStartingWith("'output' ends in ." + extension.toLowerCase(Locale.ROOT) + ", which ")
                .hasMessageEndingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"video, webm, mp4", "video, mp4, webm", "video, m4v, mov", "audio, mp3, flac", "audio, aac, m4a", "audio, ogg, opus",
        "image, jpg, png", "animation, gif, webp"})
    void anotherFormatBesideTheNameIsRefusedWithBoth(String kind, String extension, String format) {
        assertThatThrownBy(() -> NamedFormat.of(kind, name("x." + extension), asked(format))).isInstanceOf(UnsuitableName.class)
                .hasMessage("'output' ends in ." + extension + ", and 'options.format' is " + format + ". Change one.");
    }

    @Test
    void aacIsInMp4IfTheNameSaysSo() {
        assertThat(NamedFormat.of("audio", name("x.m4a"), asked("aac"))).contains("m4a");
    }

    @Test
    void aWaveformTakesItsOwnExtensionAndChoosesNoFormat() {
        assertThat(of(NamedFormat.WAVEFORM, "x.json")).isEmpty();
        assertThat(of(NamedFormat.WAVEFORM, "x.bin")).isEmpty();
        assertThat(of("video", "x.json")).isEmpty();
    }

    @Test
    void whatMakesNoMediaTakesAnyName() {
        assertThat(of("export", "x.mkv")).isEmpty();
        assertThat(of("import", "x.mp4")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.jpeg, b.jpg, true", "a.mp4, b.M4V, true", "a.mp4, b, true", "a.mp4, b.bin, true", "a.mp4, b.webm, false",
        "a.mp4, b.mkv, false", "a.json, b.json, true", "a.json, b.mp3, false", "a.webp, b.webp, true", "a.m4a, b.mp4, false"})
    void namesAgreeThatSayTheSame(String one, String other, boolean agree) {
        assertThat(NamedFormat.agree(one, other)).isEqualTo(agree);
        assertThat(NamedFormat.agree(other, one)).isEqualTo(agree);
    }

    /** The formats that are made, those of the contract and those of the table are the same, in one order. */
    @Test
    void everyFormatThatIsMadeHasItsExtensions() throws IOException {
        Map<String, WireName[]> made = Map.of("Video", VideoFormat.values(), "Audio", AudioFormat.values(),
                "Image", ImageFormat.values(), "Animation", AnimationFormat.values());
        JsonNode schemas = new ObjectMapper(new YAMLFactory()).readTree(Path.of("config/openapi.yaml").toFile())
                .at("/components/schemas");
        made.forEach((name, formats) -> {
            var contract = new ArrayList<String>();
            JsonNode format = schemas.path(name + "Options").at("/properties/format");
            format.get("enum").forEach(word -> contract.add(word.asText()));
            // Another word for jpeg.
            contract.remove("jpg");
            String kind = name.toLowerCase(Locale.ROOT);
            List<String> known = NamedFormat.formats(kind);
            assertThat(known).as(name).isEqualTo(contract).isEqualTo(WireName.words(formats));
            known.forEach(word -> assertThat(NamedFormat.isDefault(kind, word)).as(word)
                    .isEqualTo(word.equals(format.path("x-default").asText())));
        });
    }

    private static Optional<String> of(String kind, String name) {
        return NamedFormat.of(kind, name(name), Optional.empty());
    }

    private static NamedFormat.Name name(String path) {
        return new NamedFormat.Name("'output'", path);
    }

    private static Optional<NamedFormat.Asked> asked(String format) {
        return Optional.of(new NamedFormat.Asked("'options.format'", format, "Change one."));
    }
}

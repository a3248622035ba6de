package io.dromedary.media.option;

import static io.dromedary.media.VideoEncodes.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Attachment;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoOptionsTest {

    @Test
    void noOptionsAreTheContractsDefaults() {
        assertThat(options("{}")).isEqualTo(new VideoOptions(VideoFormat.MP4, VideoCodec.H264, Quality.MEDIUM,
                new Framing(Optional.empty(), Optional.empty(), Optional.empty(), Position.CENTER, Rgb.BLACK),
                OptionalDouble.empty(), OptionalInt.empty(), new Clip(0, OptionalDouble.empty()), OptionalInt.empty(),
                true, Optional.empty(), OptionalDouble.empty(), new Extras(Optional.empty(), Optional.empty(), Optional.empty()), true));
    }

    @Test
    void everyOptionIsRead() {
        VideoOptions read = options("""
                {'format': 'webm', 'codec': 'av1', 'quality': 'very_high', 'width': 640, 'height': '50%',
                 'fit': 'cover', 'position': 'bottom-left', 'background': '#F80', 'fps': 29.97, 'bitrate': 900000,
                 'start': 1.5, 'end': 4, 'frames': 9, 'audio_language': 'pt-br', 'normalize': 'lufs', 'target_lufs': -23,
                 'watermark': {'url': 'https://example.com/logo.png', 'position': 'top', 'width': '20%',
                               'opacity': 0.5, 'margin': 3},
                 'subtitle_url': 's3://bucket/film.srt', 'subtitle_style': 'embed',
                 'thumbnails': {'every': 2.5, 'columns': 4, 'width': 120}, 'copy': false}""");

        assertThat(read).isEqualTo(new VideoOptions(VideoFormat.WEBM, VideoCodec.AV1, Quality.VERY_HIGH,
                new Framing(Optional.of(new Size.Pixels(640)), Optional.of(new Size.Percent(50)),
                        Optional.of(Fit.COVER), Position.BOTTOM_LEFT, new Rgb(255, 136, 0)),
                OptionalDouble.of(29.97), OptionalInt.of(900000), new Clip(1.5, OptionalDouble.of(4)),
                OptionalInt.of(9), true, Optional.of(new Language("pt-BR")), OptionalDouble.of(-23),
                new Extras(
                        Optional.of(new Watermark("https://example.com/logo.png", Position.TOP,
                                Optional.of(new Size.Percent(20)), 0.5, 3)),
                        Optional.of(new SubtitleRequest(List.of(SubtitleFile.only("s3://bucket/film.srt")), SubtitleStyle.EMBED, Optional.empty())),
                        Optional.of(new Thumbnails(2.5, 4, 120))), false));
    }

    @Test
    void nullIsTheSameAsLeftOut() {
        assertThat(options("{'codec': null, 'end': null, 'audio': null}")).isEqualTo(options("{}"));
    }

    @ParameterizedTest
    @CsvSource({"mp4, H264", "mov, H264", "webm, VP9"})
    void theFormatChoosesTheCodec(String format, VideoCodec codec) {
        assertThat(options("{'format': '%s'}".formatted(format)).codec()).isEqualTo(codec);
    }

    @ParameterizedTest
    @CsvSource({"mp4, h264", "mp4, h265", "mp4, av1", "mov, h264", "mov, h265", "webm, vp9", "webm, av1"})
    void theContractsPairsAreTaken(String format, String codec) {
        assertThat(pair(format, codec).codec().wireName()).isEqualTo(codec);
    }

    @ParameterizedTest
    @CsvSource({
        "mp4,  vp9,  vp9 does not go into mp4. Use codec h264 or h265 or av1| or format webm.",
        "mov,  av1,  av1 does not go into mov. Use codec h264 or h265| or format mp4 or webm.",
        "mov,  vp9,  vp9 does not go into mov. Use codec h264 or h265| or format webm.",
        "webm, h264, h264 does not go into webm. Use codec vp9 or av1| or format mp4 or mov.",
        "webm, h265, h265 does not go into webm. Use codec vp9 or av1| or format mp4 or mov."
    })
    void otherPairsAreRefused(String format, String codec, String message) {
        assertInvalid("{'format': '%s', 'codec': '%s'}".formatted(format, codec), "options.codec",
                message.replace('|', ','));
    }

    @Test
    void theEndMustBeAfterTheStart() {
        assertInvalid("{'start': 5, 'end': 2.5}", "options.end", "'end' (2.5 s) must be after 'start' (5 s).");
        assertInvalid("{'start': 5, 'end': 5}", "options.end", "'end' (5 s) must be after 'start' (5 s).");
        assertInvalid("{'end': 0}", "options.end", "'end' (0 s) must be after 'start' (0 s).");
    }

    @ParameterizedTest
    @CsvSource({
        "'audio': true,                      true",
        "'audio': false,                     false",
        "'no_audio': true,                   false",
        "'no_audio': false,                  true",
        "'audio': true| 'no_audio': false,   true",
        "'audio': false| 'no_audio': true,   false"
    })
    void soundIsAskedForByEitherName(String options, boolean audio) {
        assertThat(options("{%s}".formatted(options.replace('|', ','))).audio()).isEqualTo(audio);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theTwoNamesMustNotContradictEachOther(String both) {
        assertInvalid("{'audio': %s, 'no_audio': %s}".formatted(both, both), "options.no_audio",
                "'audio' and 'no_audio' say the opposite of each other. Send only one of them.");
    }

    @Test
    void extrasHaveTheContractsDefaults() {
        Extras extras = options("{'watermark': {'url': 'a'}, 'subtitle_url': 'b', 'thumbnails': {}}").extras();

        assertThat(extras).isEqualTo(new Extras(
                Optional.of(new Watermark("a", Position.BOTTOM_RIGHT, Optional.empty(), 1, 10)),
                Optional.of(new SubtitleRequest(List.of(SubtitleFile.only("b")), SubtitleStyle.BURN_IN, Optional.empty())),
                Optional.of(new Thumbnails(5, 5, 160))));
        assertThat(extras.attachments())
                .isEqualTo(Map.of(Attachment.WATERMARK, "a", Attachment.SUBTITLES, "b"));
    }

    @Test
    void whatGoesTogetherIsNotGivenAlone() {
        assertInvalid("{'subtitle_style': 'embed'}", "options.subtitle_style",
                "'subtitle_style' says what becomes of subtitles: give their 'subtitle_url' too, or 'subtitles'.");
        assertInvalid("{'watermark': {'opacity': 1}}", "options.watermark.url", "'watermark.url' is missing.");
    }

    @Test
    void aSheetWiderThanPlayersCanShowIsRefused() {
        assertInvalid("{'thumbnails': {'columns': 50, 'width': 640}}", "options.thumbnails.columns",
                "50 columns of 640 pixels are 32000 pixels; a sheet is at most 16384 wide. Ask for fewer or narrower"
                        + " ones.");
    }

    @Test
    void loudnessIsAskedForByName() {
        assertThat(options("{'normalize': 'lufs'}").targetLufs()).hasValue(-16);
        assertInvalid("{'target_lufs': -20}", "options.target_lufs", "'target_lufs' says how loud 'normalize' makes the"
                + " sound. Send \"normalize\": \"lufs\" with it.");
        assertInvalid("{'normalize': 'lufs', 'no_audio': true}", "options.normalize",
                "'normalize' is about the sound, which this job leaves out. Leave 'normalize' out too.");
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertInvalid("{'watermark': {'url': 'a', 'width': 'wide'}}", "options.watermark.width",
                "'watermark.width' must be a number of pixels, or a text like \"50%\".");
        assertInvalid("{'width': '50 %'}", "options.width",
                "'width' must be a number of pixels, or a text like \"50%\".");
        assertInvalid("{'background': 'red:eval'}", "options.background",
                "'red:eval' is no colour; write #rgb or #rrggbb.");
        assertInvalid("{'fit': 'crop'}", "options.fit", "'crop' is not a fit; choose one of contain, cover, fill.");
    }

    private static VideoOptions pair(String format, String codec) {
        return options("{'format': '%s', 'codec': '%s'}".formatted(format, codec));
    }

    private static void assertInvalid(String options, String field, String message) {
        assertThatThrownBy(() -> options(options)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo("invalid_input");
            assertThat(e.field()).contains(field);
            assertThat(e).hasMessage(message);
        });
    }
}

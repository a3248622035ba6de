package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.LongForm;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.How;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.Plans;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is copied because it already is as asked for, and what must not be, on real media. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("encode")
class CopyingTest {

    private static final String TONE = "-f lavfi -i sine=f=440:r=48000:d=4,aformat=channel_layouts=stereo";
    private static final String PICTURE = "-f lavfi -i testsrc=s=320x180:r=25:d=4";
    private static final String H264 = "-c:v libx264 -preset veryfast -pix_fmt yuv420p";
    private static final String AAC = "-c:a aac -b:a 96k";

    private Path folder;
    private Plans plans;
    private Path usual;

    @BeforeAll
    void prepare(@TempDir Path directory) {
        folder = directory;
        plans = new Plans(directory);
        usual = make("usual.mp4", PICTURE, TONE, H264, "-crf 24 -g 50 -metadata title=Secret -metadata:s:v language=ger", AAC);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mp4 |                            | copied  | copied",
        "mov |                            | copied  | copied",
        "mp4 | 'width': 320               | copied  | copied",
        "mp4 | 'end': 60                  | copied  | copied",
        "mp4 | 'bitrate': 400000          | copied  | copied",
        "mp4 | 'normalize': 'lufs'        | copied  | encoded",
        "mp4 | 'width': 160               | encoded | copied",
        "mp4 | 'codec': 'h265'            | encoded | copied",
        "mp4 | 'fps': 12                  | encoded | copied",
        "mp4 | 'copy': false              | encoded | encoded",
        "mp4 | 'start': 1                 | encoded | encoded",
        "mp4 | 'end': 2                   | encoded | encoded",
        "mp4 | 'frames': 20               | encoded | encoded",
        "mp4 | 'audio': false             | copied  |",
        "webm|                            | encoded | encoded",
        "mp4 | 'bitrate': 20000           | encoded | copied"})
    void eachStreamIsCopiedWhereNothingIsAskedOfIt(String format, String options, String video, String audio) {
        String asked = "{'format': '%s'%s}".formatted(format, options == null ? "" : ", " + options);
        // The plan says it; that plans are kept to, other tests show, and here the long form.
        Plan plan = LongForm.isAsked() ? run(usual, asked) : plans.plan(Kind.VIDEO, usual, asked);

        assertThat(words(plan)).isEqualTo(video + " " + audio);
    }

    @Test
    void aCopyHasTheSamePicturesAndSoundAtTheSameTimesAndNothingThatTellsOfItsMaker() {
        Path copy = run(usual, "{}").main();

        assertThat(frames(copy, "v")).isEqualTo(frames(usual, "v")).isNotEmpty();
        assertThat(frames(copy, "a")).isEqualTo(frames(usual, "a")).isNotEmpty();
        assertThat(Ffmpeg.text("ffprobe", "-v", "error", "-show_entries", "format_tags:stream_tags", copy.toString()))
                .doesNotContain("Secret").doesNotContain("ger");
        assertThat(indexComesFirst(copy)).isTrue();
        MediaFile made = Ffmpeg.probe(copy);
        assertThat(made.duration().orElseThrow()).isCloseTo(Ffmpeg.probe(usual).duration().orElseThrow(), within(0.03));
        assertThat(made.track(made.video().orElseThrow()).orElseThrow().plain()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "the usual                | -c copy                                                              | copied  | copied",
        "QuickTime                | -c copy -f mov                                                       | copied  | copied",
        "index last, no sound     | -c copy -an                                                          | copied  | null",
        "no B-frames              | -c:v libx264 -bf 0 -crf 24 -pix_fmt yuv420p -c:a copy              | copied  | copied",
        "an edit list             | -ss 1.3 -c copy                                                      | encoded | encoded",
        "in fragments             | -c copy -movflags frag_keyframe+empty_moov                           | encoded | encoded",
        "turned                   | -c copy -metadata:s:v:0 rotate=90                                    | encoded | copied",
        "oblong pixels            | -c:v libx264 -aspect 4:3 -pix_fmt yuv420p -crf 24 -c:a copy        | encoded | copied",
        "full range               | -c:v libx264 -pix_fmt yuvj420p -crf 24 -c:a copy                   | encoded | copied",
        "10 bits                  | -c:v libx264 -pix_fmt yuv420p10le -crf 24 -c:a copy                | encoded | copied",
        "4:4:4                    | -c:v libx264 -pix_fmt yuv444p -crf 24 -c:a copy                    | encoded | copied",
        "fields                   | -c:v libx264 -flags +ilme+ildct -pix_fmt yuv420p -crf 24 -c:a copy | encoded | copied",
        "few keyframes            | -stream_loop 3 -i %s -map 1 -t 14 -c:v libx264 -g 600 -sc_threshold 0 -crf 24 -c:a copy | encoded | copied",
        "a high bitrate           | -c:v libx264 -qp 1 -pix_fmt yuv420p -c:a copy                        | encoded | copied",
        "late sound               | -itsoffset 0.8 -i %s -map 0:v -map 1:a -t 3 -c copy                   | copied  | encoded",
        "a long sound             | -t 2 -i %s -map 1:v -map 0:a -c copy                                 | encoded | copied",
        "parameters in the stream | -c copy -tag:v avc3                                                  | encoded | copied",
        "an odd clock             | -c:v libx264 -crf 24 -video_track_timescale 9999991 -c:a copy      | encoded | copied",
        "sound of a high bitrate  | -c:v copy -c:a aac -b:a 320k                                         | copied  | encoded",
        "surround                 | -c:v copy -c:a aac -ac 6                                             | copied  | encoded",
        "96 kHz                   | -c:v copy -c:a aac -ar 96000                                         | copied  | encoded",
        "another codec            | -c:v mpeg4 -c:a libmp3lame                                           | encoded | encoded"})
    void whatIsNotKnownToBeRightIsEncoded(String name, String arguments, String video, String audio) {
        Path input = make(name.replace(' ', '-') + (arguments.contains("-f mov") ? ".mov" : ".mp4"),
                "-i " + usual, arguments.formatted(usual));

        // What is encoded anyway is made in the long form only.
        boolean isMade = LongForm.isAsked() || video.equals("copied");
        Plan plan = isMade ? run(input, "{}") : plans.plan(Kind.VIDEO, input, "{}");

        assertThat(words(plan)).isEqualTo(video + " " + audio);
        if (isMade) {
            assertThat(plan.expected().difference(Ffmpeg.probe(plan.main()))).isEmpty();
        }
    }

    @Test
    void picturesOfAVaryingRateKeepTheirTimesAndACodecOfEachIsKnown() {
        Path varying = make("varying.mp4", PICTURE + " -vf select=lt(t\\,2)+not(mod(n\\,5)) -fps_mode vfr", H264, "-crf 28");
        Path hevc = make("hevc.mp4", PICTURE, "-c:v libx265 -x265-params log-level=error -tag:v hvc1 -crf 28 -pix_fmt yuv420p");

        assertThat(words(run(varying, "{}"))).isEqualTo("copied null");
        assertThat(frames(run(varying, "{}").main(), "v")).isEqualTo(frames(varying, "v"));
        assertThat(words(run(varying, "{'fps': 25}"))).isEqualTo("encoded null");
        assertThat(words(run(hevc, "{'codec': 'h265'}"))).isEqualTo("copied null");
        assertThat(words(run(hevc, "{}"))).isEqualTo("encoded null");
    }

    @Test
    void theSoundOfAVideoIsCopiedIntoAFileOfItsOwn() {
        Plan m4a = plans.run(Kind.AUDIO, usual, "{'format': 'm4a'}");

        assertThat(words(m4a)).isEqualTo("null copied");
        assertThat(frames(m4a.main(), "a")).isEqualTo(frames(usual, "a"));
        assertThat(words(plans.run(Kind.AUDIO, usual, "{'format': 'm4a', 'quality': 'very_low'}"))).isEqualTo("null encoded");
        assertThat(words(plans.run(Kind.AUDIO, usual, "{'format': 'm4a', 'copy': false}"))).isEqualTo("null encoded");
        assertThat(words(plans.run(Kind.AUDIO, usual, "{'format': 'mp3'}"))).isEqualTo("null encoded");
    }

    @Test
    void theSoundOfTheLanguageThatIsAskedForDecides() {
        Path two = make("two.mp4", PICTURE, TONE, "-map 0 -map 1 -map 1", H264, "-crf 24 -g 50",
                "-c:a:0 aac -b:a:0 96k -c:a:1 libmp3lame -metadata:s:a:0 language=ger -metadata:s:a:1 language=eng");

        assertThat(words(run(two, "{}"))).isEqualTo("copied copied");
        assertThat(words(run(two, "{'audio_language': 'de'}"))).isEqualTo("copied copied");
        assertThat(words(run(two, "{'audio_language': 'en'}"))).isEqualTo("copied encoded");
    }

    private Plan run(Path input, String options) {
        return plans.run(Kind.VIDEO, input, options);
    }

    private static String words(Plan plan) {
        How how = plan.how().orElseThrow();
        return how.video().map(How.Way::wireName).orElse(null) + " " + how.audio().map(How.Way::wireName).orElse(null);
    }

    /** Each decoded picture, or each piece of sound: when it is shown, and what is in it. */
    private static List<String> frames(Path file, String stream) {
        return Ffmpeg.text("ffmpeg", "-v", "error", "-i", file.toString(), "-map", "0:" + stream, "-f", "framemd5", "-").lines()
                .filter(line -> !line.startsWith("#")).toList();
    }

    private static boolean indexComesFirst(Path file) {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return bytes.indexOf("moov") < bytes.indexOf("mdat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path make(String name, String... parts) {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-nostdin", "-v", "error"));
        for (String part : parts) {
            arguments.addAll(List.of(part.split(" +")));
        }
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }
}

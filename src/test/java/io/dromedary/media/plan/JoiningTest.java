package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Attachment;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.How;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Plans;
import io.dromedary.media.VideoStream;
import io.dromedary.media.Warning;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clips that are joined: each begins with one white picture and a short tone, by which the seams are found in the result.
 */
@Tag("encode")
class JoiningTest {

    private static final int RATE = 48_000;

    @TempDir
    private Path folder;

    @Test
    void clipsOfOneKindMeetAtTheirPictureAndSample() {
        Path a = flash("a.mp4", "320x180", "25", 2, "-c:v", "libx264", "-c:a", "aac");
        Path b = flash("b.mp4", "320x180", "25", 1.48, "-c:v", "libx264", "-c:a", "aac");

        Plan plan = join(Kind.VIDEO, "{}", clip(a), clip(b), clip(a));

        assertSeams(plan.main(), 25, 137, 0, 50, 87);
        assertThat(plan.how()).as("nothing of clips is copied").contains(new How(Optional.of(How.Way.ENCODED), Optional.of(How.Way.ENCODED)));
    }

    @Test
    void mixedSizesRatesContainersAndSoundAreMadeEqualToTheFirst() {
        Path first = flash("first.mp4", "320x180", "30000/1001", 2, "-c:v", "libx264", "-c:a", "aac");
        Path tall = flash("tall.mkv", "180x320", "50", 1, "-c:v", "libx264", "-c:a", "flac", "-ar", "22050", "-ac", "1");
        Path old = flash("old.avi", "352x288", "15", 3, "-c:v", "mpeg4", "-c:a", "pcm_s16le", "-ar", "44100");
        Path web = flash("web.webm", "640x480", "24", 1.5, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8",
                "-c:a", "libopus");

        Plan plan = join(Kind.VIDEO, "{}", clip(first), clip(tall), clip(old), clip(web));

        MediaFile result = Ffmpeg.probe(plan.main());
        VideoStream picture = result.video().orElseThrow();
        assertThat(List.of(picture.width(), picture.height())).containsExactly(320, 180);
        assertThat(picture.frameRate().orElseThrow()).isCloseTo(29.97, within(0.01));
        // 2 s, 1 s, 3 s and 1.5 s of 29.97 pictures a second.
        assertSeams(plan.main(), 30_000 / 1001.0, 60 + 30 + 90 + 45, 0, 60, 90, 180);
        assertThat(plan.commands()).hasSize(1);
    }

    @Test
    void aTurnedClipStandsUpright() {
        Path wide = flash("wide.mp4", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "aac");
        Path turned = folder.resolve("turned.mp4");
        Ffmpeg.run(List.of("-v", "error", "-i", wide.toString(), "-c", "copy", "-metadata:s:v:0", "rotate=90", turned.toString()));

        Plan plan = join(Kind.VIDEO, "{}", clip(turned), clip(wide));

        VideoStream picture = Ffmpeg.probe(plan.main()).video().orElseThrow();
        assertThat(List.of(picture.width(), picture.height(), picture.rotation())).containsExactly(180, 320, 0);
        assertThat(brightness(plan.main())).hasSize(50);
    }

    @Test
    void partsOfClipsAreTaken() {
        Path film = flash("film.mp4", "320x180", "25", 4, "-c:v", "libx264", "-g", "50", "-c:a", "aac");

        Plan plan = join(Kind.VIDEO, "{}", clip(film, 1, 3), clip(film, 0, 1), clip(film, 3.5, Double.NaN), clip(film, 0, 0.5));

        assertSeams(plan.main(), 25, 50 + 25 + 13 + 13, 50, 88);
    }

    /** The number of clips that a job may have, each of a length that is no whole number of samples. */
    @Test
    void roundingDoesNotAddUp() {
        Path odd = flash("odd.mp4", "64x64", "30000/1001", 0.3, "-c:v", "libx264", "-c:a", "aac", "-ar", "44100");

        Plan plan = join(Kind.VIDEO, "{'codec': 'h264'}", IntStream.range(0, 50).mapToObj(n -> clip(odd)).toArray(PlanInputs.Clip[]::new));

        assertSeams(plan.main(), 30_000 / 1001.0, 450, IntStream.range(0, 50).map(n -> 9 * n).toArray());
    }

    @Test
    void aClipWithoutSoundIsSilent() {
        Path silent = flash("silent.mp4", "320x180", "25", 1, "-c:v", "libx264", "-an");
        Path loud = flash("loud.mp4", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "aac");

        Plan plan = join(Kind.VIDEO, "{}", clip(silent), clip(loud), clip(silent));

        assertThat(flashes(brightness(plan.main()))).containsExactly(0, 25, 50);
        assertThat(onsets(plan.main())).hasSize(1).first().satisfies(at -> assertThat(at).isCloseTo(1.0, within(0.01)));
        assertThat(Ffmpeg.probe(plan.main()).duration().orElseThrow()).isCloseTo(3, within(0.05));
    }

    @Test
    void soundAloneIsJoinedWhateverTheClipsAre() {
        Path song = flash("song.wav", "16x16", "25", 1.25, "-vn", "-ar", "44100");
        Path film = flash("film.mp4", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "aac");
        Path silent = flash("silent.mp4", "320x180", "25", 1, "-c:v", "libx264", "-an");

        Plan plan = join(Kind.AUDIO, "{'format': 'wav'}", clip(song), clip(silent), clip(film));

        List<Double> onsets = onsets(plan.main());
        assertThat(onsets).hasSize(2);
        assertThat(onsets.get(1)).isCloseTo(2.25, within(0.005));
        assertThat(Ffmpeg.probe(plan.main()).duration().orElseThrow()).isCloseTo(3.25, within(0.03));
        assertThat(Ffmpeg.probe(plan.main()).audio().orElseThrow().sampleRate()).isEqualTo(44_100);
    }

    @Test
    void otherOptionsWorkOnTheWhole() throws Exception {
        Path a = flash("a.mp4", "320x180", "25", 2, "-c:v", "libx264", "-c:a", "aac");
        Path b = flash("b.mp4", "180x320", "25", 1, "-c:v", "libx264", "-c:a", "aac");
        Path mark = folder.resolve("mark.png");
        Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "color=red:s=20x20", "-frames:v", "1", mark.toString()));
        Path text = Files.writeString(folder.resolve("text.vtt"), "WEBVTT\n\n00:02.000 --> 00:02.500\nSecond clip\n");

        Plan plan = new Plans(folder).join(Kind.VIDEO, List.of(clip(a), clip(b)), "{'width': 160, 'fps': 50,"
                + " 'normalize': 'lufs', 'watermark': {'url': 'https://x.example/mark.png'}, 'subtitle_url':"
                + " 'https://x.example/t.vtt', 'subtitle_style': 'embed', 'thumbnails': {'every': 1}}",
                Map.of(Attachment.WATERMARK, mark, Attachment.SUBTITLES, text));

        assertSeams(plan.main(), 50, 150, 0, 100);
        assertThat(Ffmpeg.probe(plan.main()).video().orElseThrow().width()).isEqualTo(160);
        assertThat(plan.expected().subtitleTracks()).isEqualTo(1);
        assertThat(plan.sheets()).hasSize(1);
    }

    @Test
    void aClipThatCannotBeJoinedIsNamed() {
        Path film = flash("film.mp4", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "aac");
        Path song = flash("song.wav", "16x16", "25", 1, "-vn");

        assertThatThrownBy(() -> join(Kind.VIDEO, "{}", clip(film), new PlanInputs.Clip(song, Ffmpeg.probe(song), 0,
                OptionalDouble.empty(), "inputs[1]"))).hasMessageContaining("'inputs[1]': The input has no moving picture");
        assertThatThrownBy(() -> join(Kind.VIDEO, "{}", clip(film), new PlanInputs.Clip(film, Ffmpeg.probe(film), 7,
                OptionalDouble.empty(), "inputs[1]"))).hasMessageContaining("'inputs[1]': its start is 7 s, but it ends at 1 s");
    }

    @Test
    void whatAClipLosesIsToldWithItsName() {
        Path film = flash("film.mp4", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "aac");
        Path surround = flash("surround.mkv", "320x180", "25", 1, "-c:v", "libx264", "-c:a", "flac", "-ac", "6");

        Plan plan = join(Kind.VIDEO, "{}", clip(film), new PlanInputs.Clip(surround, Ffmpeg.probe(surround), 0,
                OptionalDouble.empty(), "inputs[1]"));

        assertThat(plan.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.SURROUND_MIXED_DOWN);
        assertThat(plan.warnings().get(0).message()).startsWith("'inputs[1]': ");
        assertSeams(plan.main(), 25, 50, 0, 25);
    }

    private Plan join(Kind kind, String options, PlanInputs.Clip... clips) {
        return new Plans(folder).join(kind, List.of(clips), options, Map.of());
    }

    private static PlanInputs.Clip clip(Path path) {
        return clip(path, 0, Double.NaN);
    }

    private static PlanInputs.Clip clip(Path path, double start, double end) {
        return new PlanInputs.Clip(path, Ffmpeg.probe(path), start,
                Double.isNaN(end) ? OptionalDouble.empty() : OptionalDouble.of(end), "inputs[0]");
    }

    /** A black film whose first picture is white, with a tone of 40 ms at its beginning. */
    private Path flash(String name, String size, String rate, double seconds, String... coding) {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-v", "error", "-y",
                "-f", "lavfi", "-i", "color=black:s=%s:r=%s:d=%s,drawbox=color=white:t=fill:enable='eq(n,0)'".formatted(size, rate, seconds),
                "-f", "lavfi", "-i", "aevalsrc='0.8*sin(2*PI*1000*t)*lt(t,0.04)':s=48000:d=%s".formatted(seconds)));
        arguments.addAll(List.of(coding));
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }

    private static void assertSeams(Path film, double rate, int pictures, int... at) {
        byte[] bright = brightness(film);
        assertThat(bright).as("pictures").hasSize(pictures);
        assertThat(flashes(bright)).containsExactly(at);
        List<Double> onsets = onsets(film);
        assertThat(onsets).hasSize(at.length);
        for (int seam = 0; seam < at.length; seam++) {
            assertThat(onsets.get(seam)).as("sound at seam " + seam).isCloseTo(at[seam] / rate, within(0.5 / rate));
        }
    }

    private static int[] flashes(byte[] bright) {
        return IntStream.range(0, bright.length).filter(n -> (bright[n] & 0xff) > 60
                && (n == 0 || (bright[n - 1] & 0xff) <= 60)).toArray();
    }

    /** The mean brightness of each picture. */
    private static byte[] brightness(Path film) {
        return Ffmpeg.run(List.of("-v", "error", "-i", film.toString(), "-map", "0:v:0", "-fps_mode", "passthrough",
                "-vf", "scale=1:1:flags=area,format=gray", "-f", "rawvideo", "-"));
    }

    /** Seconds at which a tone begins. */
    private static List<Double> onsets(Path film) {
        var samples = ByteBuffer.wrap(Ffmpeg.run(List.of("-v", "error", "-i", film.toString(), "-map", "0:a:0", "-ac", "1",
                "-ar", "48000", "-f", "s16le", "-"))).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        var found = new ArrayList<Double>();
        int quietUntil = 0;
        for (int sample = 0; sample < samples.limit(); sample++) {
            if (Math.abs(samples.get(sample)) > 4000 && sample >= quietUntil) {
                found.add(sample / (double) RATE);
                quietUntil = sample + RATE / 8;
            }
        }
        return found;
    }
}

package io.dromedary.media.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.Kind;
import io.dromedary.media.MediaException;
import io.dromedary.media.Plans;
import io.dromedary.media.StillSamples;
import io.dromedary.media.header.DeclaredEnd;
import io.dromedary.media.header.HeaderReader;
import io.dromedary.media.header.PictureEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is cut off is refused, rather than filled up with its last picture to the length that its index tells. */
@Tag("encode")
class WholeFileTest {

    /** Pictures of which several tests make JPEGs, by FFmpeg's words for them. */
    private static final Map<String, byte[]> SOURCES = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, -c:v libx264 -c:a aac -movflags +faststart", "3gp, -c:v mpeg4 -an -movflags +faststart",
        "mp4, -c:v libx264 -c:a aac -g 10 -movflags +frag_keyframe+empty_moov", "mkv, -c:v libx264 -c:a aac"
    })
    void whatIsCutOffIsRefused(String extension, String coding) throws IOException {
        Path whole = video(extension, coding);
        byte[] bytes = Files.readAllBytes(whole);

        assertThat(Ffmpeg.probe(whole).duration()).isPresent();
        for (double part : new double[] {0.6, 0.99}) {
            Path cut = Files.write(folder.resolve("cut." + extension), Arrays.copyOf(bytes, (int) (part * bytes.length)));
            assertThatThrownBy(() -> Ffmpeg.probe(cut)).as("%s of it", part).isInstanceOfSatisfying(MediaException.class,
                    e -> assertThat(e.kind()).isEqualTo("input_corrupt")).hasMessageContaining("is cut off")
                    .hasMessageContaining("bytes, of which ");
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "mov, -c:v mpeg4 -c:a pcm_s16le -movflags +faststart", "3gp, -c:v mpeg4 -c:a aac -movflags +faststart",
        "webm, -c:v libvpx -deadline realtime -cpu-used 8 -an"
    })
    void whatIsCutOffInOtherContainersIsRefused(String extension, String coding) throws IOException {
        whatIsCutOffIsRefused(extension, coding);
    }

    /** Tools put the index behind as much of a film as there is. */
    @ParameterizedTest
    @CsvSource({"mp4, -c:v libx264 -c:a aac, 0.3", "mov, -c:v mpeg4 -c:a pcm_s16le, 0.9", "mp4, -c:v libx264 -an, 0.5"})
    void anIndexBehindAPartOfItsSamplesIsNoWholeFile(String extension, String coding, double part) throws IOException {
        byte[] bytes = Files.readAllBytes(video(extension, coding));
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        int data = text.indexOf("mdat") - 4;
        int index = text.indexOf("moov") - 4;
        int kept = (int) (part * (index - data));
        byte[] cut = joined(Arrays.copyOf(bytes, data + kept), Arrays.copyOfRange(bytes, index, bytes.length));
        ByteBuffer.wrap(cut).putInt(data, kept);
        Path file = Files.write(folder.resolve("cut." + extension), cut);

        assertThatThrownBy(() -> Ffmpeg.probe(file)).isInstanceOfSatisfying(MediaException.class,
                e -> assertThat(e.kind()).isEqualTo("input_corrupt")).hasMessageContaining("is cut off").hasMessageContaining("are missing");
    }

    @ParameterizedTest
    @CsvSource({"jpg, marker of the end", "interlaced.jpg, marker of the end", "png, last chunk", "webp, bytes", "gif, rest of a frame", "apng, last chunk"})
    void aPictureThatIsCutOffIsRefused(String ending, String missing) throws IOException {
        byte[] bytes = Files.readAllBytes(picture(ending));

        for (double part : new double[] {0.6, 0.97}) {
            Path cut = Files.write(folder.resolve("cut." + ending), Arrays.copyOf(bytes, (int) (part * bytes.length)));
            assertThatThrownBy(() -> Ffmpeg.probe(cut)).as("%s of it", part).isInstanceOfSatisfying(MediaException.class,
                    e -> assertThat(e.kind()).isEqualTo("input_corrupt")).hasMessageContaining("is cut off")
                    .hasMessageContaining(missing);
        }
    }

    /** Servers and cameras cut off the two bytes that every JPEG ends with: all of its pixels are there. */
    @ParameterizedTest
    @CsvSource({
        "[], 0", "[interlace=true], 2", "[restart_interval=4], 3",
        "[optimize_coding=true|trellis_quant=true|optimize_scans=true|interlace=true], 1"
    })
    void aJpegThatLacksOnlyItsEndIsWhole(String saved, int converted) throws IOException {
        List<String> sources = List.of("testsrc2=s=117x83", "testsrc2=s=48x33,format=gray", "testsrc2=s=100x64,noise=alls=90",
                "color=red:s=24x8");
        for (String source : sources) {
            byte[] whole = jpeg(source, saved);
            for (int missing : new int[] {1, 2}) {
                Path file = Files.write(folder.resolve("endless.jpg"), Arrays.copyOf(whole, whole.length - missing));
                assertThatCode(() -> Ffmpeg.probe(file)).as("%s, without the last %d bytes", source, missing).doesNotThrowAnyException();
            }
            if (source.equals(sources.get(converted))) {
                assertThat(pixels(converted(folder.resolve("endless.jpg")))).as(source)
                        .isEqualTo(pixels(converted(Files.write(folder.resolve("whole.jpg"), whole))));
            }
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"[Q=100], 1", "[interlace=true|Q=20], 3", "[subsample_mode=off], 2", "[restart_interval=4|interlace=true], 0"})
    void aJpegThatIsSavedOtherwiseAndLacksOnlyItsEndIsWhole(String saved, int converted) throws IOException {
        aJpegThatLacksOnlyItsEndIsWhole(saved, converted);
    }

    private Path converted(Path jpeg) {
        return new Plans(folder).run(Kind.IMAGE, jpeg, "{'format': 'png'}").main();
    }

    /** Three bytes and more, so that some of the last block is missing. */
    @ParameterizedTest
    @CsvSource({"[]", "[interlace=true]"})
    void aJpegThatLacksPixelsIsNotWhole(String saved) throws IOException {
        byte[] whole = jpeg("testsrc2=s=117x83,noise=alls=60", saved);
        for (int missing : new int[] {6, 20, 300, whole.length / 2}) {
            Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length - missing));
            assertThatThrownBy(() -> Ffmpeg.probe(cut)).as("without %d bytes", missing).isInstanceOf(MediaException.class)
                    .hasMessageContaining("a part of the picture");
        }
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({"[restart_interval=4]", "[subsample_mode=off]"})
    void aJpegThatIsSavedOtherwiseAndLacksPixelsIsNotWhole(String saved) throws IOException {
        aJpegThatLacksPixelsIsNotWhole(saved);
    }

    /** An interlaced one is cut off between two scans, so that each of those that are there is whole. */
    @Test
    void aJpegThatLacksAScanIsNotWhole() throws IOException {
        byte[] whole = jpeg("testsrc2=s=117x83", "[interlace=true]");
        int scan = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00c4");
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, scan));

        assertThatThrownBy(() -> Ffmpeg.probe(cut)).hasMessageContaining("a part of the picture");
    }

    /** With a profile, libvips alone converts it; and it turns it upright. */
    @Test
    void aJpegWithAProfileAndWithoutItsEndIsConverted() throws IOException {
        Path whole = new StillSamples(folder).adobe("jpg");
        byte[] bytes = Files.readAllBytes(whole);
        Path file = Files.write(folder.resolve("endless.jpg"), Arrays.copyOf(bytes, bytes.length - 2));

        Path made = new Plans(folder).run(Kind.IMAGE, file, "{'format': 'png'}").main();
        assertThat(pixels(made)).isEqualTo(pixels(new Plans(folder).run(Kind.IMAGE, whole, "{'format': 'png'}").main()));
    }

    private byte[] jpeg(String source, String saved) throws IOException {
        Path plain = folder.resolve("plain.png");
        Files.write(plain, SOURCES.computeIfAbsent(source, words -> Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", words,
                "-frames:v", "1", "-c:v", "png", "-f", "image2pipe", "-"))));
        Path file = folder.resolve("saved.jpg");
        Ffmpeg.text("vips", "copy", plain.toString(), file + saved.replace('|', ','));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).endsWith(0xFF, 0xD9);
        return bytes;
    }

    private static String pixels(Path png) {
        return new String(Ffmpeg.run(List.of("-v", "error", "-i", png.toString(), "-f", "framemd5", "-")), StandardCharsets.US_ASCII);
    }

    /** As phones have them: a thumbnail in front, and a gain map, a video or any bytes behind. */
    @Test
    void whatIsAroundAJpegDoesNotCount() throws IOException {
        byte[] whole = Files.readAllBytes(picture("jpg"));
        byte[] thumbnail = {(byte) 0xFF, (byte) 0xE1, 0, 10, 'x', (byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFF, (byte) 0xD9, 'x', 'x'};
        byte[] start = Arrays.copyOf(whole, 2);
        byte[] rest = Arrays.copyOfRange(whole, 2, whole.length);
        Path around = folder.resolve("around.jpg");

        Files.write(around, joined(start, thumbnail, rest, Arrays.copyOf(whole, whole.length / 2)));
        assertThat(Ffmpeg.probe(around).picture()).isPresent();
        Files.write(around, joined(start, thumbnail, Arrays.copyOf(rest, rest.length / 2)));
        assertThatThrownBy(() -> Ffmpeg.probe(around)).hasMessageContaining("marker of the end");
    }

    @Test
    void endsThatNobodyMissesDoNotCount() throws IOException {
        byte[] gif = Files.readAllBytes(picture("gif"));
        assertThat(gif[gif.length - 1]).isEqualTo((byte) ';');
        Path file = folder.resolve("endless.gif");
        assertThat(Ffmpeg.probe(Files.write(file, Arrays.copyOf(gif, gif.length - 1))).picture()).isPresent();
        assertThat(Ffmpeg.probe(Files.write(file, joined(gif, "more".getBytes(StandardCharsets.US_ASCII)))).picture()).isPresent();
        byte[] png = Files.readAllBytes(picture("png"));
        assertThat(Ffmpeg.probe(Files.write(folder.resolve("endless.png"), Arrays.copyOf(png, png.length - 4))).picture()).isPresent();
    }

    /** A directory in front, with two strips. */
    @Test
    void theStripsOfATiffTellItsEnd() throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(100).putInt(0x4D4D002A).putInt(8).putShort((short) 2);
        tiff.putShort((short) 273).putShort((short) 4).putInt(2).putInt(50);
        tiff.putShort((short) 279).putShort((short) 3).putInt(2).putInt(30 << 16 | 40);
        tiff.putInt(50, 60).putInt(54, 90);
        assertThat(end(tiff.array())).as("lengths of two bytes, within the tag").contains(90L);
        tiff.putShort(22 + 2, (short) 4).putInt(30, 58).putInt(58, 30).putInt(62, 40);
        assertThat(end(tiff.array())).contains(130L);
    }

    /** Whatever is damaged in it, a file is told whole or cut off, in time. */
    @ParameterizedTest
    @CsvSource({"jpg", "png", "gif", "webp", "tiff"})
    void damageDoesNoHarm(String ending) throws IOException {
        byte[] whole = Files.readAllBytes(picture(ending));
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int change = random.nextInt(6); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try (var channel = Files.newByteChannel(Files.write(folder.resolve("damaged"), damaged))) {
                DeclaredEnd.of(channel);
                PictureEnd.missing(channel);
                PictureEnd.isNothingElseMissing(channel);
                HeaderReader.read(channel);
            }
        }
    }

    private Path picture(String ending) {
        var samples = new StillSamples(folder);
        if (ending.endsWith("gif") || ending.equals("apng")) {
            Path file = folder.resolve("moving." + ending);
            Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=1", file.toString()));
            return file;
        }
        Path plain = samples.picture("plain.png", "testsrc2=s=120x80");
        Path file = folder.resolve("still." + ending);
        if (!ending.equals("png")) {
            Ffmpeg.text("vips", "copy", plain.toString(), file + (ending.startsWith("interlaced") ? "[interlace=true]" : "[]"));
        }
        return ending.equals("png") ? plain : file;
    }

    private static byte[] joined(byte[]... parts) {
        var joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    /** What is written as it is recorded does not know its end. */
    @ParameterizedTest
    @CsvSource({"webm, -c:v libvpx -deadline realtime -cpu-used 8 -an -f webm", "mp4, -c:v libx264 -movflags +frag_keyframe+empty_moov -f mp4"})
    void aRecordingIsWhole(String extension, String coding) throws IOException {
        Path whole = video(extension, coding);
        Path live = folder.resolve("live." + extension);
        Files.write(live, Ffmpeg.run(List.of("-v", "error", "-i", whole.toString(), "-c", "copy", "-f", extension, "-movflags",
                "+frag_keyframe+empty_moov", "pipe:1")));

        assertThat(Ffmpeg.probe(live).duration()).isPresent();
    }

    @Test
    void anEndBeyondTheFileCountsForWhatIsNeeded() throws IOException {
        assertThat(end(box(24, "ftyp", 24), box(100, "mdat", 40))).contains(124L);
        assertThat(end(box(24, "ftyp", 24), box(100, "free", 40))).as("padding").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(0, "mdat", 40))).as("the rest of the file").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(40, "mdat", 40))).as("whole").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(40, "mdat", 40), box(7, "mdat", 40))).as("no box").isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, 1L << 40))).as("a long one").contains(24 + (1L << 40));
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, Long.MAX_VALUE))).isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 40, -1))).isEmpty();
        assertThat(end(box(24, "ftyp", 24), box(1, "mdat", 10))).as("ends within the head").isEmpty();
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, 0})).as("no number").isEmpty();
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x80, 0x18, 0x53, (byte) 0x80, 0x67, 0x40, 90}))
                .contains(101L);
        assertThat(end(new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x80, 0x18, 0x53, (byte) 0x80, 0x67, (byte) 0xFF}))
                .as("unknown").isEmpty();
        assertThat(end(new byte[0])).isEmpty();
    }

    private Optional<Long> end(byte[]... parts) throws IOException {
        Path file = folder.resolve("boxes");
        Files.write(file, new byte[0]);
        for (byte[] part : parts) {
            Files.write(file, part, java.nio.file.StandardOpenOption.APPEND);
        }
        try (var channel = Files.newByteChannel(file)) {
            return DeclaredEnd.of(channel);
        }
    }

    /** A box of so many bytes that says it has others. */
    private static byte[] box(int says, String name, int bytes) {
        return ByteBuffer.allocate(bytes).putInt(says).put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static byte[] box(int says, String name, int bytes, long saysAtLength) {
        return ByteBuffer.wrap(box(says, name, bytes)).putLong(8, saysAtLength).array();
    }

    private Path video(String extension, String coding) {
        Path file = folder.resolve("video." + extension);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc2=s=176x144:r=25:d=4", "-f", "lavfi",
                "-i", "sine=440:r=16000:d=4"));
        arguments.addAll(List.of(coding.split(" ")));
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }
}

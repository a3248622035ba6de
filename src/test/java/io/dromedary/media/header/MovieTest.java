package io.dromedary.media.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.ByteRange;
import io.dromedary.media.Ffmpeg;
import io.dromedary.media.IndexedTrack;
import io.dromedary.media.MediaSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index of an MP4 says, and that nothing harms who reads it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MovieTest {

    private static final int CHANGES = 2000;

    private Path folder;
    private Path usual;

    @BeforeAll
    void prepare(@TempDir Path temporary) {
        folder = temporary;
        usual = new MediaSamples(folder).landscape();
    }

    @Test
    void tracksAreReadAsFfprobeSaysThem() throws IOException {
        List<IndexedTrack> tracks = read(usual);

        assertThat(tracks).extracting(IndexedTrack::entry).containsExactly("avc1", "mp4a");
        IndexedTrack video = tracks.get(0);
        assertThat(video.width()).isEqualTo(320);
        assertThat(video.height()).isEqualTo(180);
        assertThat(video.plain()).isTrue();
        assertThat(Ffmpeg.values(usual, "v:0", "stream=level")).containsExactly(Math.round(video.level() * 10) + "");
        for (int i = 0; i < tracks.size(); i++) {
            String stream = Integer.toString(i);
            assertThat(tracks.get(i).bytes()).isEqualTo(Ffmpeg.values(usual, stream, "packet=size").stream()
                    .mapToLong(Long::parseLong).sum());
            assertThat(tracks.get(i).bitrate())
                    .isCloseTo(Double.parseDouble(Ffmpeg.values(usual, stream, "stream=bit_rate").get(0)), within(500.0));
            assertThat(tracks.get(i).end())
                    .isCloseTo(Double.parseDouble(Ffmpeg.values(usual, stream, "stream=duration").get(0)), within(0.03));
        }
        assertThat(tracks.get(1).sampleRate()).isEqualTo(44100);
        assertThat(tracks.get(1).channels()).isEqualTo(2);
    }

    /** As in files whose pictures say it themselves. */
    @Test
    void aTrackIsReadWhoseCodecSaysNothing() throws IOException {
        byte[] bytes = Files.readAllBytes(usual);
        int box = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("avcC") - 4;
        var content = ByteBuffer.wrap(bytes);
        content.putInt(box + 8, content.getInt(box) - 8).putInt(box, 8).put(box + 12, "free".getBytes(StandardCharsets.ISO_8859_1));

        List<IndexedTrack> tracks = read(Files.write(folder.resolve("silent-codec.mp4"), bytes));

        assertThat(tracks).extracting(IndexedTrack::entry).containsExactly("avc1", "mp4a");
        assertThat(tracks.get(0).profile()).isEqualTo(-1);
    }

    @Test
    void damagedIndexesAreReadOrLeft() throws IOException {
        byte[] whole = Files.readAllBytes(usual);
        int index = new String(whole, StandardCharsets.ISO_8859_1).indexOf("moov");
        var random = new Random(7);
        Path damaged = folder.resolve("damaged.mp4");
        for (int i = 0; i < CHANGES; i++) {
            byte[] changed = whole.clone();
            int at = index + random.nextInt(whole.length - index);
            changed[at] = (byte) (random.nextInt(4) == 0 ? 0xFF : random.nextInt(256));
            Files.write(damaged, changed);
            read(damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stco", "stsz", "stsc", "stts", "stss"})
    void tablesThatPointOutsideOrHaveAMillionEntriesAreLeft(String table) throws IOException {
        byte[] bytes = Files.readAllBytes(usual);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(table);
        var content = ByteBuffer.wrap(bytes);
        if (table.equals("stco")) {
            content.putInt(at + 12, 0x7FFFFFF0);
        } else {
            content.putInt(at + (table.equals("stsz") ? 12 : 8), 1_000_000);
        }
        Path hostile = Files.write(folder.resolve(table + ".mp4"), bytes);

        assertThat(read(hostile)).isEmpty();
    }

    @Test
    void othersHaveNone() throws IOException {
        assertThat(read(new MediaSamples(folder).transportStream())).isEmpty();
        assertThat(read(Files.write(folder.resolve("empty"), new byte[0]))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+faststart"})
    void thePlaceOfTheIndexIsKnown(String flags) throws IOException {
        Path file = folder.resolve("placed" + flags + ".mp4");
        Ffmpeg.run(List.of("-v", "error", "-i", usual.toString(), "-c", "copy", "-movflags", flags.isEmpty() ? "0" : flags, file.toString()));
        byte[] bytes = Files.readAllBytes(file);

        ByteRange index = index(file);
        assertThat(new String(bytes, (int) index.from() + 4, 4, StandardCharsets.US_ASCII)).isEqualTo("moov");
        assertThat(ByteBuffer.wrap(bytes).getInt((int) index.from())).isEqualTo((int) (index.to() - index.from()));
        assertThat(index.to() == bytes.length).isEqualTo(flags.isEmpty());
    }

    /** Of a file that says of one piece that it fills the rest, or more than that. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, Integer.MAX_VALUE})
    void aPieceWithoutAnEndIsWhereTheIndexWouldBe(int size) throws IOException {
        Path file = Files.write(folder.resolve("piece" + size), ByteBuffer.allocate(100).putInt(size)
                .put("free".getBytes(StandardCharsets.US_ASCII)).array());

        assertThat(index(file).to()).isEqualTo(100);
    }

    @Test
    void otherFilesHaveNoPlaceForAnIndex() throws IOException {
        for (byte[] bytes : List.of(new byte[0], new byte[3], new byte[100], new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, 1, 0, 0, 0})) {
            try (var channel = Files.newByteChannel(Files.write(folder.resolve("no-index"), bytes))) {
                assertThat(Movie.index(channel)).isEmpty();
            }
        }
    }

    private static ByteRange index(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return Movie.index(channel).orElseThrow();
        }
    }

    private static List<IndexedTrack> read(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            return Movie.tracks(channel);
        }
    }
}

package io.dromedary.e2e;

import io.dromedary.media.Ffmpeg;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Files that lie about themselves, made as they are needed. */
final class HostileFiles {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    /** RGB, 8 bits each (PNG, table 11.1). */
    private static final int RGB = 2;
    private static final int BLOCK = 1 << 16;

    private HostileFiles() {
    }

    /** An ordinary small video. */
    static byte[] mp4(Path folder) throws IOException {
        return Files.readAllBytes(Samples.video(folder, "ordinary.mp4", 64, 36, 1));
    }

    /** The first bytes of a file. */
    static byte[] headOf(byte[] file, int bytes) {
        return Arrays.copyOf(file, bytes);
    }

    /** A video whose index has no sample. */
    static byte[] mp4WithoutFrames(Path folder) {
        Path file = folder.resolve("without-frames.mp4");
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "color=size=64x36:duration=1", "-frames:v", "0",
                "-c:v", "libx264", "-movflags", "frag_keyframe+empty_moov", file.toString()));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A video whose data is elsewhere: its reference (ISO/IEC 14496-12, 8.7.2) says that it is in this file, and is
     * changed to name another. What it held itself is gone.
     */
    static byte[] movWithReference(Path folder, String url) throws IOException {
        byte[] movie = mp4(folder);
        int box = new String(movie, StandardCharsets.ISO_8859_1).indexOf("url \0\0\0\1");
        if (box < 0) {
            throw new IllegalStateException("The sample has no data reference");
        }
        // A 'url ' with flags 0 has a text of its own; the box keeps its length, so the text goes where 'free' was.
        byte[] name = (url + "\0").getBytes(StandardCharsets.US_ASCII);
        var changed = new ByteArrayOutputStream();
        changed.write(movie, 0, box - 4);
        changed.writeBytes(ByteBuffer.allocate(4).putInt(12 + name.length).array());
        changed.writeBytes("url \0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        changed.writeBytes(name);
        changed.write(movie, box + 8, movie.length - box - 8);
        byte[] whole = changed.toByteArray();
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        // Every box around it is longer now.
        for (String parent : parentsOf(text, box)) {
            int at = text.lastIndexOf(parent, box) - 4;
            ByteBuffer.wrap(whole).putInt(at, ByteBuffer.wrap(whole).getInt(at) + name.length);
        }
        int data = text.indexOf("mdat");
        Arrays.fill(whole, data + 4, data + 4 + ByteBuffer.wrap(whole).getInt(data - 4) - 8, (byte) 0);
        return whole;
    }

    private static List<String> parentsOf(String movie, int box) {
        return List.of("dref", "dinf", "minf", "mdia", "trak", "moov").stream()
                .filter(name -> movie.lastIndexOf(name, box) > 0).toList();
    }

    /**
     * A PNG (RFC 2083).
     *
     * @param inflated how many bytes its data inflates to
     */
    static byte[] png(int width, int height, int inflated) throws IOException {
        var file = new ByteArrayOutputStream();
        file.writeBytes(PNG_SIGNATURE);
        file.writeBytes(chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) RGB)
                .array()));
        var data = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(data)) {
            for (int left = inflated; left > 0; left -= BLOCK) {
                deflater.write(new byte[Math.min(left, BLOCK)]);
            }
        }
        file.writeBytes(chunk("IDAT", data.toByteArray()));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeInt(data.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        out.write(name);
        out.write(data);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.writeInt((int) sum.getValue());
        return bytes.toByteArray();
    }

    /** A GIF that says how large it is, and holds one picture of that size and nearly no data. */
    static byte[] gif(int width, int height) {
        return ByteBuffer.allocate(6 + 7 + 10 + 5 + 1).order(ByteOrder.LITTLE_ENDIAN)
                .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) width).putShort((short) height).put((byte) 0).put((byte) 0).put((byte) 0)
                .put((byte) ',').putShort((short) 0).putShort((short) 0).putShort((short) width).putShort((short) height)
                .put((byte) 0).put(new byte[] {2, 2, 'D', 1, 0}).put((byte) ';').array();
    }

    /** Any file that ffmpeg makes of these arguments. */
    static byte[] made(Path folder, String name, String... arguments) throws IOException {
        Path file = folder.resolve("made-" + name);
        var command = new ArrayList<>(List.of("-v", "error", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        Ffmpeg.run(command);
        return Files.readAllBytes(file);
    }

    /** A video (AVI) that speaks of pictures and has none; its sound is whole. */
    static byte[] aviWithoutPictures(Path folder) throws IOException {
        byte[] file = made(folder, "blind.avi", "-f", "lavfi", "-i", "testsrc2=size=48x32:rate=10:duration=1", "-f",
                "lavfi", "-i", "sine=duration=1", "-c:v", "mpeg4");
        return new String(file, StandardCharsets.ISO_8859_1).replace("00dc", "JUNK").replace("idx1", "JUNK")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A file in which single bits are wrong, the same ones each time. */
    static byte[] flipped(byte[] file, long seed, int bits) {
        byte[] changed = file.clone();
        var random = new Random(seed);
        for (int i = 0; i < bits; i++) {
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    /** A whole video (Matroska) whose header says that it lasts so many seconds. */
    static byte[] claimingToLast(Path folder, double seconds) throws IOException {
        byte[] file = made(folder, "claims.mkv", "-f", "lavfi", "-i", "testsrc2=size=64x36:rate=5:duration=1", "-c:v",
                "libx264", "-pix_fmt", "yuv420p");
        // The element Duration (RFC 9559, 5.1.2.10), a number of eight bytes in milliseconds.
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf("\u0044\u0089\u0088");
        ByteBuffer.wrap(file).putDouble(at + 3, seconds * 1000);
        return file;
    }

    /** A Matroska header (RFC 9559) that speaks of so many streams, and of a duration; there is no frame. */
    static byte[] matroska(int streams, double seconds) {
        var tracks = new ByteArrayOutputStream();
        for (int i = 1; i <= streams; i++) {
            tracks.writeBytes(element(0xAE, join(element(0xD7, number(i)), element(0x73C5, number(i)),
                    element(0x83, new byte[] {1}), element(0x86, "V_MPEG4/ISO/AVC".getBytes(StandardCharsets.US_ASCII)),
                    element(0xE0, join(element(0xB0, number(64)), element(0xBA, number(36)))))));
        }
        byte[] info = join(element(0x2AD7B1, number(1_000_000)),
                element(0x4489, ByteBuffer.allocate(8).putDouble(seconds * 1000).array()));
        return join(element(0x1A45DFA3, element(0x4282, "matroska".getBytes(StandardCharsets.US_ASCII))),
                element(0x18538067, join(element(0x1549A966, info), element(0x1654AE6B, tracks.toByteArray()))));
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** An element of EBML (RFC 8794): its id as it stands, its length in eight bytes, its data. */
    private static byte[] element(int id, byte[] data) {
        byte[] name = number(id);
        int zeros = 0;
        while (name[zeros] == 0) {
            zeros++;
        }
        return join(Arrays.copyOfRange(name, zeros, 4),
                ByteBuffer.allocate(8).putLong(0x01L << 56 | data.length).array(), data);
    }

    private static byte[] join(byte[]... parts) {
        var whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}

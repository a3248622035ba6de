package io.dromedary.media;

import java.io.ByteArrayOutputStream;
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
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Stills with orientations, profiles and transparency in all formats, made by libvips and by hand. */
public final class StillSamples {

    private static final String QUARTERS = "format=rgb24,drawbox=w=iw/2:h=ih/2:color=red:t=fill,"
            + "drawbox=x=iw/2:w=iw/2:h=ih/2:color=lime:t=fill,drawbox=y=ih/2:w=iw/2:h=ih/2:color=blue:t=fill";
    private static final int PNG_HEADER_END = 33;
    private static final int RIFF_HEAD = 12;
    private static final int PHONE_EXIF = 9000;

    private final Path folder;

    public StillSamples(Path folder) {
        this.folder = folder;
    }

    /** 120×80 pixels in four quarters: red, green, blue, white. */
    public Path quarters(String ending) {
        return saved("quarters." + ending, picture("quarters", "color=white:s=120x80," + QUARTERS));
    }

    /** The same as it is stored in a file of this orientation, which shows its quarters in other places. */
    public Path turned(String ending, int orientation) {
        byte[] bytes = read(quarters(ending));
        return write("turned" + orientation + "." + ending, switch (ending) {
            case "png" -> turnedPng(bytes, orientation);
            case "webp" -> turnedWebp(bytes, orientation);
            case "tiff" -> turnedTiff(bytes, orientation);
            default -> HeifEdit.turned(bytes, orientation);
        });
    }

    /** One colour, 200, 100, 50, by the profile of Adobe RGB (1998), in which it is 227, 100, 42 of sRGB. */
    public Path adobe(String ending) {
        Path plain = picture("plain", "color=black:s=64x64,format=rgb24,geq=r=200:g=100:b=50");
        Path profile = write("adobe.icc", IccProfiles.adobe());
        return vips("adobe." + ending, "copy", plain.toString(), target("adobe." + ending) + "[profile=" + profile + quality(ending));
    }

    /** The same by numbers alone; transparent by half. */
    public Path declared(int gamma, int... points) {
        return declared(picture("seen", "color=black:s=64x64,format=rgba,geq=r=200:g=100:b=50:a=128"), gamma, points);
    }

    /** A PNG or APNG with numbers for its colours. */
    public Path declared(Path file, int gamma, int... points) {
        byte[] png = read(file);
        var numbers = ByteBuffer.allocate(4 * points.length);
        Arrays.stream(points).forEach(numbers::putInt);
        return write("declared" + gamma + file.getFileName(), joined(Arrays.copyOf(png, PNG_HEADER_END),
                chunk("gAMA", ByteBuffer.allocate(4).putInt(gamma).array()), chunk("cHRM", numbers.array()),
                Arrays.copyOfRange(png, PNG_HEADER_END, png.length)));
    }

    /** Blue, transparent where it is black, which it says before a palette, which libvips does not read; 1×1. */
    public Path transparencyFirst() {
        byte[] png = read(picture("small", "color=black:s=1x1,format=rgb24"));
        var deflater = new Deflater();
        deflater.setInput(new byte[] {0, 0, 0, (byte) 255});
        deflater.finish();
        var pixels = new byte[64];
        int length = deflater.deflate(pixels);
        deflater.end();
        return write("transparency-first.png", joined(Arrays.copyOf(png, 8),
                chunk("IHDR", ByteBuffer.allocate(13).putInt(1).putInt(1).put(new byte[] {8, 2, 0, 0, 0}).array()),
                chunk("tRNS", new byte[6]), chunk("PLTE", new byte[] {0, 0, (byte) 255}),
                chunk("IDAT", Arrays.copyOf(pixels, length)), chunk("IEND", new byte[0])));
    }

    /** One colour, 198, 49, 100, in the inks of libvips' profile of print. */
    public Path cmyk(String ending) {
        Path plain = picture("print", "color=black:s=64x64,format=rgb24,geq=r=198:g=49:b=100");
        return vips("cmyk." + ending, "icc_export", plain.toString(), target("cmyk." + ending).toString(), "--output-profile", "cmyk");
    }

    /** A third each invisible, half visible and solid, all of them green; 120×80. */
    public Path transparent(String ending) {
        return saved("transparent." + ending, picture("transparent", "color=black:s=120x80,format=rgba,"
                + "geq=r=0:g=255:b=0:a='if(lt(X,40),0,if(lt(X,80),128,255))'"));
    }

    /** Four tiles as one picture of 128×128 pixels: red, green, blue, white. */
    public Path grid() {
        List<byte[]> tiles = List.of("red", "lime", "blue", "white").stream().map(colour -> read(saved(
                "tile-" + colour + ".avif", picture("tile-" + colour, "color=" + colour + ":s=64x64,format=rgb24")))).toList();
        return write("grid.avif", HeifGrid.of(tiles));
    }

    /** 200, 100, 50 as a HEIC or AVIF with the profile of Adobe RGB (1998). */
    public Path adobeHeif(String ending) {
        return write("adobe." + ending, HeifEdit.profiled(read(plain(ending)), IccProfiles.adobe()));
    }

    /** 200, 100, 50 of Display P3, which is declared by codes. */
    public Path cinemaHeif(String ending) {
        return write("cinema." + ending, HeifEdit.coloured(read(plain(ending)), 12, 13, 6));
    }

    private Path plain(String ending) {
        return saved("plain." + ending, picture("plain", "color=black:s=64x64,format=rgb24,geq=r=200:g=100:b=50"));
    }

    /**
     * A photo with more behind it, whose Exif is as large as that of a phone: FFmpeg by itself sees its end, and does not take
     * it for a JPEG. The name has no ending, as that of an input.
     *
     * @param behind another picture, such as a gain map, or a video
     */
    public Path photo(String name, Path behind) {
        byte[] jpeg = read(quarters("jpg"));
        int head = 4 + (jpeg[4] & 255) * 256 + (jpeg[5] & 255);
        byte[] exif = exif(1);
        var block = ByteBuffer.allocate(10 + PHONE_EXIF).put(new byte[] {-1, -40, -1, -31}).putShort((short) (8 + PHONE_EXIF))
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        return write(name, joined(Arrays.copyOf(block.array(), 12 + PHONE_EXIF),
                Arrays.copyOfRange(jpeg, head, jpeg.length), read(behind)));
    }

    /** A TIFF with JPEG inside. */
    public Path tiffWithJpeg() {
        return vips("jpeg.tiff", "copy", quarters("png").toString(), target("jpeg.tiff") + "[compression=jpeg,Q=95]");
    }

    /** A file by FFmpeg, made once. */
    public synchronized Path film(String name, String source, String... coding) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i", source));
            arguments.addAll(List.of(coding));
            arguments.add(file.toString());
            Ffmpeg.run(arguments);
        }
        return file;
    }

    /** A PNG by FFmpeg, made once. */
    public synchronized Path picture(String name, String source) {
        Path file = folder.resolve("source-" + name + ".png");
        if (!Files.exists(file)) {
            Ffmpeg.run(List.of("-v", "error", "-f", "lavfi", "-i", source, "-frames:v", "1", file.toString()));
        }
        return file;
    }

    private Path saved(String name, Path png) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return ending.equals("png") ? png : vips(name, "copy", png.toString(), target(name) + "[" + quality(ending).substring(1));
    }

    private static String quality(String ending) {
        return switch (ending) {
            case "webp" -> ",lossless=true]";
            case "jpg" -> ",Q=100]";
            case "avif" -> ",compression=av1,bitdepth=8,Q=90]";
            case "heic" -> ",bitdepth=8,Q=90]";
            default -> ",strip=false]";
        };
    }

    private Path target(String name) {
        return folder.resolve(name);
    }

    private synchronized Path vips(String name, String... arguments) {
        Path file = target(name);
        if (!Files.exists(file)) {
            Ffmpeg.text("vips", arguments);
        }
        return file;
    }

    /** A chunk eXIf before the pixels (PNG, third edition, 11.3.4.5). */
    private static byte[] turnedPng(byte[] png, int orientation) {
        return joined(Arrays.copyOf(png, PNG_HEADER_END), chunk("eXIf", exif(orientation)),
                Arrays.copyOfRange(png, PNG_HEADER_END, png.length));
    }

    private static byte[] chunk(String name, byte[] data) {
        var chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length).put(name.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        var check = new CRC32();
        check.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) check.getValue()).array();
    }

    /** The extended format around a picture without losses (RFC 9649, 2.7). */
    private static byte[] turnedWebp(byte[] webp, int orientation) {
        byte[] picture = Arrays.copyOfRange(webp, RIFF_HEAD, webp.length);
        int skip = new String(picture, 0, 4, StandardCharsets.US_ASCII).equals("VP8X") ? 18 : 0;
        picture = Arrays.copyOfRange(picture, skip, picture.length);
        byte[] exif = exif(orientation);
        var head = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN).put("VP8X".getBytes(StandardCharsets.US_ASCII))
                .putInt(10).put((byte) 8).put(new byte[3]).put(new byte[] {119, 0, 0, 79, 0, 0}).array();
        byte[] tail = ByteBuffer.allocate(8 + exif.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif).array();
        byte[] body = joined(head, picture, tail);
        byte[] riff = ByteBuffer.allocate(RIFF_HEAD).order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(body.length + 4)
                .put("WEBP".getBytes(StandardCharsets.US_ASCII)).array();
        return joined(riff, body);
    }

    /** Another value of the tag that libvips writes (TIFF 6.0, section 8). */
    private static byte[] turnedTiff(byte[] tiff, int orientation) {
        byte[] tag = {0x12, 1, 3, 0, 1, 0, 0, 0};
        int at = 0;
        while (!Arrays.equals(tag, Arrays.copyOfRange(tiff, at, at + tag.length))) {
            at++;
        }
        tiff[at + tag.length] = (byte) orientation;
        return tiff;
    }

    /** A directory of this one tag (Exif 2.3, 4.6.4). */
    private static byte[] exif(int orientation) {
        return ByteBuffer.allocate(26).put("MM\0*\0\0\0\u0008\0\u0001".getBytes(StandardCharsets.ISO_8859_1))
                .putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation).array();
    }

    static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(target(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

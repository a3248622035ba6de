package io.dromedary.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small stills and animations of every sort, of the same four quarters as {@link MediaSamples}; 65×41 pixels. */
public final class PictureSamples {

    private static final String QUARTERS = "format=rgb24,drawbox=w=iw/2:h=ih/2:color=red:t=fill,"
            + "drawbox=x=iw/2:w=iw/2:h=ih/2:color=lime:t=fill,drawbox=y=ih/2:w=iw/2:h=ih/2:color=blue:t=fill";

    private static final String TRANSPARENT =
            "format=rgba,geq=r=255:g='if(lt(X,32),0,255)':b='if(lt(X,32),0,255)':a='if(lt(X,32),0,255)'";
    /** Odd sizes need whole chroma. */
    private static final List<String> VIDEO = List.of("-c:v", "ffv1", "-pix_fmt", "gbrp");

    private final Path folder;

    public PictureSamples(Path folder) {
        this.folder = folder;
    }

    /** By its ending: jpg, png, webp, avif, bmp, tiff, gif. */
    public Path still(String ending) {
        return make("still." + ending, QUARTERS, 1);
    }

    /** Grain, whose size tells the quality. */
    public Path grain(String ending) {
        return make("grain." + ending, "noise=alls=60:allf=t,format=rgb24", 3);
    }

    /** Its left half cannot be seen, and is red if it could; the right one is solid white. */
    public Path transparent(String ending) {
        return make("transparent." + ending, TRANSPARENT, 1);
    }

    /** Ten pictures in a second, the first half red, the second blue. */
    public Path moving(String ending) {
        return make("moving." + ending, "drawbox=w=iw:h=ih:color=red:t=fill:enable='lt(t,0.45)',"
                + "drawbox=w=iw:h=ih:color=blue:t=fill:enable='gte(t,0.45)'", 10);
    }

    /** A photo whose camera was held in this of the eight ways (Exif 2.3, 4.6.4). */
    public Path photo(int orientation) {
        try {
            byte[] jpeg = Files.readAllBytes(still("jpg"));
            var bytes = new ByteArrayOutputStream();
            bytes.write(jpeg, 0, 2);
            bytes.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
            bytes.write("Exif\0\0MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001"
                    .getBytes(StandardCharsets.ISO_8859_1));
            bytes.write(new byte[] {0, (byte) orientation, 0, 0, 0, 0, 0, 0});
            bytes.write(jpeg, 2, jpeg.length - 2);
            return Files.write(folder.resolve("photo" + orientation + ".jpg"), bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as a GIF, which FFmpeg makes transparent only by a palette. */
    public Path transparentGif() {
        return make("transparent.gif", TRANSPARENT + ",split[p][c];[c]palettegen[l];[p][l]paletteuse", 1);
    }

    private synchronized Path make(String name, String filters, int frames) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i",
                    "color=white:s=65x41:r=10:d=%s,format=rgb24,".formatted(frames / 10.0) + filters, "-frames:v", Integer.toString(frames), "-q:v", "2"));
            arguments.addAll(name.endsWith(".mkv") ? VIDEO : List.of());
            arguments.add(file.toString());
            Ffmpeg.run(arguments);
        }
        return file;
    }
}

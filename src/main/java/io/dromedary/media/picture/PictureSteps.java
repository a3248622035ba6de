package io.dromedary.media.picture;

import io.dromedary.media.PictureHeader;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.ffmpeg.FilterEscaping;
import io.dromedary.media.step.Step;
import java.util.List;

/**
 * The steps that make the pictures of every kind, in their order: those of a video, those of the largest rendition of an
 * adaptive result, those of an animation, and stills. A step that has nothing to do adds nothing.
 */
public final class PictureSteps {

    private static final List<Step<PictureEncode>> STEPS =
            List.of(
                    PictureSteps::upright,
                    // Before a background, which is sRGB.
                    OwnColours::write,
                    // Before pictures are repeated or left out: it compares each with its neighbours.
                    PictureSteps::deinterlace,
                    FirstPicture::write,
                    LastPicture::write,
                    Background::flatten,
                    CropAndScale::write,
                    ToneMap::write,
                    RgbPixels::write,
                    Background::write,
                    Colours::write,
                    PictureSteps::subtitles,
                    Overlay::write);

    /** The filters that turn a picture upright, by its orientation (Exif 2.3, 4.6.4). */
    private static final List<String> UPRIGHT = List.of("", "", "hflip", "hflip,vflip", "vflip", "transpose=cclock_flip",
            "transpose=clock", "transpose=clock_flip", "transpose=cclock");

    private PictureSteps() {}

    public static void write(PictureEncode encode, ArgumentBuilder arguments) {
        STEPS.forEach(step -> step.write(encode, arguments));
    }

    /** Turns a picture whose orientation FFmpeg does not read. */
    private static void upright(PictureEncode encode, ArgumentBuilder arguments) {
        encode.file().header().filter(header -> !header.isTurnedByFfmpeg()).map(PictureHeader::orientation)
                .map(UPRIGHT::get).filter(filter -> !filter.isEmpty()).ifPresent(arguments::filter);
    }

    /**
     * Makes whole frames from fields, which would show as combs after scaling. Frames that are marked as progressive pass
     * unchanged.
     */
    private static void deinterlace(PictureEncode encode, ArgumentBuilder arguments) {
        if (encode.stream().interlaced()) {
            arguments.filter("bwdif=mode=send_frame:deint=interlaced");
        }
    }

    /** Draws the subtitles into the picture, at its final size. */
    private static void subtitles(PictureEncode encode, ArgumentBuilder arguments) {
        encode.burnedIn().ifPresent(file -> arguments.filter("ass=filename=" + FilterEscaping.escaped(file.toString())));
    }
}

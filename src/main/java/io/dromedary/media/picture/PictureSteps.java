package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.step.Step;
import java.util.List;

/**
 * The steps that make the pictures of every kind, in their order: those of a video, those of the largest rendition of an
 * adaptive result, those of an animation, and stills. A step that has nothing to do adds nothing.
 */
public final class PictureSteps {

    private static final List<Step<PictureEncode>> STEPS =
            List.of(
                    // Before pictures are repeated or left out: it compares each with its neighbours.
                    Deinterlace::write,
                    Moment::write,
                    LastPicture::write,
                    Background::flatten,
                    CropAndScale::write,
                    ToneMap::write,
                    RgbPixels::write,
                    Background::write,
                    Colours::write,
                    BurnIn::write,
                    Overlay::write);

    private PictureSteps() {}

    public static void write(PictureEncode encode, ArgumentBuilder arguments) {
        STEPS.forEach(step -> step.write(encode, arguments));
    }
}

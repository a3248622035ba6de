package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.step.Encode;

/** What the steps on pictures need to know, whatever the kind. */
public interface PictureEncode extends Encode {

    /** The stream whose pictures are encoded. */
    VideoStream stream();

    /** Cut, size and padding, worked out. */
    Geometry geometry();

    /** FFmpeg's name of the pixel format to work in after the colours were brought down from HDR. */
    String pixelFormat();
}

package io.dromedary.media.probe;

import io.dromedary.media.MediaFile;
import io.dromedary.media.MediaStream;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.VideoStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Brings together what ffprobe says of a picture, and what its header says. */
public final class HeaderMerge {

    private HeaderMerge() {}

    /** A picture that ffprobe cannot read. */
    public static MediaFile of(PictureHeader header, long bytes) {
        boolean webp = header.format() == PictureHeader.Format.WEBP;
        var stream = new VideoStream(0, header.codec(), header.width(), header.height(), header.width(), header.height(),
                header.pixelFormat(), OptionalDouble.empty(), 0, false, false, true, VideoStream.Colour.UNKNOWN);
        return new MediaFile(webp ? List.of("webp_pipe") : MediaFile.MP4_FAMILY,
                webp ? "" : header.format() == PictureHeader.Format.AVIF ? "avif" : "heic", OptionalDouble.empty(),
                OptionalLong.of(bytes), OptionalLong.empty(), List.of(stream)).with(header, List.of(corrected(stream, header)));
    }

    /** What ffprobe says, with the size, orientation and colours of the header. */
    static MediaFile merge(MediaFile file, Optional<PictureHeader> header) {
        if (header.isEmpty() || file.picture().isEmpty()) {
            return file;
        }
        VideoStream picture = file.picture().get();
        var streams = new ArrayList<MediaStream>(file.streams());
        streams.replaceAll(stream -> stream == picture ? corrected(picture, header.get()) : stream);
        return file.with(header.get(), streams);
    }

    private static VideoStream corrected(VideoStream stream, PictureHeader header) {
        if (header.isTurnedByFfmpeg()) {
            return stream;
        }
        boolean turned = stream.rotation() % 180 != 0;
        double aspect = stream.storedWidth() == 0 ? 1
                : (double) (turned ? stream.height() : stream.width()) / stream.storedWidth();
        int square = (int) Math.round(header.width() * aspect);
        boolean turns = header.orientation() > 4;
        return new VideoStream(stream.index(), stream.codec(), header.width(), header.height(),
                turns ? header.height() : square, turns ? square : header.height(),
                header.pixelFormat().equals("unknown") || header.isCmyk() ? stream.pixelFormat() : header.pixelFormat(), stream.frameRate(),
                StreamReader.turned(Integer.toString(header.orientation())), stream.interlaced(), stream.attachedPicture(),
                stream.isDefault(), header.colour().orElse(stream.colour()));
    }
}

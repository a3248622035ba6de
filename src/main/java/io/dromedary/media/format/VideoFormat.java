package io.dromedary.media.format;

import io.dromedary.media.WireName;
import java.util.List;

/** The formats of a video file, with the codecs that the HTTP contract allows in each. */
public enum VideoFormat implements WireName {
    MP4(AudioCodec.AAC, VideoCodec.H264, VideoCodec.H265, VideoCodec.AV1),
    WEBM(AudioCodec.OPUS, VideoCodec.VP9, VideoCodec.AV1),
    MOV(AudioCodec.AAC, VideoCodec.H264, VideoCodec.H265);

    private final AudioCodec audioCodec;
    private final List<VideoCodec> codecs;

    VideoFormat(AudioCodec audioCodec, VideoCodec... codecs) {
        this.audioCodec = audioCodec;
        this.codecs = List.of(codecs);
    }

    /** The video codecs it may hold, the default first. */
    public List<VideoCodec> codecs() {
        return codecs;
    }

    /** The codec of its sound. */
    public AudioCodec audioCodec() {
        return audioCodec;
    }
}

package io.dromedary.routes;

/** What ffprobe prints of files that nobody has to make for it. */
final class ProbeAnswers {

    static final String VIDEO = """
            {"format": {"format_name": "mov,mp4,m4a,3gp,3g2,mj2", "duration": "2.000000", "size": "300000",
              "bit_rate": "1200000", "tags": {"major_brand": "isom"}},
             "streams": [
              {"index": 0, "codec_type": "video", "codec_name": "h264", "profile": "High", "width": 320, "height": 180,
               "pix_fmt": "yuv420p", "r_frame_rate": "25/1", "avg_frame_rate": "25/1", "duration": "2.000000",
               "sample_aspect_ratio": "1:1"},
              {"index": 1, "codec_type": "audio", "codec_name": "aac", "profile": "LC", "sample_rate": "48000",
               "channels": 2, "channel_layout": "stereo", "duration": "2.000000"}]}""";

    static final String SOUND = """
            {"format": {"format_name": "mp3", "duration": "2.000000", "size": "30000", "bit_rate": "128000"},
             "streams": [{"index": 0, "codec_type": "audio", "codec_name": "mp3", "sample_rate": "48000",
               "channels": 2, "channel_layout": "stereo", "duration": "2.000000"}]}""";

    static final String PICTURE = """
            {"format": {"format_name": "png_pipe", "size": "700"},
             "streams": [{"index": 0, "codec_type": "video", "codec_name": "png", "width": 20, "height": 10,
               "pix_fmt": "rgba", "nb_read_frames": "1"}]}""";

    static final String MOVING_PICTURE = PICTURE.replace("\"nb_read_frames\": \"1\"", "\"nb_read_frames\": \"2\"");

    /** Of more seconds than a server takes that is set up as it is shipped. */
    static final String ENDLESS = VIDEO.replace("\"duration\": \"2.000000\"", "\"duration\": \"9000000\"");

    private ProbeAnswers() {
    }

    /** The first bytes of an MP4, and then nothing; enough to be let to ffprobe. */
    static byte[] mp4(int bytes) {
        byte[] file = new byte[bytes];
        byte[] head = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0, 'i', 's', 'o', 'm', 'm', 'p', '4', '2'};
        System.arraycopy(head, 0, file, 0, head.length);
        return file;
    }
}

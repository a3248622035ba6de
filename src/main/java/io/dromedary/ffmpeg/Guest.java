package io.dromedary.ffmpeg;
import java.util.List;
interface Guest extends AutoCloseable {
    List<String> words();
    boolean isEndKnown();
    @Override void close();
}

package io.dromedary.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What this server does with media, by one reading of {@code config/encoding.yaml}. It starts no program and opens no
 * file: it gives arguments, and reads what programs print.
 */
public interface Media {

    /** The number of bytes that {@link #checkType} looks at: MXF may begin after a run-in of 64 KiB (SMPTE ST 377-1, 6.5). */
    int HEAD_BYTES = (64 << 10) + 16;

    /** The text of its configuration: what two readings of the same text make of the same input is the same. */
    String configuration();

    /** FFmpeg's names of all encoders that are configured. */
    SortedSet<String> encoders();

    /** The configured sets of options, by their names. */
    Map<String, Preset> presets();

    /**
     * Refuses a file whose first bytes are those of no accepted format.
     *
     * @param head its first {@link #HEAD_BYTES} bytes, or all of them
     * @param label what it is, for the message
     * @param still whether it must be a picture alone
     * @throws MediaException {@code input_unsupported}
     */
    void checkType(byte[] head, String label, boolean still);

    /**
     * The arguments for ffprobe about an input, without the program's name. Its standard output is for {@link #probed}.
     *
     * @param head its first {@link #HEAD_BYTES} bytes, or all of them
     */
    List<String> probeArguments(Path input, byte[] head);

    /**
     * Describes a result by its own index or header, as ffprobe does, but for pixel formats and colours.
     *
     * @param name of the file, whose ending tells its format
     * @return empty where that does not tell all for sure, so that ffprobe must be asked
     */
    Optional<MediaFile> read(Path name, SeekableByteChannel result) throws IOException;

    /** The arguments for ffprobe about a result. */
    List<String> resultProbeArguments(Path result);

    /**
     * The arguments for ffprobe about a file that must be a still picture. Its answer is for {@link #pictureProbed}.
     *
     * @param head its first {@link #HEAD_BYTES} bytes, or all of them
     */
    List<String> pictureProbeArguments(Path picture, byte[] head);

    /**
     * Reads the header of a picture.
     *
     * @param file the file, of which parts may be missing
     * @return empty for any other file, and for a header that cannot be read
     */
    Optional<PictureHeader> header(SeekableByteChannel file) throws IOException;

    /**
     * What is known of a picture that ffprobe cannot read.
     *
     * @param bytes the size of its file
     */
    MediaFile described(PictureHeader header, long bytes);

    /** As {@link #probed(String)}, with what the file's own header says. */
    MediaFile probed(String json, Optional<PictureHeader> header);

    /**
     * Reads what ffprobe printed.
     *
     * @throws MediaException {@code input_unsupported} when it found no format it may open or no streams, {@code
     *     input_corrupt} when the answer is cut short
     */
    MediaFile probed(String json);

    /**
     * Adds what an input's own index says, where it has one that can be read.
     *
     * @param bytes the file, which ends where bytes are missing
     */
    MediaFile indexed(MediaFile input, SeekableByteChannel bytes) throws IOException;

    /**
     * Which bytes of an input are read where a part of it alone is used.
     *
     * @param bytes the file, which ends where bytes are missing
     * @return in the order of the file; empty where all of it is read, or where that is not known for sure
     */
    List<ByteRange> read(MediaFile input, KindOptions options, SeekableByteChannel bytes) throws IOException;

    /**
     * Where an input has its index.
     *
     * @param bytes the file, of which only the beginning is here
     * @return where it is, or is if it is anywhere; empty where the format does not tell
     */
    Optional<ByteRange> index(SeekableByteChannel bytes) throws IOException;

    /**
     * Whether a program makes the same of an input that it reads from its beginning to its end, without going back.
     *
     * @param bytes the file, which ends where bytes are missing
     * @return false also where that is not known for sure
     */
    boolean isInOrder(MediaFile input, SeekableByteChannel bytes) throws IOException;

    /**
     * What the messages of a command of a plan tell of a result.
     *
     * @param messages that the command has printed
     */
    Optional<Warning> noted(Command command, String messages);

    /**
     * Checks that an input is not cut off, as far as it says that.
     *
     * @param bytes the complete file
     * @return the input, with what of its end is missing and no loss
     * @throws MediaException {@code input_corrupt}
     */
    MediaFile whole(MediaFile input, SeekableByteChannel bytes) throws IOException;

    /**
     * Reads what ffprobe printed about a still picture.
     *
     * @throws MediaException {@code input_unsupported} when it is not one picture that can be decoded
     */
    MediaFile pictureProbed(String json, Attachment role, Optional<PictureHeader> header);

    /**
     * The command that measures how long a complete input plays, where its duration is not known for sure. Its standard
     * output is for {@link #lengthMeasured}.
     */
    Optional<Command> lengthMeasurement(MediaFile input, Path file);

    /**
     * Reads how long an input plays.
     *
     * @throws MediaException {@code input_corrupt} when it is no such measurement
     */
    MediaFile lengthMeasured(MediaFile input, String printed);

    /**
     * Decodes a file of subtitles.
     *
     * @param role which file it is, for messages
     * @throws MediaException {@code input_unsupported} when it is not in the encoding that the options say
     */
    String subtitleText(byte[] file, Attachment role, KindOptions options);

    /** How an input exceeds the configured limits, in words for its sender; empty when it does not. */
    Optional<String> excess(MediaFile input);

    /**
     * Reads the {@code options} object of a job. Types and ranges are those of the contract's schema; what is checked
     * here are the rules between fields.
     *
     * @throws MediaException {@code invalid_input}, naming the field
     */
    Planner planner(Kind kind, JsonNode options);

    /** What becomes of the renditions of an adaptive result. */
    Renditions renditions();
}

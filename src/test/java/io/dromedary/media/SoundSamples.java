package io.dromedary.media;

import io.dromedary.media.sound.Loudness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Small sounds made by formula, and an ear that is not ours. */
public final class SoundSamples {

    private static final Pattern SUMMARY = Pattern.compile("I:\\s+(\\S+) LUFS.*Peak:\\s+(\\S+) dBFS", Pattern.DOTALL);

    private final Path folder;

    public SoundSamples(Path folder) {
        this.folder = folder;
    }

    /** One channel of a tone. */
    public Path voice() {
        return make("voice.wav", "0.2*sin(2*PI*330*t)", 44100, 1);
    }

    /** As studios record. */
    public Path fine() {
        return make("fine.wav", "0.2*sin(2*PI*330*t)|0.2*sin(2*PI*440*t)", 96000, 1);
    }

    /** 11 kHz are what no codec has among its rates. */
    public Path telephone() {
        return make("telephone.wav", "0.2*sin(2*PI*330*t)", 11000, 0.5);
    }

    public Path noise() {
        return make("noise.wav", "0.3*(random(0)-0.5)|0.3*(random(1)-0.5)", 44100, 2);
    }

    /** A second of silence, one of a tone at half of full scale, one of silence. */
    public Path steps() {
        return make("steps.wav", "0.5*sin(2*PI*1000*t)*between(t,1,2)", 48000, 3);
    }

    public Path silence() {
        return make("silence.wav", "0|0", 44100, 1);
    }

    public Path quiet() {
        return make("quiet.wav", "0.002*(random(0)-0.5)", 44100, 3);
    }

    /** As loud as samples can be, and clipped. */
    public Path clipped() {
        return make("clipped.wav", "max(-1,min(1,8*sin(2*PI*1000*t)))|max(-1,min(1,8*sin(2*PI*1000*t)))", 44100, 3);
    }

    /** Words of a voice with a click now and then, which a gain alone would drive over full scale. */
    public Path peaky() {
        return make("peaky.wav", "0.09*sin(2*PI*300*t)*(1+0.5*sin(2*PI*3*t))+0.6*lt(mod(t,1),0.001)*sin(2*PI*2000*t)",
                48000, 4);
    }

    private synchronized Path make(String name, String formula, int rate, double seconds) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Ffmpeg.run(List.of("-nostdin", "-v", "error", "-f", "lavfi", "-i",
                    "aevalsrc='%s':s=%d:d=%s".formatted(formula, rate, seconds), "-c:a", "pcm_s16le", file.toString()));
        }
        return file;
    }

    /** Loudness and true peak by FFmpeg's ebur128, another filter than the one that jobs measure with. */
    public static Loudness measure(Path file) {
        try {
            Process process = new ProcessBuilder("ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-i", file.toString(),
                    "-af", "ebur128=peak=true", "-vn", "-f", "null", "-").redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readAllBytes());
            Matcher summary = SUMMARY.matcher(text.substring(text.lastIndexOf("Summary:")));
            if (process.waitFor() != 0 || !summary.find()) {
                throw new AssertionError(text);
            }
            return new Loudness(number(summary.group(1)), number(summary.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static double number(String text) {
        return text.equals("-inf") ? Double.NEGATIVE_INFINITY : Double.parseDouble(text);
    }
}

package io.dromedary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the figures depend on: the machine, and the programs on it. */
final class Machine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Machine() {
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** All of it, for results. */
    static ObjectNode describe() {
        ObjectNode all = JSON.createObjectNode().put("cores", cores()).put("processor", found("/proc/cpuinfo", "model name\\s*: (.*)"))
                .put("memory_mib", Long.parseLong(found("/proc/meminfo", "MemTotal: *(\\d+)")) >> 10)
                .put("load", Double.parseDouble(found("/proc/loadavg", "^(\\S+)")))
                .put("system", found("/etc/os-release", "PRETTY_NAME=\"([^\"]*)\"")).put("kernel", System.getProperty("os.version"));
        return all.put("dromedary", found("pom.xml", "<artifactId>dromedary</artifactId>\\s*<version>([^<]+)"))
                .put("commit", printed("git", "rev-parse", "--short", "HEAD")).put("java", System.getProperty("java.version"))
                .put("ffmpeg", printed("ffmpeg", "-version").replaceFirst("ffmpeg version (\\S+).*", "$1"))
                .put("vips", printed("vips", "--version"));
    }

    private static String found(String file, String pattern) {
        try {
            var match = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(Path.of(file)));
            return match.find() ? match.group(1) : "0";
        } catch (IOException e) {
            return "0";
        }
    }

    /** The first line that a program prints; empty where it is not there. */
    private static String printed(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(text).map(all -> all.lines().findFirst().orElse("")).orElse("") : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}

package io.dromedary.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The root command. */
@Command(description = "Media processing for Cloudflare R2 and every S3 store.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RootCommand.Version.class,
        sortOptions = false,
        footer = {"", "Examples:",
            "  ${COMMAND-NAME} video -i s3://my-r2-bucket/uploads/video.mov --connection my-r2 --width 1280",
            "  ${COMMAND-NAME} video --help"})
final class RootCommand {
    @Mixin
    private final GlobalOptions options;

    @Option(names = {"-V", "--version"}, versionHelp = true, order = 105, description = "Show the version.")
    private boolean version;

    RootCommand(GlobalOptions options) {
        this.options = options;
    }

    /** The version of the jar; none in an unpackaged build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"${COMMAND-NAME} " + (version == null ? "(not packaged)" : version)};
        }
    }
}

package io.dromedary.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** What the command line may load: it starts for every command, and has to start fast. */
class CliRoomTest {

    @Test
    void theCommandLineKnowsNeitherCamelNorTheServer() {
        classes().that().resideInAnyPackage("io.dromedary.cli..", "io.dromedary.naming..")
                .should().onlyDependOnClassesThat().resideInAnyPackage("io.dromedary.cli..", "io.dromedary.naming..",
                        "java..", "javax.net.ssl..", "com.sun.net.httpserver..", "picocli..", "com.fasterxml.jackson..", "me.tongfei.progressbar..",
                        "org.jline.utils..")
                .check(new ClassFileImporter().importUrl(CommandLineMain.class.getProtectionDomain().getCodeSource().getLocation()));
    }
}

package example;

import io.dromedary.server.DromedaryBeans;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application that processes media, by Dromedary's routes and its own. */
@SpringBootApplication
public class MediaApplication {

    public static void main(String[] args) {
        SpringApplication.run(MediaApplication.class, args);
    }

    /** The beans of the routes that application.properties names. */
    @Bean
    DromedaryBeans dromedary(@Value("${dromedary.home}") Path home) {
        return new DromedaryBeans(home);
    }
}

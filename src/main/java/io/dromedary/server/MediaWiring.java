package io.dromedary.server;

import io.dromedary.api.Contract;
import io.dromedary.api.PresetOrders;
import io.dromedary.ffmpeg.Fonts;
import io.dromedary.media.Media;
import io.dromedary.media.Preset;
import io.dromedary.media.plan.FfmpegMedia;
import io.dromedary.problem.Problem;
import io.dromedary.work.Plans;
import java.util.Optional;
import java.util.function.Supplier;

/** Creates what plans the work on media, by {@code config/encoding.yaml}. */
final class MediaWiring {

    private static final String ENCODING = "config/encoding.yaml";

    private final Supplier<Media> media;
    private final Plans plans;
    private final PresetOrders presets;
    private final Fonts fonts = new Fonts(Fonts.USUAL_FOLDERS);

    MediaWiring(Foundation base) {
        media = new ReloadedFile<>(base.home().resolve(ENCODING), new OwnerOnlyFile(),
                text -> checked(new FfmpegMedia(text, () -> SandboxSettings.find(
                        base.settings().required("dromedary.vips.path")).isPresent()), text, base.contract()));
        plans = new Plans(media);
        presets = new PresetOrders(name -> Optional.ofNullable(media.get().presets().get(name)).map(MediaWiring::order),
                () -> media.get().presets().keySet(), base.contract());
    }

    /** Only the contract knows which options there are. */
    private static Media checked(Media media, String yaml, Contract contract) {
        var plans = new Plans(() -> media);
        media.presets().forEach((name, preset) -> {
            try {
                PresetOrders.check(order(preset), contract, plans::checkOptions);
            } catch (Problem problem) {
                throw new IllegalArgumentException(
                        FfmpegMedia.place(yaml, "presets." + name) + ": presets." + name + " is wrong. " + problem.getMessage());
            }
        });
        return media;
    }

    private static PresetOrders.Preset order(Preset preset) {
        return new PresetOrders.Preset(preset.kind().wireName(), preset.options());
    }

    Supplier<Media> media() {
        return media;
    }

    Plans plans() {
        return plans;
    }

    PresetOrders presets() {
        return presets;
    }

    Fonts fonts() {
        return fonts;
    }
}

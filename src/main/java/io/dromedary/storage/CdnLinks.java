package io.dromedary.storage;

import io.dromedary.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The URLs of the CDN folder as they are given out: signed, where files are opened by signed URLs alone. */
public final class CdnLinks {

    private final CdnFolder folder;
    private final Optional<CdnSigner> signer;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * Links.
     *
     * @param signer   none where files are for everyone
     * @param lifetime how long links are good that nobody asked for longer
     */
    public CdnLinks(CdnFolder folder, Optional<CdnSigner> signer, Duration lifetime, Clock clock) {
        this.folder = folder;
        this.signer = signer;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** What signs links; none where files are for everyone. */
    public Optional<CdnSigner> signer() {
        return signer;
    }

    /** When links end that are made now and that nobody asked to be good for longer, in seconds of Unix time. */
    public long usualExpiry() {
        return clock.instant().plus(lifetime).getEpochSecond();
    }

    /**
     * The URL by which a result is opened. Those of other jobs stay as they are: a job that names the result of another
     * as its input must not open it by that.
     *
     * @param owner folder of the job whose result it is
     * @param url   where it is: in the CDN folder, or elsewhere
     */
    public String link(String owner, String url) {
        return signer.isEmpty() ? url : folder.name(url).filter(name -> name.startsWith(owner + "/"))
                .map(name -> signed(name, usualExpiry())).orElse(url);
    }

    /**
     * The signed URL of a file, where URLs are signed.
     *
     * @param name   its path in the CDN folder
     * @param expiry seconds of Unix time
     */
    public String signed(String name, long expiry) {
        return folder.url(signer.orElseThrow().segment(name, expiry) + "/" + name);
    }

    /**
     * May a job that names this URL read what is there without the web, as it is a published file of this server?
     *
     * @throws Problem {@code forbidden} when it is one, and the URL does not open it
     */
    public boolean opens(String url) {
        Optional<String> path = folder.name(url);
        signer.ifPresent(needed -> path.ifPresent(needed::open));
        return path.isPresent();
    }
}

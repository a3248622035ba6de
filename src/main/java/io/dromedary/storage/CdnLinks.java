package io.dromedary.storage;

import io.dromedary.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Makes the URLs of the CDN folder that callers get: signed ones, if files need a signature. */
public final class CdnLinks {

    private final CdnFolder folder;
    private final Optional<CdnSigner> signer;
    private final Duration lifetime;
    private final Clock clock;

    /**
     * @param signer   none if files are public
     * @param lifetime how long links are valid unless a caller asks for another time
     */
    public CdnLinks(CdnFolder folder, Optional<CdnSigner> signer, Duration lifetime, Clock clock) {
        this.folder = folder;
        this.signer = signer;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The signer of links; none if files are public. */
    public Optional<CdnSigner> signer() {
        return signer;
    }

    /** The usual expiry of a link that is made now, in seconds of Unix time. */
    public long usualExpiry() {
        return clock.instant().plus(lifetime).getEpochSecond();
    }

    /**
     * The URL that opens a result. URLs of other jobs' files are not signed: a job that has another job's result as its
     * input must not gain access to it.
     *
     * @param owner folder of the job whose result it is
     * @param url   its URL, in the CDN folder or elsewhere
     */
    public String link(String owner, String url) {
        return signer.isEmpty() ? url : folder.name(url).filter(name -> name.startsWith(owner + "/"))
                .map(name -> signed(name, usualExpiry())).orElse(url);
    }

    /**
     * The signed URL of a file. Call it only if URLs are signed.
     *
     * @param name   its path in the CDN folder
     * @param expiry seconds of Unix time
     */
    public String signed(String name, long expiry) {
        return folder.url(signer.orElseThrow().segment(name, expiry) + "/" + name);
    }

    /**
     * May a job read this URL from the disk, as it is that of a published file of this server?
     *
     * @throws Problem {@code forbidden} if it is one, and the URL has no valid signature
     */
    public boolean opens(String url) {
        Optional<String> path = folder.name(url);
        signer.ifPresent(needed -> path.ifPresent(needed::open));
        return path.isPresent();
    }
}

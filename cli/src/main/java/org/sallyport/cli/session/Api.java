package org.sallyport.cli.session;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.Page;
import org.sallyport.cli.factor.MfaHeader;
import org.sallyport.cli.factor.SecondFactor;
import org.sallyport.cli.profile.LearntAuthorities;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.profile.ProfileStore;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.remote.ApiRequest;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.ClusterClient;
import org.sallyport.core.remote.ServerTrust;

/** The REST API as the commands use it: with the login's token, page after page. */
public final class Api implements AutoCloseable {
    private static final int PAGE = 500;
    private final ClusterClient client;
    private final Optional<Secret> token;

    private Api(ClusterClient client, Optional<Secret> token) {
        this.client = client;
        this.token = token;
    }

    /** Before a login. @param caPin empty: the certificate must be publicly trusted; several separated by commas */
    public static Api connect(String proxy, String caPin) {
        return new Api(
                new ClusterClient(ClusterAddress.parse(proxy), trust(caPin), Clock.systemUTC()), Optional.empty());
    }

    /** @param caPin as for {@link #connect} */
    public static ServerTrust trust(String caPin) {
        return caPin.isEmpty() ? new ServerTrust.SystemPki() : new ServerTrust.CaPin(Arrays.asList(caPin.split(",")));
    }

    /** With a login. */
    public static Api of(Profile profile) {
        ClusterClient client = new ClusterClient(
                ClusterAddress.parse(profile.proxy()),
                trust(profile.caPin()),
                Clock.systemUTC(),
                new LearntAuthorities(ProfileStore.ofEnvironment(), profile));
        return new Api(client, Optional.of(new Secret(profile.token())));
    }

    public <T> T get(String path, Class<T> type) {
        return get(ApiRequest.get(path), type);
    }

    public <T> T get(ApiRequest request, Class<T> type) {
        return call(request, type);
    }

    public <T> T post(ApiRequest request, Class<T> type) {
        return call(request, type);
    }

    public <T> T post(String path, Object body, Class<T> type) {
        return post(ApiRequest.post(path, body), type);
    }

    /** @param revision 0 to create or overwrite, else only that revision is replaced */
    public <T> T put(String path, Object body, long revision, Class<T> type) {
        ApiRequest request = ApiRequest.of("PUT", path).with(body);
        return call(revision == 0 ? request : request.ifMatch(revision), type);
    }

    /** An answer of any size, to be read as it comes; to be closed. */
    public InputStream open(ApiRequest request) {
        return client.open(authorised(request));
    }

    public void delete(String path) {
        delete(ApiRequest.of("DELETE", path));
    }

    public void delete(ApiRequest request) {
        call(request, Void.class);
    }

    /** One page of a listing, with cursor and limit as the request has them. */
    public <T> Page<T> page(ApiRequest listing, TypeReference<Page<T>> type) {
        return client.call(authorised(listing), type).body();
    }

    /** Every page of a listing. */
    public <T> List<T> all(ApiRequest listing, TypeReference<Page<T>> type) {
        return upTo(Integer.MAX_VALUE, listing, type);
    }

    /** As many pages as it takes for this many items. */
    public <T> List<T> upTo(int most, ApiRequest listing, TypeReference<Page<T>> type) {
        List<T> items = new ArrayList<>();
        String cursor = "";
        do {
            ApiRequest page = listing.query("limit", Integer.toString(Math.min(PAGE, most - items.size())))
                    .query("cursor", cursor);
            Page<T> answer = client.call(authorised(page), type).body();
            items.addAll(answer.items());
            cursor = answer.nextCursor();
        } while (!cursor.isEmpty() && items.size() < most);
        return items;
    }

    /** Asks for a second factor when the server wants one for this call, and makes the call again with it. */
    private <T> T call(ApiRequest request, Class<T> type) {
        try {
            return client.call(authorised(request), type).body();
        } catch (SallyportException refusal) {
            if (refusal.code() != ErrorCode.MFA_REQUIRED || token.isEmpty()) {
                throw refusal;
            }
            MfaAnswer answer = SecondFactor.ask("sallyport: a second factor is needed.", Clock.systemUTC())
                    .orElseThrow(() -> refusal);
            return client.call(authorised(MfaHeader.on(request, answer)), type).body();
        }
    }

    private ApiRequest authorised(ApiRequest request) {
        return token.map(request::bearer).orElse(request);
    }

    @Override
    public void close() {
        client.close();
    }
}

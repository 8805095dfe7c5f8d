package org.sallyport.ejb.user;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.UserSpec;
import org.sallyport.api.rest.InviteAcceptance;
import org.sallyport.api.rest.InviteCreated;
import org.sallyport.api.rest.InviteView;
import org.sallyport.api.rest.MfaRegistration;
import org.sallyport.api.rest.UserCreation;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.user.UserService;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.feed.Directory;
import org.sallyport.ejb.feed.ResourceFeed;
import org.sallyport.ejb.resource.ResourceWriter;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link UserService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(UserService.class)
@Interceptors(Translated.class)
public class UserServiceBean implements UserService {
    private static final String USER = "user";

    private final Authorizer authorizer;
    private final ResourceWriter writer;
    private final Invitations invitations;
    private final Directory directory;
    private final ResourceFeed feed;
    private final Transactions transactions;

    /** For the container. */
    public UserServiceBean() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public UserServiceBean(
            Authorizer authorizer,
            ResourceWriter writer,
            Invitations invitations,
            Directory directory,
            ResourceFeed feed,
            Transactions transactions) {
        this.authorizer = authorizer;
        this.writer = writer;
        this.invitations = invitations;
        this.directory = directory;
        this.feed = feed;
        this.transactions = transactions;
    }

    @Override
    public InviteCreated create(Caller caller, UserCreation request) {
        Duration ttl = InviteMaker.ttl(request.inviteTtl());
        Resource<UserSpec> user =
                Resource.of(Metadata.named(request.name()), new UserSpec(request.roles(), request.traits()));
        authorizer.require(caller, "create", USER, user.name());
        InviteCreated invite = transactions.required(() -> {
            writer.create(caller, user);
            return invitations.make(caller, user.name(), ttl);
        });
        feed.catchUp();
        return invite;
    }

    /** Whoever holds the invite becomes the user, so it takes the same rights as writing the user's document. */
    @Override
    public InviteCreated invite(Caller caller, String user, String ttl) {
        authorizer.require(caller, "update", USER, user);
        Duration life = InviteMaker.ttl(ttl);
        Resource<UserSpec> known = directory.user(user).orElseThrow(() -> Authorizer.notFound(USER, user));
        writer.requireMayWrite(caller, Optional.of(known), Optional.of(known));
        return transactions.required(() -> invitations.make(caller, user, life));
    }

    @Override
    public InviteView viewInvite(Caller.Anonymous caller, String secret) {
        return invitations.view(caller, secret);
    }

    @Override
    public MfaRegistration beginPasskey(Caller.Anonymous caller, String secret) {
        return invitations.beginPasskey(caller, secret);
    }

    @Override
    public void acceptInvite(Caller.Anonymous caller, String secret, InviteAcceptance acceptance) {
        invitations.accept(caller, secret, acceptance);
    }
}

package org.sallyport.ejb.change;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.access.Target.ResourceTarget;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.ejb.cluster.TrustCache;
import org.sallyport.ejb.feed.ResourceFeed;
import org.sallyport.ejb.node.LiveSessions;
import org.sallyport.ejb.node.Presence;

/** Has the {@link ChangeMarks} told by whoever hears of changes anyway; nothing is looked up for them. */
@Singleton
@Startup
@DependsOn("ServerStartup")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChangeSources {
    private final ChangeMarks marks;
    private final ResourceFeed feed;
    private final Presence presence;
    private final LiveSessions sessions;
    private final TrustCache trust;
    private final ChangeNotices notices;

    /** For the container. */
    public ChangeSources() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ChangeSources(
            ChangeMarks marks,
            ResourceFeed feed,
            Presence presence,
            LiveSessions sessions,
            TrustCache trust,
            ChangeNotices notices) {
        this.marks = marks;
        this.feed = feed;
        this.presence = presence;
        this.sessions = sessions;
        this.trust = trust;
        this.notices = notices;
    }

    @PostConstruct
    public void start() {
        feed.subscribe(0, this::stored);
        presence.onNodes(() -> marks.changed(ChangeServiceBean.NODE));
        presence.onCaUse(() -> marks.changed(ChangeServiceBean.AUTHORITY));
        sessions.onChange(() -> marks.changed(ResourceTarget.LIVE_SESSION));
        trust.onAuthorities(authorities -> marks.changed(ChangeServiceBean.AUTHORITY));
        notices.listen(marks::changed);
    }

    private void stored(ResourceChange change) {
        marks.changed(change.kind().wireName());
        if (change.kind() == ResourceKind.OPENSSH_NODE) {
            marks.changed(ChangeServiceBean.NODE);
        }
    }
}

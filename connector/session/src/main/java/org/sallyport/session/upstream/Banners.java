package org.sallyport.session.upstream;

import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.session.ClientSession;

/** Servers say in a banner why they refuse a certificate. */
final class Banners implements UserInteraction {
    @Override
    public void welcome(ClientSession session, String banner, String language) {
        if (banner != null) {
            Attempt.of(session).said(banner);
        }
    }

    @Override
    public boolean isInteractionAllowed(ClientSession session) {
        return true;
    }

    @Override
    public String[] interactive(
            ClientSession session, String name, String instruction, String language, String[] prompt, boolean[] echo) {
        return new String[0];
    }

    @Override
    public String getUpdatedPassword(ClientSession session, String prompt, String language) {
        return null;
    }
}

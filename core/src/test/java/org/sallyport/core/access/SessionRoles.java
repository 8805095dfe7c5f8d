package org.sallyport.core.access;

import java.util.List;
import java.util.Map;
import org.sallyport.api.resource.OnLeave;
import org.sallyport.api.resource.RequiredJoin;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.SessionMode;

/** Short ways to write what roles say of live sessions. */
final class SessionRoles {
    private SessionRoles() {}

    static RoleConditions conditions(List<SessionJoin> joins, List<RequiredJoin> required) {
        return new RoleConditions(List.of(), Map.of(), "", List.of(), joins, required);
    }

    static SessionJoin join(List<String> roles, SessionMode... modes) {
        return new SessionJoin("", roles, List.of(), List.of(modes));
    }

    static Resource<RoleSpec> joins(String name, List<String> roles, SessionMode... modes) {
        return Roles.role(name, conditions(List.of(join(roles, modes)), List.of()), RoleConditions.NONE);
    }

    static Resource<RoleSpec> deniesJoining(String name, List<String> roles, SessionMode... modes) {
        return Roles.role(name, RoleConditions.NONE, conditions(List.of(join(roles, modes)), List.of()));
    }

    static Resource<RoleSpec> wants(String name, RequiredJoin... required) {
        return Roles.role(name, conditions(List.of(), List.of(required)), RoleConditions.NONE);
    }

    static RequiredJoin required(String filter, int count, OnLeave onLeave, SessionMode... modes) {
        return new RequiredJoin("", filter, List.of(), List.of(modes), count, onLeave);
    }
}

package org.sallyport.api.resource;

/** The part of a resource that its kind defines. Records, validated in their constructors. */
public sealed interface ResourceSpec
        permits UserSpec, RoleSpec, TokenSpec, ClusterConfigSpec, LockSpec, AuthConnectorSpec, OpensshNodeSpec {
    ResourceKind kind();
}

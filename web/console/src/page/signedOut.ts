/** What is told to all that must not outlive a login. */
export const SIGNED_OUT = "sallyport:signed-out";

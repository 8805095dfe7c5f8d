package org.sallyport.cli.play;

/** What the viewer can ask for while it plays. */
enum Key {
    PAUSE,
    FORWARD,
    BACK,
    FASTER,
    SLOWER,
    QUIT
}

"""PDF bytes to a `Document`. The only room that knows a PDF library; hostile bytes are opened in a guarded child."""

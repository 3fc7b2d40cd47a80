//! The same on the demo exports, brought in as a user would.

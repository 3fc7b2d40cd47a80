//! The demo export: 30,000 made-up reviews with planted stories.

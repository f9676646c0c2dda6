//! Whole EPUBs, taken apart again.

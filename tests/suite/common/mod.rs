//! What several tests use: articles, a folder to run the command in, readers of its outputs, and random input.

pub mod article;
pub mod boxes;
pub mod dice;
pub mod effort;
pub mod elements;
pub mod epub;
pub mod families;
pub mod kitchen;
pub mod manual;
pub mod tools;

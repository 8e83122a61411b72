//! What the house promises as a whole, through its public interface.

mod command_line;
mod layers;
mod networks;
mod records;
mod shape;
mod staleness;
mod unrolled;

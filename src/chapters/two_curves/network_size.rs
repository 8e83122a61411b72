//! How large a network is.

/// The size of a network's hidden layers.
#[derive(Debug, Clone, Copy)]
pub(super) struct NetworkSize {
    /// Hidden layers L.
    pub(super) depth: usize,
    /// Neurons n of each.
    pub(super) width: usize,
}

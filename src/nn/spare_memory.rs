//! Memory that the processor's cache keeps for tensors to come.

use dfdx::tensor::Cache as _;

use super::device::processor;

/// Gives the memory of dropped tensors back to the system.
///
/// The processor keeps the memory of every tensor for the next one of its size. What a network's weights leave is not used
/// again, since the weights of the next come in memory of their own: whoever draws many networks calls this between them.
/// No number depends on it.
pub fn give_back() {
    processor().empty_cache();
}

#[cfg(test)]
mod tests {
    use super::give_back;
    use crate::nn::{DeviceKind, Matrix, Network, relu_network::ReluNetwork};

    #[test]
    fn networks_give_the_same_numbers_after_it() {
        let network = || Network::new(ReluNetwork::new(2, 8, 3), DeviceKind::Cpu, 3).unwrap();
        let points = Matrix::new(2, 2, vec![1.0, 0.0, 0.6, 0.8]);
        let (first, kernel) = (network(), network().tangent_kernel(&points));
        give_back();
        assert_eq!(first.tangent_kernel(&points), kernel);
        assert_eq!(network().tangent_kernel(&points), kernel);
    }
}

//! The two names dfdx 0.13 uses of gemm 0.15, given by gemm 0.19.
//!
//! gemm 0.19 picks AVX-512 at run time on the stable toolchain, which 0.15 cannot, and is up to twice as fast.

pub use gemm19::Parallelism;

/// Products of fewer multiplications than this run on the calling thread: dfdx starts one product a batch
/// element, and waking the pool for each costs more than it gives.
const PARALLEL_FROM: usize = 1 << 24;

/// `dst := alpha·dst + beta·lhs·rhs`, as gemm 0.15 defines it.
///
/// # Safety
///
/// As `gemm::gemm`: the pointers and strides must describe valid matrices of the given sizes.
#[expect(clippy::too_many_arguments, reason = "the signature dfdx calls")]
pub unsafe fn gemm<T: 'static>(
    m: usize,
    n: usize,
    k: usize,
    dst: *mut T,
    dst_cs: isize,
    dst_rs: isize,
    read_dst: bool,
    lhs: *const T,
    lhs_cs: isize,
    lhs_rs: isize,
    rhs: *const T,
    rhs_cs: isize,
    rhs_rs: isize,
    alpha: T,
    beta: T,
    conj_dst: bool,
    conj_lhs: bool,
    conj_rhs: bool,
    parallelism: Parallelism,
) {
    let parallelism = if m * n * k < PARALLEL_FROM { Parallelism::None } else { parallelism };
    // SAFETY: the caller's promise, passed on unchanged.
    unsafe {
        gemm19::gemm(
            m,
            n,
            k,
            dst,
            dst_cs,
            dst_rs,
            read_dst,
            lhs,
            lhs_cs,
            lhs_rs,
            rhs,
            rhs_cs,
            rhs_rs,
            alpha,
            beta,
            conj_dst,
            conj_lhs,
            conj_rhs,
            parallelism,
        );
    }
}

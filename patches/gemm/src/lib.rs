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

/// A matrix of numbers lent by a slice: element (i, j) lies at `i · row_stride + j · column_stride`.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> View<'a> {
    /// A block of `rows` × `columns` at the start of `data`, whose rows begin `row_stride` apart; they may overlap.
    ///
    /// # Panics
    ///
    /// If `data` is too short for it.
    #[must_use]
    pub fn new(data: &'a [f32], rows: usize, columns: usize, row_stride: usize) -> Self {
        let fits = rows == 0 || columns == 0 || (rows - 1) * row_stride + columns <= data.len();
        assert!(fits, "{rows} × {columns} numbers, rows {row_stride} apart, do not fit a slice of {}", data.len());
        Self { data, rows, columns, row_stride, column_stride: 1 }
    }

    /// The same numbers, rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            data: self.data,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }
}

/// `dst := keep·dst + factor·lhs·rhs` on the calling thread; `dst` is row major, its rows `row_stride` apart.
///
/// # Panics
///
/// If the inner sizes differ or `dst` is too short.
pub fn multiply(dst: &mut [f32], row_stride: usize, keep: f32, factor: f32, lhs: View<'_>, rhs: View<'_>) {
    product(dst, row_stride, keep, factor, lhs, rhs, Parallelism::None);
}

/// As [`multiply`], on all threads of the pool if the product is large; the bits are the same.
///
/// # Panics
///
/// As [`multiply`].
pub fn multiply_together(dst: &mut [f32], row_stride: usize, keep: f32, factor: f32, lhs: View<'_>, rhs: View<'_>) {
    let large = lhs.rows * lhs.columns * rhs.columns >= PARALLEL_FROM;
    let parallelism = if large { Parallelism::Rayon(0) } else { Parallelism::None };
    product(dst, row_stride, keep, factor, lhs, rhs, parallelism);
}

fn product(
    dst: &mut [f32],
    row_stride: usize,
    keep: f32,
    factor: f32,
    lhs: View<'_>,
    rhs: View<'_>,
    parallelism: Parallelism,
) {
    let (rows, columns) = (lhs.rows, rhs.columns);
    assert_eq!(lhs.columns, rhs.rows, "the inner sizes of a product differ");
    let fits = rows == 0 || columns == 0 || (columns <= row_stride && (rows - 1) * row_stride + columns <= dst.len());
    assert!(fits, "{rows} × {columns} numbers, rows {row_stride} apart, do not fit a slice of {}", dst.len());
    // SAFETY: `View::new` and what is asserted above hold every element of the three matrices inside its slice, and `dst` is
    // borrowed mutably, so it overlaps neither factor.
    unsafe {
        gemm19::gemm(
            lhs.rows,
            rhs.columns,
            lhs.columns,
            dst.as_mut_ptr(),
            1,
            row_stride.cast_signed(),
            keep != 0.0,
            lhs.data.as_ptr(),
            lhs.column_stride.cast_signed(),
            lhs.row_stride.cast_signed(),
            rhs.data.as_ptr(),
            rhs.column_stride.cast_signed(),
            rhs.row_stride.cast_signed(),
            keep,
            factor,
            false,
            false,
            false,
            parallelism,
        );
    }
}

//! The numbers of every panel, as tables for a spreadsheet.

use std::path::Path;

use anyhow::Result;
use csv::Writer;
use ground_up::{
    figure::{
        Figure, Record,
        plot::{Cell, Table},
    },
    ground::files,
};

/// Where the site has the numbers of a panel.
pub(crate) fn address(figure: &str, panel: char) -> String {
    format!("figures/{figure}.{panel}.csv")
}

/// Writes the table of each panel of the figures that have a record in the checkout at `root`.
///
/// # Errors
///
/// If a record does not fit its figure, or a file cannot be read or written.
pub(super) fn write(figures: impl Iterator<Item = &'static dyn Figure>, root: &Path, folder: &Path) -> Result<()> {
    let records = root.join("figures");
    for figure in figures.filter(|figure| Record::path(&records, figure.id()).is_file()) {
        let drawing = figure.draw(&Record::read(&records, figure.id())?)?;
        // The numbers of large images are had from the record.
        for panel in drawing.panels().filter(|panel| !panel.table.rows.is_empty()) {
            files::write_whole(&folder.join(address(figure.id(), panel.letter)), &csv(&panel.table)?)?;
        }
    }
    Ok(())
}

/// What tells a spreadsheet that the file is UTF-8.
const MARK: &str = "\u{feff}";

/// A table as CSV, its numbers with all of their digits.
fn csv(table: &Table) -> Result<Vec<u8>> {
    let mut writer = Writer::from_writer(MARK.as_bytes().to_vec());
    writer.write_record(&table.heads)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Words(words) => words.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        }))?;
    }
    Ok(writer.into_inner()?)
}

#[cfg(test)]
mod tests {
    use ground_up::figure::plot::{Cell, Table};

    use super::csv;

    /// Second road: a reader of CSV.
    #[test]
    fn a_table_is_read_back_to_the_last_digit() {
        let numbers = [0.1 + 0.2, 1e-300, -5.0, f64::MAX];
        let row = |&number: &f64| vec![Cell::Words("a, \"b\" ν".to_owned()), Cell::Number(number), Cell::Empty];
        let heads = ["series", "x (s^−1)", "low"].map(str::to_owned).to_vec();
        let file = csv(&Table { heads: heads.clone(), rows: numbers.iter().map(row).collect() }).unwrap();
        let text = String::from_utf8(file).unwrap();
        let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{feff}').unwrap().as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), heads);
        for (row, number) in reader.records().zip(numbers) {
            let row = row.unwrap();
            assert_eq!((&row[0], row[1].parse::<f64>().unwrap(), &row[2]), ("a, \"b\" ν", number, ""));
        }
    }
}

//! Every committed record against what its figure, its drawing and its claims say today.

use std::{collections::HashSet, path::PathBuf};

use ground_up::{
    chapters::figures,
    figure::{Record, leaves, plot::Cell},
    ground::scale::Scale,
};

use super::committed;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("figures")
}

#[test]
fn every_committed_drawing_is_what_its_record_draws() {
    for (figure, record) in committed() {
        let drawing = figure.draw(&record).unwrap();
        let path = Record::drawing_path(&folder(), figure.id());
        assert!(std::fs::read(&path).unwrap() == drawing.bytes(), "{} is not draw(record)", path.display());
    }
}

#[test]
fn every_panel_says_what_it_shows() {
    for (figure, record) in committed() {
        let drawing = figure.draw(&record).unwrap();
        for panel in drawing.panels() {
            let said = !panel.title.is_empty() && panel.description.ends_with('.');
            assert!(
                said,
                "{} ({}): a panel has a title, and a description of whole sentences",
                figure.id(),
                panel.letter
            );
            // An image of many pixels is had from the record.
            let image = || panel.pictures.iter().any(|picture| picture.svg.contains("<image"));
            assert!(!panel.table.rows.is_empty() || image(), "{} ({})", figure.id(), panel.letter);
        }
    }
}

/// What a reader takes away as a table is what the record holds: a drawing computes nothing. Positions of cells are steps
/// along their axes, and whole numbers may count things.
#[test]
fn every_number_of_a_panels_table_is_in_its_record() {
    let mut faults = Vec::new();
    for (figure, record) in committed() {
        let held: HashSet<u64> = held(&record).into_iter().map(f64::to_bits).collect();
        let known = |number: f64| held.contains(&number.to_bits()) || (number.fract() == 0.0 && number.abs() < 1e4);
        for panel in figure.draw(&record).unwrap().panels() {
            let with_cells = panel.table.heads.len() > 5 || panel.table.heads.iter().all(|head| head != "low");
            let numbers = panel.table.rows.iter().flat_map(|row| {
                let cells: Vec<f64> = row
                    .iter()
                    .filter_map(|cell| if let Cell::Number(number) = cell { Some(*number) } else { None })
                    .collect();
                // A cell of a heat map: its two places, then its value.
                let places = if with_cells && cells.len() == 3 { 2 } else { 0 };
                cells.into_iter().skip(places)
            });
            let unknown: Vec<f64> = numbers.filter(|&number| !known(number)).collect();
            if let Some(first) = unknown.first() {
                faults.push(format!("{} ({}): {} numbers, such as {first}", figure.id(), panel.letter, unknown.len()));
            }
        }
    }
    assert!(faults.is_empty(), "drawn, but not in the record:\n{}", faults.join("\n"));
}

/// Every number of a record's settings and outcome, pixels included.
fn held(record: &Record) -> Vec<f64> {
    let mut numbers = Vec::new();
    for value in [&record.config, &record.outcome] {
        for pointer in leaves::pointers(value) {
            let leaf = value.pointer(&pointer).unwrap();
            numbers.extend(leaf.as_f64());
            numbers.extend(leaf.as_str().and_then(leaves::pixels).into_iter().flatten());
        }
    }
    numbers
}

#[test]
fn every_committed_claim_is_what_its_record_says() {
    for (figure, record) in committed() {
        let claims = figure.claims(&record).unwrap();
        assert_eq!(claims.len(), record.claims.len(), "{}", figure.id());
        for (claim, committed) in claims.iter().zip(&record.claims) {
            assert!(claim.says_the_same(committed), "{}: {claim:#?} is not {committed:#?}", figure.id());
        }
        assert!(!record.claims.is_empty(), "{} claims nothing", figure.id());
    }
}

#[test]
fn every_committed_record_is_of_the_books_settings_and_in_the_files_own_layout() {
    for (figure, record) in committed() {
        assert_eq!(record.scale, "book", "{}", figure.id());
        assert_eq!(record.config, figure.config(Scale::Book), "{}: make it again at book scale", figure.id());
        let text = std::fs::read_to_string(Record::path(&folder(), figure.id())).unwrap();
        assert_eq!(text, record.text().unwrap(), "{}", figure.id());
        record.ensure_small().unwrap();
    }
}

#[test]
fn every_committed_file_belongs_to_a_figure() {
    let stems: Vec<String> = figures().map(|figure| figure.id().to_owned()).collect();
    for chapter in std::fs::read_dir(folder()).into_iter().flatten() {
        let chapter = chapter.unwrap().path();
        for file in std::fs::read_dir(&chapter).unwrap() {
            let file = file.unwrap().path();
            let relative = file.strip_prefix(folder()).unwrap().to_string_lossy().into_owned();
            let stem = relative.split('.').next().unwrap_or_default().to_owned();
            assert!(stems.contains(&stem), "{relative} belongs to no figure");
        }
    }
}

//! Versions in `Cargo.lock`.

/// Names and versions of what the package `name` of a lock file depends on.
pub(crate) fn dependencies(packages: &[toml::Value], name: &str, version: Option<&str>) -> Vec<(String, String)> {
    let field = |package: &toml::Value, key: &str| package.get(key)?.as_str().map(str::to_owned);
    let find = |name: &str, version: Option<&str>| {
        packages.iter().find(|package| {
            field(package, "name").as_deref() == Some(name)
                && version.is_none_or(|version| field(package, "version").as_deref() == Some(version))
        })
    };
    let entries = find(name, version).and_then(|package| package.get("dependencies")?.as_array());
    // An entry is "name", or "name version" where the lock holds several versions of it.
    let resolved = |entry: &str| {
        let mut words = entry.split(' ');
        let name = words.next()?;
        let version = words.next().map(str::to_owned).or_else(|| field(find(name, None)?, "version"))?;
        Some((name.to_owned(), version))
    };
    entries.into_iter().flatten().filter_map(toml::Value::as_str).filter_map(resolved).collect()
}
